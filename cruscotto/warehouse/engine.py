"""The operations that a build needs from an engine.

The files of `sql/` are written for DuckDB; other engines translate them. Every engine binds values,
which never become part of a query's text.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Bound = Mapping[str, str]
# Columns of a table by name, with their types as DuckDB names them.
Columns = Mapping[str, str]
NOTHING: Bound = {}


class Engine(Protocol):
    """The five operations of an engine, on tables that are named `schema.table`."""

    def read(self, table: str, files: Sequence[Path], columns: Columns) -> None:
        """Make the rows of some Parquet files, all with these columns, available as a table."""

    def register(self, table: str, sql: str) -> None:
        """Make a query available as a table.

        The query runs whenever the table is read, and has no bound values.
        """

    def write(self, table: str, sql: str, folder: Path, bound: Bound = NOTHING) -> None:
        """Run a query once, write its rows as Parquet to a new folder, and let them be a table."""

    def query(self, sql: str, limit: int) -> list[tuple[Any, ...]]:
        """Return the first `limit` rows of a query."""

    def close(self) -> None:
        """Release the engine's resources."""
