"""The tracciati of the exchange files (Protocollo Unico di Colloquio), declared part by part."""
