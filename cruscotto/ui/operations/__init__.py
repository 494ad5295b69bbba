"""The room of the operations page."""
