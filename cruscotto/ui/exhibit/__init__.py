"""Charts with their title, table, note and files; cards, tables and download buttons."""
