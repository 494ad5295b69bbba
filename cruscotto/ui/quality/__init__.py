"""Parts of the pages on data quality and on methodology."""
