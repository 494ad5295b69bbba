"""Indicators: their declarations, and the measurement of their figures by dimension.

Each indicator is declared once. Each figure has counts and a state (shown, hidden, missing or
immature).
"""
