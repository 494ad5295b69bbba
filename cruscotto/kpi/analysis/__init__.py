"""Analyses built on measured indicators: comparisons, financial stages, paradoxes, what-if."""
