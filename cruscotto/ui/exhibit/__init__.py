"""A titled figure with its table, note and files; cards, tables and downloads."""
