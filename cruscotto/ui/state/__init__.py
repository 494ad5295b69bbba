"""The state of a page: address, filters, choices, links, session, and the version shown."""
