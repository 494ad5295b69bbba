"""Why an indicator changed from one selection to another, exactly, and what it will settle at."""
