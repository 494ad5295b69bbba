"""Parts of the page on providers: a provider's rate, and the rate expected of it."""
