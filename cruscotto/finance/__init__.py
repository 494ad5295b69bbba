"""Money and targets at risk: decommitment, its forecast, and milestones."""
