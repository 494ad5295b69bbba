"""The stewards' page: files handed over, drafts approved, versions published again."""
