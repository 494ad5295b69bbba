"""Synthetic exchange files (PUC) of authorities, and payment claims of programmes."""
