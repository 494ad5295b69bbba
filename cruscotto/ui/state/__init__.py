"""The state of a view: address, filters, choices, links, session, and the version shown."""
