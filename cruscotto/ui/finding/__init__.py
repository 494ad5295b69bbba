"""Pages that lead to others: search, glossary, what changed."""
