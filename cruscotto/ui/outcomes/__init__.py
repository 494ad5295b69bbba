"""The room of the outcomes page."""
