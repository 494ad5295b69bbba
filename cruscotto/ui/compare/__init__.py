"""The page that compares two to four places, authorities, programmes or objectives."""
