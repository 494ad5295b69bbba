"""Samples and panels: reading, checking and arranging them."""
