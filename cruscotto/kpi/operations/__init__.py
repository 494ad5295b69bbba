"""Lists of operations and the people in them."""
