"""Split the difference of an indicator between two selections, and estimate settled values."""
