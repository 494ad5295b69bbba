"""Parts of the page on outcomes."""
