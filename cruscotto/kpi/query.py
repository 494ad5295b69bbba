"""Turn an indicator and a selection into one bound query, and its rows into a result.

The query is a sqlglot tree: names come from the registries, values are always bound. Each method
of `cruscotto.kpi.model.Method` has one builder, in `money` or in `people`.
"""

from functools import lru_cache
from typing import Any

import duckdb

from cruscotto.errors import NotAvailableBy
from cruscotto.kpi import money
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
    rows = records(con, _sql(kpi, by, chosen), conditions(chosen, kpi=kpi)[1])
    return _result(kpi, by, chosen, rows)


def _require_dimensions(kpi: Kpi, names: tuple[str, ...]) -> None:
    available = MART_DIMENSIONS[kpi.mart]
    for name in names:
        if dimension(name).name not in available:
            raise NotAvailableBy(kpi=kpi.name, dimension=name, available=list(available))


@lru_cache(maxsize=2048)
def _sql(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> str:
    columns = tuple(column_of(name, kpi) for name in by)
    return money.BUILDERS[kpi.method](kpi, columns, selection).sql("duckdb")


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
    value = _value(kpi, row["numerator"], row["denominator"])
    state = State.MISSING if value is None else State.SHOWN
    return KpiRow(
        codes, row["numerator"], row["denominator"], value, state, bool(row["is_estimated"])
    )


def _value(kpi: Kpi, numerator: Figure | None, denominator: Figure | None) -> Figure | None:
    if kpi.method in (Method.COUNT, Method.SUM, Method.MEDIAN_OF_OPERATIONS):
        return numerator
    if numerator is None or not denominator:
        return None
    return float(numerator) / float(denominator)
