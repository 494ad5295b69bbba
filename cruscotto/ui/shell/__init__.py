"""The frame around every page, the server, and what makes both start fast."""
