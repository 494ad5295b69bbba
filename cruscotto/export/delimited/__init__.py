"""Write delimited text files: CSV for an Italian Excel, and plain CSV for programs."""
