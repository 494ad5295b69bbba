"""The DuckDB warehouse: changed in a copy, published in one step, opened read-only."""

from cruscotto.warehouse.changing import editing, trying
from cruscotto.warehouse.publish import published_path
from cruscotto.warehouse.reading import opened, reader

__all__ = ["editing", "opened", "published_path", "reader", "trying"]
