"""What a build asks of an engine, and the two that can be asked.

The words of `sql/` are DuckDB's; an engine translates them where it must. Values are bound by
every engine and never become part of a query's text.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from cruscotto.errors import UnknownName

ENGINES = ("duckdb", "spark")
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


def open_engine(name: str, master: str | None, scratch: Path) -> Engine:
    """Open an engine; the caller closes it.

    Args:
        name: one of `ENGINES`.
        master: where Spark runs: `local[2]`, `spark://host:port` or `sc://host:port`.
        scratch: a folder for what does not fit into memory; removed by the caller.

    Raises:
        UnknownName: no such engine.
        EngineMissing: Spark or Java is not installed.
        EngineUnreachable: nobody answers at the master's address.
    """
    # each engine is loaded when it is asked for: Spark is an extra
    if name == "duckdb":
        from cruscotto.warehouse.on_duckdb import OnDuckDB

        return OnDuckDB(scratch)
    if name == "spark":
        from cruscotto.warehouse.spark.engine import OnSpark

        return OnSpark.connect(master)
    raise UnknownName(kind="engine", name=name, similar=ENGINES, known=ENGINES)
