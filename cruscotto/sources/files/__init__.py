"""Read files as rows: encodings, separators, headers, line numbers."""
