"""Parts of the page on operations."""
