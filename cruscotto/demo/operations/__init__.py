"""Synthetic operations in OpenCoesione's format."""
