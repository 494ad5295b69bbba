"""What a build asks of an engine.

The words of `sql/` are DuckDB's; an engine translates them where it must. Values are bound by
every engine and never become part of a query's text.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Bound = Mapping[str, str]
# Columns of a table by name, with their types as DuckDB names them.
Columns = Mapping[str, str]
NOTHING: Bound = {}


class Engine(Protocol):
    """Five verbs; a table is named `schema.table` everywhere."""

    def read(self, table: str, files: Sequence[Path], columns: Columns) -> None:
        """Give the rows of some Parquet files, all of these columns, a table's name."""

    def register(self, table: str, sql: str) -> None:
        """Give a query a table's name; it runs whenever that is read, and binds no value."""

    def write(self, table: str, sql: str, folder: Path, bound: Bound = NOTHING) -> None:
        """Run a query once, keep its rows as Parquet in a new folder, read the table there."""

    def query(self, sql: str, limit: int) -> list[tuple[Any, ...]]:
        """Return the first rows of a query."""

    def close(self) -> None:
        """Let go of whatever the engine holds."""
