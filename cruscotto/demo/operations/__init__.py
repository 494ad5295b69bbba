"""Synthetic operations as OpenCoesione would publish them."""
