"""Counts of rows that are being read: queries of one row."""

from collections.abc import Mapping

import duckdb


def only_row(
    con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None
) -> tuple[int, ...]:
    """Return the one row of a query.

    Args:
        con: the warehouse being changed.
        sql: a query of one row, as one of counts without groups is.
        values: what is bound to the query's names.
    """
    row = con.execute(sql, values or {}).fetchone()
    assert row is not None
    return tuple(row)


def number_of(
    con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None
) -> int:
    """Return the one number of a query of one row and one column."""
    return int(only_row(con, sql, values)[0])
