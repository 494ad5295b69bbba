"""Files that a steward hands over on a screen: kept, tried, imported, by processes of their own."""
