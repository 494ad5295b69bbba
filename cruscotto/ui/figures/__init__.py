"""Pure drawing: figures as plain dicts, without data access."""
