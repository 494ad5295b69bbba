"""Parts of the stewards' page: files to load, drafts to approve, older versions."""
