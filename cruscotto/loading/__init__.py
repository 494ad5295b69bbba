"""Files that a steward uploads on a page: stored, tried and imported by processes of their own."""
