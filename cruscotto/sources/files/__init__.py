"""Reading files as rows: encodings, separators, headers, line counts."""
