"""Synthetic participants, their outcomes, and comparison persons."""
