"""The DuckDB warehouse: a copy is changed and published in one step; readers cannot write."""

from cruscotto.warehouse.changing import editing, trying
from cruscotto.warehouse.publish import published_path
from cruscotto.warehouse.reading import opened, reader

__all__ = ["editing", "opened", "published_path", "reader", "trying"]
