"""DuckDB as the engine of a build from Parquet: the default, on one machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from cruscotto.config import settings
from cruscotto.model.literals import literal
from cruscotto.warehouse.engine import NOTHING, Bound, Columns

PART = "part-00000.parquet"
SCHEMAS = ("raw", "ledger", "staging", "marts")


class OnDuckDB:
    """The engine DuckDB, with a database in a scratch folder: a build may exceed the memory."""

    def __init__(self, scratch: Path) -> None:
        self.con = duckdb.connect(str(scratch / "scratch.duckdb"))
        self.con.execute(f"set memory_limit = '{settings().memory_limit}'")
        self.con.execute(f"set threads = {settings().threads}")
        self.con.execute("set enable_progress_bar = false")
        for schema in SCHEMAS:
            self.con.execute(f"create schema if not exists {schema}")

    def read(self, table: str, files: Sequence[Path], columns: Columns) -> None:
        """Make a table that reads Parquet files, whose rows are not copied."""
        listed = ", ".join(literal(file) for file in files)
        self.con.execute(f"create view {table} as select * from read_parquet([{listed}])")

    def register(self, table: str, sql: str) -> None:
        """Make a view from a query; the query runs whenever the view is read."""
        self.con.execute(f"create view {table} as {sql}")

    def write(self, table: str, sql: str, folder: Path, bound: Bound = NOTHING) -> None:
        """Run a query once; keep its rows as a table of the database, and write them as Parquet."""
        self.con.execute(f"create or replace table {table} as {sql}", dict(bound) or None)
        folder.mkdir(parents=True)
        self.con.execute(f"copy {table} to {literal(folder / PART)} (format parquet)")

    def query(self, sql: str, limit: int) -> list[tuple[Any, ...]]:
        """Return at most `limit` rows of a query."""
        return self.con.execute(sql).fetchmany(limit)

    def close(self) -> None:
        """Close the scratch database."""
        self.con.close()
