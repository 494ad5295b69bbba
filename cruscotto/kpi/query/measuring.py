"""Turn an indicator and a selection into one bound query, and its rows into a result.

The query is a sqlglot tree: names come from the registries, values are always bound. Each method
of `cruscotto.kpi.registry.model.Method` has one builder, in `money` or in `people`.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import duckdb
from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.disclosure.rules import Audience, Rules, current_rules
from cruscotto.errors import NeedsDimension, NotAvailableBy, WrongValue
from cruscotto.kpi.query import money, people
from cruscotto.kpi.query.counts import with_keys
from cruscotto.kpi.query.guard import guard
from cruscotto.kpi.query.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.query.trees import all_editions, column_of, conditions
from cruscotto.kpi.registry import MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.warehouse.reading import records

__all__ = ["conditions", "measure"]

Row = dict[str, Any]


def measure(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...] = (),
    selection: Selection | None = None,
    rules: Rules | None = None,
) -> KpiResult:
    """Measure one indicator along some dimensions over a selection.

    Figures of persons are guarded for an audience before anybody sees them.

    Args:
        con: a reader's connection; a cursor is taken from it.
        kpi: the indicator.
        by: names of dimensions, outermost first; none for the total.
        selection: the rows wanted; all of them when left out.
        rules: the audience and its thresholds; the installation's own when left out.

    Raises:
        NotAvailableBy: the indicator has no meaning along a dimension asked for or filtered.
        UnknownName: no such dimension.
        TooFine: more rows of persons than can be protected.
    """
    chosen = _one_year(kpi, by, selection or Selection())
    _require_dimensions(kpi, by, chosen)
    guarding = rules or current_rules()
    if kpi.by_source:
        return _measure_by_source(con, kpi, by, chosen, guarding)
    return _measure(con, kpi, by, chosen, guarding)


def _measure_by_source(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    selection: Selection,
    rules: Rules,
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
        found = _measure(con, people.in_source(kpi, chosen), inner, rest, rules)
        return replace(found, kpi=kpi, by=by, selection=selection)
    parts = [
        (source, _measure(con, people.in_source(kpi, source), inner, rest, rules))
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
    con: duckdb.DuckDBPyConnection, kpi: Kpi, by: tuple[str, ...], chosen: Selection, rules: Rules
) -> KpiResult:
    noisy = kpi.method in people.BUILDERS and rules.audience is Audience.PUBLIC
    found = records(con, _sql(kpi, by, _shape(chosen), noisy), conditions(chosen, kpi=kpi)[1])
    # without dimensions the engine returns a row even when the selection is empty
    rows = [row for row in found if row["rows_read"]]
    editions = _editions(con, kpi, by, chosen, rows)
    if kpi.method not in people.BUILDERS:
        return replace(_result(kpi, by, chosen, rows, rows), editions=editions)
    columns = [column_of(name, kpi) for name in by]
    codes = [tuple(str(row[column]) for column in columns) for row in rows]
    guarded = guard(kpi, by, chosen, rows, codes, rules, _parents(con, by))
    told = _result(kpi, by, chosen, rows, guarded or [])
    shown = replace(told, editions=editions, audience=rules.audience)
    return shown if guarded is not None else replace(shown, is_withheld=True)


def _parents(con: duckdb.DuckDBPyConnection, by: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Return, for each dimension, the code above each code."""
    if "region" not in by:
        return tuple({} for _ in by)
    found = records(con, "select region_code, macro_area_code from marts.region", {})
    above = {row["region_code"]: row["macro_area_code"] for row in found}
    return tuple(above if name == "region" else {} for name in by)


def _require_dimensions(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> None:
    available = MART_DIMENSIONS[kpi.mart]
    if kpi.by_source:
        available = (*available, "outcome_source")
    asked = (*by, *(name for name, _ in selection.where))
    for name in asked:
        if dimension(name).name not in available:
            raise NotAvailableBy(kpi=kpi.name, dimension=name, available=list(available))
    if kpi.needs and kpi.needs not in by and len(selection.codes(kpi.needs)) != 1:
        raise NeedsDimension(kpi=kpi.name, dimension=kpi.needs)


def _shape(selection: Selection) -> Selection:
    """Return which dimensions are filtered by how many codes: all that a query's text depends on.

    The codes themselves are bound, so one text serves every click on a map.
    """
    where = tuple((name, tuple(map(str, range(len(codes))))) for name, codes in selection.where)
    return Selection(where)


@lru_cache(maxsize=2048)
def _sql(kpi: Kpi, by: tuple[str, ...], selection: Selection, noisy: bool = False) -> str:
    query = _of_reports(_query(kpi, by, selection), kpi, by, selection)
    return (with_keys(query, kpi) if noisy else query).sql("duckdb")


@lru_cache(maxsize=512)
def _editions_sql(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> str:
    query = _of_reports(_query(kpi, (), selection), kpi, by, selection)
    return all_editions(query).sql("duckdb")


def _query(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> Select:
    return _BUILDERS[kpi.method](kpi, tuple(column_of(name, kpi) for name in by), selection)


def _of_reports(query: Select, kpi: Kpi, by: tuple[str, ...], selection: Selection) -> Select:
    """Keep of reports that contain one another the last of each year, or the newest alone."""
    if not kpi.is_cumulative:
        return query
    is_yearly = "year" in by or bool(selection.codes("year"))
    return query.where(exp.column("is_year_end" if is_yearly else "is_latest"))


def _one_year(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> Selection:
    """Return a selection whose years may be added up: of cumulative reports, the last one."""
    years = selection.codes("year")
    if not kpi.is_cumulative or "year" in by or len(years) < 2:
        return selection
    return selection.with_(year=max(years))


_BUILDERS = money.BUILDERS | people.BUILDERS


def _result(
    kpi: Kpi, by: tuple[str, ...], selection: Selection, behind: list[Row], rows: list[Row]
) -> KpiResult:
    """Put rows into a result; what kind of data they are comes from all that stand behind it."""
    columns = [column_of(name, kpi) for name in by]
    made = tuple(_row(kpi, tuple(str(row[c]) for c in columns), row) for row in rows)
    return KpiResult(kpi, by, selection, made, _data_kind(behind))


def _editions(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rows: list[Row],
) -> tuple[str, ...]:
    """Return the editions behind some rows, the newest first."""
    days = {row[end] for row in rows for end in ("first_edition", "last_edition")} - {None}
    if len(days) > 1:
        sql, values = _editions_sql(kpi, by, _shape(chosen)), conditions(chosen, kpi=kpi)[1]
        days = set(records(con, sql, values)[0]["editions"]) - {None}
    return tuple(sorted(map(str, days), reverse=True))


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
    if row.get("is_hidden"):
        return KpiRow(codes, None, None, None, State.HIDDEN)
    value, beside = people.value(kpi, row), people.completed(kpi, row)
    state = State.SHOWN
    if value is None:
        state = State.IMMATURE if _waits(beside) or people.mostly_waits(row) else State.MISSING
    return KpiRow(codes, row["numerator"], row["denominator"], value, state, **beside)


def _waits(beside: Row) -> bool:
    """Return whether nobody is mature yet but somebody will be."""
    return beside.get("eligible") == 0 and (beside.get("immature") or 0) > 0


def _value(kpi: Kpi, numerator: Figure | None, denominator: Figure | None) -> Figure | None:
    if kpi.method in (Method.COUNT, Method.SUM, Method.MEDIAN_OF_OPERATIONS):
        return numerator
    if numerator is None or not denominator:
        return None
    return float(numerator) / float(denominator)
