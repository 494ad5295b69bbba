"""Figures, selections and codes in words."""
