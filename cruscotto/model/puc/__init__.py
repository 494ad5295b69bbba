"""The tracciati of the exchange files (Protocollo Unico di Colloquio), a module for each part."""
