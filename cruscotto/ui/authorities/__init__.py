"""The room of the managing authorities page."""
