"""Turn an indicator and a selection into one bound query, and its rows into a result.

The query is a sqlglot tree: names come from the registries, values are always bound. Each method
of `cruscotto.kpi.model.Method` has one builder, in `money` or in `people`.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import duckdb

from cruscotto.errors import NotAvailableBy, WrongValue
from cruscotto.kpi import money, people
from cruscotto.kpi.model import Kpi, Method
from cruscotto.kpi.registry import MART_DIMENSIONS
from cruscotto.kpi.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.selection import Selection, dimension
from cruscotto.kpi.trees import column_of, conditions
from cruscotto.warehouse.reading import records

__all__ = ["conditions", "measure"]

Row = dict[str, Any]


def measure(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...] = (),
    selection: Selection | None = None,
) -> KpiResult:
    """Measure one indicator along some dimensions over a selection.

    Args:
        con: a reader's connection; a cursor is taken from it.
        kpi: the indicator.
        by: names of dimensions, outermost first; none for the total.
        selection: the rows wanted; all of them when left out.

    Raises:
        NotAvailableBy: the indicator has no meaning along a dimension asked for or filtered.
        UnknownName: no such dimension.
    """
    chosen = selection or Selection()
    _require_dimensions(kpi, (*by, *(name for name, _ in chosen.where)))
    if kpi.by_source:
        return _measure_by_source(con, kpi, by, chosen)
    return _measure(con, kpi, by, chosen)


def _measure_by_source(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, by: tuple[str, ...], selection: Selection
) -> KpiResult:
    """Measure each source of outcomes as a series of its own; they are never added up."""
    sources = selection.codes("outcome_source")
    if "outcome_source" not in by and len(sources) > 1:
        raise WrongValue(
            option="outcome_source", value=", ".join(sources), expected="register | survey"
        )
    inner = tuple(name for name in by if name != "outcome_source")
    rest = selection.with_(outcome_source=[])
    if "outcome_source" not in by:
        chosen = sources[0] if sources else people.SOURCES[0]
        found = _measure(con, people.in_source(kpi, chosen), inner, rest)
        return replace(found, kpi=kpi, by=by, selection=selection)
    parts = [
        (source, _measure(con, people.in_source(kpi, source), inner, rest))
        for source in sources or people.SOURCES
    ]
    place = by.index("outcome_source")
    rows = [
        replace(row, codes=(*row.codes[:place], source, *row.codes[place:]))
        for source, part in parts
        for row in part.rows
    ]
    whole = parts[0][1]
    ordered = tuple(sorted(rows, key=lambda row: row.codes))
    return replace(whole, kpi=kpi, by=by, selection=selection, rows=ordered)


def _measure(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, by: tuple[str, ...], chosen: Selection
) -> KpiResult:
    rows = records(con, _sql(kpi, by, _shape(chosen)), conditions(chosen, kpi=kpi)[1])
    return _result(kpi, by, chosen, rows)


def _require_dimensions(kpi: Kpi, names: tuple[str, ...]) -> None:
    available = MART_DIMENSIONS[kpi.mart]
    for name in names:
        if dimension(name).name not in available:
            raise NotAvailableBy(kpi=kpi.name, dimension=name, available=list(available))


def _shape(selection: Selection) -> Selection:
    """Return which dimensions are filtered by how many codes: all that a query's text depends on.

    The codes themselves are bound, so one text serves every click on a map.
    """
    where = tuple((name, tuple(map(str, range(len(codes))))) for name, codes in selection.where)
    return Selection(where)


@lru_cache(maxsize=2048)
def _sql(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> str:
    columns = tuple(column_of(name, kpi) for name in by)
    return _BUILDERS[kpi.method](kpi, columns, selection).sql("duckdb")


_BUILDERS = money.BUILDERS | people.BUILDERS


def _result(kpi: Kpi, by: tuple[str, ...], selection: Selection, rows: list[Row]) -> KpiResult:
    # without dimensions the engine returns a row even when the selection is empty
    found = [row for row in rows if row["rows_read"]]
    columns = [column_of(name, kpi) for name in by]
    editions = {str(day) for row in found for day in row["editions"] or () if day is not None}
    return KpiResult(
        kpi,
        by,
        selection,
        tuple(_row(kpi, tuple(str(row[c]) for c in columns), row) for row in found),
        _data_kind(found),
        tuple(sorted(editions, reverse=True)),
    )


def _data_kind(rows: list[Row]) -> str:
    published = any(row["has_published"] for row in rows)
    synthetic = any(row["has_synthetic"] for row in rows)
    if published and synthetic:
        return "mixed"
    return "synthetic" if synthetic else "published"


def _row(kpi: Kpi, codes: tuple[str, ...], row: Row) -> KpiRow:
    if kpi.method in people.BUILDERS:
        return _people_row(kpi, codes, row)
    value = _value(kpi, row["numerator"], row["denominator"])
    state = State.MISSING if value is None else State.SHOWN
    return KpiRow(
        codes, row["numerator"], row["denominator"], value, state, bool(row["is_estimated"])
    )


def _people_row(kpi: Kpi, codes: tuple[str, ...], row: Row) -> KpiRow:
    value, beside = people.value(kpi, row), people.completed(kpi, row)
    state = State.SHOWN
    if value is None:
        state = State.IMMATURE if _waits(beside) else State.MISSING
    return KpiRow(codes, row["numerator"], row["denominator"], value, state, **beside)


def _waits(beside: Row) -> bool:
    """Say whether nobody is mature yet but somebody will be."""
    return beside.get("eligible") == 0 and (beside.get("immature") or 0) > 0


def _value(kpi: Kpi, numerator: Figure | None, denominator: Figure | None) -> Figure | None:
    if kpi.method in (Method.COUNT, Method.SUM, Method.MEDIAN_OF_OPERATIONS):
        return numerator
    if numerator is None or not denominator:
        return None
    return float(numerator) / float(denominator)
