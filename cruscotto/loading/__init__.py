"""Files that a steward uploads on a page, and the processes that try and import them."""
