"""Estimators of average effects on the treated."""
