"""Figures that authorities reported to the Commission, and notices on data still missing."""
