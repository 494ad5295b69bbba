"""Files that a steward uploads on a page; separate processes try and import them."""
