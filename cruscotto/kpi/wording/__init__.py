"""Sentences and labels for figures, selections and codes."""
