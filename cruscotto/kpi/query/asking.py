"""Build the query for an indicator on a selection, and run it.

The query is a sqlglot tree: names come from the registries, and values are always bound. For each
`cruscotto.kpi.registry.model.Method`, one function in `money` or in `people` builds the query.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb
from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query import money, people
from cruscotto.kpi.query.counts import THRESHOLDS, with_keys
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import all_editions, column_of, conditions
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.warehouse.reading import records

Row = dict[str, Any]


def rows_of(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rules: Rules | None = None,
) -> list[Row]:
    """Return an indicator's rows, as read from the warehouse, before disclosure control.

    Args:
        con: a read-only connection to the warehouse.
        kpi: the indicator.
        by: the dimensions that the rows are grouped by.
        chosen: the selection.
        rules: the audience. If its figures get noise, the rows also have the sums of record keys,
            from which the noise is computed. `None` for figures of money.
    """
    noisy = rules is not None and rules.guards
    values = conditions(chosen, kpi=kpi)[1]
    if rules and noisy and kpi.method is Method.TARGET:
        values |= {name: rules.threshold_for(name == "sensitive_threshold") for name in THRESHOLDS}
    found = records(con, sql_of(kpi, by, shape(chosen), noisy), values)
    # without dimensions the engine returns a row even when the selection is empty
    return [row for row in found if row["rows_read"]]


def codes_of(kpi: Kpi, by: tuple[str, ...], rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return the codes of each row, in the order of the dimensions `by`."""
    columns = [column_of(name, kpi) for name in by]
    return [tuple(str(row[column]) for column in columns) for row in rows]


def editions_of(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rows: list[Row],
    known: Collection[date] | None = None,
) -> tuple[str, ...]:
    """Return the days (ISO) of all editions that the rows of a figure come from, the newest first.

    Args:
        con: a read-only connection to the warehouse.
        kpi: the indicator.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        rows: the rows; each has the days of its first and of its last edition only.
        known: the days of all editions of the mart. If none of them is between the earliest and the
            latest day of `rows`, the warehouse is not queried. Without `known` it is queried
            whenever the two days differ.
    """
    days = {row[end] for row in rows for end in ("first_edition", "last_edition")} - {None}
    if len(days) > 1 and (known is None or {d for d in known if min(days) < d < max(days)} - days):
        sql, values = _editions_sql(kpi, by, shape(chosen)), conditions(chosen, kpi=kpi)[1]
        days = set(records(con, sql, values)[0]["editions"]) - {None}
    return tuple(sorted(map(str, days), reverse=True))


def one_year(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> Selection:
    """Return a selection without all years but its last, for an indicator of cumulative reports.

    Cumulative reports of several years cannot be added up. The selection is returned unchanged if
    the indicator is not cumulative, if its figures are by year, or if fewer than two years are
    selected.
    """
    years = selection.codes("year")
    if not kpi.is_cumulative or "year" in by or len(years) < 2:
        return selection
    return selection.with_(year=max(years))


def shape(selection: Selection) -> Selection:
    """Return the selection with its codes replaced by their positions: `0`, `1` and so on.

    The text of a query depends only on how many codes each dimension has; the codes are bound as
    values. So selections of one shape share one text, which is made once: a click on another region
    of a map, for example, needs no new text.
    """
    where = tuple((name, tuple(map(str, range(len(codes))))) for name, codes in selection.where)
    return Selection(where)


@lru_cache(maxsize=2048)
def sql_of(kpi: Kpi, by: tuple[str, ...], selection: Selection, noisy: bool = False) -> str:
    """Return the SQL text of an indicator's query.

    Args:
        kpi: the indicator.
        by: the dimensions that rows are grouped by.
        selection: the rows wanted, as returned by `shape`.
        noisy: whether the query also adds up the record keys, from which noise is computed.
    """
    query = _of_reports(_query(kpi, by, selection), kpi, by, selection)
    return (with_keys(query, kpi) if noisy else query).sql("duckdb")


@lru_cache(maxsize=512)
def _editions_sql(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> str:
    query = _of_reports(_query(kpi, (), selection), kpi, by, selection)
    return all_editions(query).sql("duckdb")


def _query(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> Select:
    return _BUILDERS[kpi.method](kpi, tuple(column_of(name, kpi) for name in by), selection)


def _of_reports(query: Select, kpi: Kpi, by: tuple[str, ...], selection: Selection) -> Select:
    """Return the query of a cumulative indicator, restricted to reports that may be added up.

    If figures are grouped or filtered by year, these are the last reports of each year. If not,
    they are the newest reports. The query of any other indicator is returned unchanged.
    """
    if not kpi.is_cumulative:
        return query
    is_yearly = "year" in by or bool(selection.codes("year"))
    return query.where(exp.column("is_year_end" if is_yearly else "is_latest"))


_BUILDERS = money.BUILDERS | people.BUILDERS
