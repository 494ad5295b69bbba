"""Read files as rows: encodings, separators, headers, numbers of lines."""
