"""The room of the pages of data quality and methodology."""
