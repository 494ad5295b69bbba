"""Regions, places, programmes, money and dates of the demonstration."""
