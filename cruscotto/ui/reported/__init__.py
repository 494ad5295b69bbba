"""Figures that authorities report to the Commission, and notices on data not loaded yet."""
