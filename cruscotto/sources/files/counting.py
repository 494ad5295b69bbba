"""Run queries that return one row of counts."""

from collections.abc import Mapping

import duckdb


def only_row(
    con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None
) -> tuple[int, ...]:
    """Return the integers in the only row of a query's result.

    Args:
        con: a warehouse being edited.
        sql: a query of one row, such as counts without groups.
        values: the bound values, by name.
    """
    row = con.execute(sql, values or {}).fetchone()
    assert row is not None
    return tuple(row)


def number_of(
    con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None
) -> int:
    """Return the integer that a query returns in its only row and column."""
    return int(only_row(con, sql, values)[0])
