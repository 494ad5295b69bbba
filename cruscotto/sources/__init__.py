"""Publishers, and one importer per published format."""
