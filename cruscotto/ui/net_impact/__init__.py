"""The room of the net impact page."""
