"""Parts of the page on net impact."""
