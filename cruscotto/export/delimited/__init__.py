"""Delimited files: the dialect of an Italian Excel, the plain one, and the bytes of their lines."""
