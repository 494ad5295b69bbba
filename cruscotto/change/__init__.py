"""Functions on arrays that explain why a figure changed and estimate where it will settle."""
