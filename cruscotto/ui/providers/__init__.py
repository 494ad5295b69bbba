"""Parts of the page on providers: the rate of each, and the rate expected of it."""
