"""The pages that lead readers to other pages: search, glossary, what changed."""
