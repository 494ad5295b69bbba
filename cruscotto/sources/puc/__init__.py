"""The national exchange format (Protocollo Unico di Colloquio)."""
