"""Measure an indicator: query its rows, apply disclosure control, and make a result of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np

from cruscotto.access import current_rules
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.errors import NeedsDimension, NotAvailableBy, WrongValue
from cruscotto.kpi.errors import TooManyDimensions
from cruscotto.kpi.query import people, people_figures
from cruscotto.kpi.query.asking import codes_of, editions_of, one_year, rows_of
from cruscotto.kpi.query.cells import add_hidden, concerns_all, count_heads
from cruscotto.kpi.query.costs import shared_money
from cruscotto.kpi.query.hidden_cells import Counted, guard, is_sensitive
from cruscotto.kpi.query.own import own_rows
from cruscotto.kpi.query.quantiles import with_quantiles
from cruscotto.kpi.query.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS, dimensions_of
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Method

Row = dict[str, Any]
# Cells multiply with each dimension: six give 27,000 of the demonstration's in five seconds.
MOST_DIMENSIONS = 6


def measure(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...] = (),
    selection: Selection | None = None,
    rules: Rules | None = None,
) -> KpiResult:
    """Measure one indicator by some dimensions on a selection.

    Figures of persons are returned after disclosure control for the audience.

    Args:
        con: a read-only connection to the warehouse; a cursor is taken from it.
        kpi: the indicator.
        by: names of dimensions, outermost first; none for the total.
        selection: the rows wanted; all of them when left out.
        rules: the audience and its thresholds; when left out, the rules of the current reader.

    Raises:
        NotAvailableBy: a dimension of `by` or of the selection has no meaning for the indicator.
        NeedsDimension: the indicator needs a dimension that is neither in `by` nor filtered by a
            single code.
        WrongValue: several sources of outcomes are selected and are not in `by`.
        UnknownName: no such dimension.
    """
    chosen = one_year(kpi, by, selection or Selection())
    require_dimensions(kpi, by, chosen)
    guarding = rules or current_rules()
    if kpi.by_source:
        return _measure_by_source(con, kpi, by, chosen, guarding)
    found = _measure(con, kpi, by, chosen, guarding)
    return _with_unknown(con, found, guarding) if kpi.unknown_of else found


def _with_unknown(con: duckdb.DuckDBPyConnection, found: KpiResult, rules: Rules) -> KpiResult:
    """Return a result whose shown rows have `unknown_share`: the share of unknown outcomes.

    The result's own figures count known outcomes only. The share comes from another rate, the one
    named in `Kpi.unknown_of`, after disclosure control. If that rate cannot be measured by the
    dimensions of the result, the result is returned unchanged.
    """
    rate = KPIS[found.kpi.unknown_of or ""]
    asked = {*found.by, *(name for name, _ in found.selection.where)}
    if not asked <= set(MART_DIMENSIONS[rate.mart]):
        return found
    beside = measure(con, rate, found.by, found.selection, rules)
    shares = {row.codes: row.unknown_share for row in beside.rows if row.state is State.SHOWN}
    return replace(
        found,
        rows=tuple(
            replace(row, unknown_share=shares.get(row.codes)) if row.state is State.SHOWN else row
            for row in found.rows
        ),
    )


def _measure_by_source(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    selection: Selection,
    rules: Rules,
) -> KpiResult:
    """Return the result of one source of outcomes, or of several sources in separate rows.

    Sources are never added up. If figures are not by source, the result is of the source selected,
    and without such a filter of the registers.

    Raises:
        WrongValue: several sources are selected, but figures are not by source.
    """
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
    of_persons = kpi.method in people.BUILDERS
    rows = rows_of(con, kpi, by, chosen, rules if of_persons else None)
    if kpi.method is Method.QUANTILE:
        rows = with_quantiles(con, kpi, by, chosen, rows, rules)
    result = result_of(kpi, by, chosen, rows, editions_of(con, kpi, by, chosen, rows))
    if not of_persons:
        return result
    if rules.guards:
        counted = count_heads(con, kpi, by, chosen, rows, rules)
        guarded = _guarded(con, kpi, by, chosen, rows, counted, rules)
        own = own_rows(con, by, chosen, [row.codes for row in guarded], rules)
        if not own.any():
            return replace(result, rows=guarded, audience=rules.audience)
        exact = {row.codes: replace(row, is_exact=True) for row in result.rows}
        kept = tuple(
            exact[seen.codes] if mine else seen
            for seen, mine in zip(guarded, own, strict=True)
            if not mine or seen.codes in exact
        )
        audience = Audience.EXACT if kept and own.all() else rules.audience
        return replace(result, rows=kept, audience=audience)
    return replace(result, audience=rules.audience)


def _guarded(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rows: list[Row],
    counted: Counted,
    rules: Rules,
) -> tuple[KpiRow, ...]:
    codes = codes_of(kpi, by, rows)
    sensitive = np.array([is_sensitive(kpi, by, chosen, row) for row in codes], dtype=np.bool_)
    together, absent = add_hidden(con, by, chosen, kpi, codes, rules)
    if kpi.needs == "indicator" and sensitive.any():
        heads = counted.heads["numerator"]
        together = together | concerns_all(con, by, chosen, codes, heads, rules)
    if kpi.method is Method.COST:
        rows = shared_money(con, kpi, by, chosen, rows, rules)
    guarded = guard(kpi, rows, counted, sensitive, together, rules)
    made = [_row(kpi, code, row) for code, row in zip(codes, guarded, strict=True)]
    made += [KpiRow(code, None, None, None, State.HIDDEN) for code in absent]
    return tuple(sorted(made, key=lambda row: row.codes) if absent else made)


def require_dimensions(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> None:
    """Raise an error where an indicator cannot be grouped or filtered as wanted.

    Raises:
        NotAvailableBy: a dimension of `by` or of the selection has no meaning for the indicator.
        NeedsDimension: the indicator needs a dimension that is neither in `by` nor filtered by a
            single code.
        UnknownName: no such dimension.
    """
    available = dimensions_of(kpi)
    asked = (*by, *(name for name, _ in selection.where))
    for name in asked:
        if dimension(name).name not in available:
            raise NotAvailableBy(kpi=kpi.name, dimension=name, available=list(available))
    if kpi.needs and kpi.needs not in by and len(selection.codes(kpi.needs)) != 1:
        raise NeedsDimension(kpi=kpi.name, dimension=kpi.needs)


def asked_of(
    kpis: Sequence[Kpi], by: Sequence[str], where: list[str]
) -> tuple[tuple[str, ...], Selection]:
    """Return the dimensions and the selection that a user wrote, checked for some indicators.

    Args:
        kpis: the indicators.
        by: names of the dimensions to group by.
        where: filters, as for `Selection.parse`.

    Raises:
        UnknownName: no such dimension. The error lists the dimensions that all indicators have.
        NotAvailableBy: one of the indicators has no meaning along a dimension.
        NeedsDimension: one of the indicators needs a dimension that is neither in `by` nor filtered
            by a single code.
        WrongValue: a filter cannot be read.
        TooManyDimensions: `by` has more than `MOST_DIMENSIONS` names.
    """
    if len(by) > MOST_DIMENSIONS:
        raise TooManyDimensions(found=len(by), most=MOST_DIMENSIONS)
    known = dimensions_of(*kpis) or tuple(DIMENSIONS)
    dimensions = tuple(dimension(name.strip(), known).name for name in by)
    selection = Selection.parse(where, known)
    for one in kpis:
        require_dimensions(one, dimensions, selection)
    return dimensions, selection


def result_of(
    kpi: Kpi, by: tuple[str, ...], selection: Selection, rows: list[Row], editions: tuple[str, ...]
) -> KpiResult:
    """Return a result made of an indicator's rows; no disclosure control is applied.

    Args:
        kpi: the indicator.
        by: the dimensions of the rows.
        selection: the selection of the rows.
        rows: the indicator's rows, as read from the warehouse.
        editions: the days (ISO) of the editions behind the rows, the newest first.
    """
    codes = codes_of(kpi, by, rows)
    made = tuple(_row(kpi, code, row) for code, row in zip(codes, rows, strict=True))
    return KpiResult(kpi, by, selection, made, _data_kind(rows), editions)


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
    value, beside = people_figures.value(kpi, row), people_figures.completed(kpi, row)
    state = State.SHOWN
    if value is None:
        if row.get("hides_immature") and not row["eligible"] and row["at_risk"]:
            # few wait for their outcome: not that the source has none
            return KpiRow(codes, None, None, None, State.HIDDEN)
        waits = _waits(beside) or people_figures.is_not_due(kpi, row)
        state = State.IMMATURE if waits else State.MISSING
    return KpiRow(codes, row["numerator"], row["denominator"], value, state, **beside)


def _waits(beside: Row) -> bool:
    """Return whether a figure has no mature record yet, but records that will be mature later.

    Args:
        beside: the numbers shown beside the figure, from `people_figures.completed`.
    """
    return beside.get("eligible") == 0 and (beside.get("immature") or 0) > 0


def _value(kpi: Kpi, numerator: Figure | None, denominator: Figure | None) -> Figure | None:
    if kpi.method in (Method.COUNT, Method.SUM, Method.MEDIAN_OF_OPERATIONS):
        return numerator
    if numerator is None or not denominator:
        return None
    return float(numerator) / float(denominator)
