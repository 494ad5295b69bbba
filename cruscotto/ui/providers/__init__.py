"""The page of providers: what one brings about, beside what is expected of it."""
