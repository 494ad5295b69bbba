"""The pages that lead to others: search, glossary, what changed."""
