"""Compute the figures of an indicator by dimensions on a selection, under disclosure control."""
