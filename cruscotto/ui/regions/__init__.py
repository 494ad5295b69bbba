"""The room of the regions page."""
