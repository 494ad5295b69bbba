"""Why an indicator differs between two selections, in exact parts, and where it will settle."""
