"""How a text becomes a number, a day, a period or a place: one reader each, for every source."""
