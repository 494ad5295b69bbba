"""Read numbers, days and periods from text, by the same rules for every source."""
