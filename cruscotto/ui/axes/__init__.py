"""The room of the priority axes page."""
