"""The DuckDB warehouse: built aside, published at once, read without the means to change it."""

from cruscotto.warehouse.publish import editing, published_path, trying
from cruscotto.warehouse.reading import reader

__all__ = ["editing", "published_path", "reader", "trying"]
