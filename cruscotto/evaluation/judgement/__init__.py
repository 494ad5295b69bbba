"""Diagnostics, rules and the verdict on an estimate."""
