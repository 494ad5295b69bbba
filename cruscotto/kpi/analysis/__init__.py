"""Analyses computed from measured indicators, such as fair comparisons of places."""
