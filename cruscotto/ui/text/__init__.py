"""Texts on the screens: figures, notes, states, the audience."""
