"""Files that a steward uploads on a page, and the processes that check and import them."""
