"""Synthetic needs, pacts, offers and payers."""
