"""Indicators: declared once, asked for along dimensions, returned with their parts and state."""
