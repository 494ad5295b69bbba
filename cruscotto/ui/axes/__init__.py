"""Parts of the page on priority axes."""
