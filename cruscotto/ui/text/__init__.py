"""Texts of the screens: figures, notes, states, audience."""
