"""Synthetic deliveries in the exchange format."""
