"""What is asked and of which version: the address, the filters, choices, links, the session."""
