"""Data contracts: the columns of each published format, their types and codes."""
