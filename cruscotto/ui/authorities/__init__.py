"""Parts of the page on managing authorities."""
