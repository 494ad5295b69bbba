"""The frame around every page, the web server, and preparations for a fast start."""
