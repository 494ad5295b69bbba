"""What a build needs from an engine.

The files of `sql/` are written for DuckDB; other engines translate them. Engines bind values, which
never become part of a query's text.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Bound = Mapping[str, str]
# Columns of a table by name, with their types as DuckDB names them.
Columns = Mapping[str, str]
NOTHING: Bound = {}


class Engine(Protocol):
    """What an engine does for a build: make tables and views, run queries, and end.

    Tables are named `schema.table`.
    """

    def read(self, table: str, files: Sequence[Path], columns: Columns) -> None:
        """Make a table from Parquet files that all have the given columns."""

    def register(self, table: str, sql: str) -> None:
        """Make a view from a query; builds read it like a table.

        The query runs whenever the view is read. It has no bound values.
        """

    def write(self, table: str, sql: str, folder: Path, bound: Bound = NOTHING) -> None:
        """Run a query once, write its rows as Parquet into a new folder, and make them a table."""

    def query(self, sql: str, limit: int) -> list[tuple[Any, ...]]:
        """Return at most `limit` rows of a query."""

    def close(self) -> None:
        """Release the engine's resources."""
