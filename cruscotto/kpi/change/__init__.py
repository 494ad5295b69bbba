"""Why an indicator changed between two selections, in exact parts, and where it will settle."""
