"""Read queries of `sql/queries` and add conditions to them; values are always bound."""

from functools import cache
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp, parse_one

from cruscotto.warehouse.reading import question


@cache
def statement(name: str) -> exp.Select:
    """Return a parsed query of `sql/queries`; callers share it and must not change it."""
    return parse_one(question(name), dialect="duckdb").assert_is(exp.Select)


def narrowed(query: exp.Select, name: str, condition: exp.Expr) -> exp.Select:
    """Return a copy of a query with a condition added to its common table expression `name`."""
    changed = query.copy()
    part = next(cte for cte in changed.ctes if cte.alias == name)
    part.this.where(condition, copy=False)
    return changed


def as_sql(query: exp.Select) -> str:
    """Return a query as SQL text for DuckDB."""
    return query.sql("duckdb", comments=False)


def open_rows(
    con: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any], batch_rows: int
) -> pa.RecordBatchReader:
    """Run a query on a new cursor and return a reader of its rows, in batches of `batch_rows`."""
    return con.cursor().sql(sql, params=params).to_arrow_reader(batch_rows)
