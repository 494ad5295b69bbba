"""Analyses computed from measured indicators: comparisons, financial stages, reversals, what-if."""
