"""The page of providers: the rate of each beside the rate expected."""
