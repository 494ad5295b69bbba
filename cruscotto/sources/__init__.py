"""The catalogue of sources, and an importer for each format of file."""
