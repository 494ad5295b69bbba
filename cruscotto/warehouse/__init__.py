"""The DuckDB warehouse: built aside, published at once, read without the means to change it."""

from cruscotto.warehouse.changing import editing, trying
from cruscotto.warehouse.publish import published_path
from cruscotto.warehouse.reading import opened, reader

__all__ = ["editing", "opened", "published_path", "reader", "trying"]
