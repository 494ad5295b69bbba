"""Charts as plain dictionaries; the functions read no data."""
