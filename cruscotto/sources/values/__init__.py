"""Readers of numbers, days, periods and places, one of each for every source."""
