"""Indicators: each is declared once, measured by dimensions, and returned with counts and state."""
