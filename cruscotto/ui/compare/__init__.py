"""The page that sets two to four places, authorities, programmes or objectives side by side."""
