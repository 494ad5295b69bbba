"""The page that compares two to four regions, authorities, programmes or objectives."""
