"""The frame around every page, the web server, and its preparation for a fast start."""
