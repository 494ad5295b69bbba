"""The DuckDB warehouse: an import changes a copy, which is published in one step."""

from cruscotto.warehouse.changing import editing, trying
from cruscotto.warehouse.publish import published_path
from cruscotto.warehouse.reading import opened, reader

__all__ = ["editing", "opened", "published_path", "reader", "trying"]
