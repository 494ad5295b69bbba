"""Parts of the page on regions."""
