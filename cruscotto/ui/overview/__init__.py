"""The room of the overview page."""
