"""The state of a page: its address, filters, choices, links, session and version."""
