"""Sentences and labels for figures, selections and codes, in Italian and in English."""
