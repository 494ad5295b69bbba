"""Money and targets at risk: decommitment and its forecast, milestones. No screens."""
