"""Money and targets at risk: decommitment, its forecast, milestones. Pure functions, no screens."""
