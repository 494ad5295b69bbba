"""Placeholder while the importer is written."""
