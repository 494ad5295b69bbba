"""Estimate the values at which figures of recent years will settle.

A cohort is the operations that started in a year, or the persons who left in a year. Amounts and
rates of placement of cohorts are compared over the editions of a warehouse. Where a warehouse has
few editions, amounts are dated by the days in exchange files instead, and the share of the figure
that these files cover is stated.
"""

from collections.abc import Callable
from functools import partial

import duckdb
import numpy as np

from cruscotto.access import current_rules
from cruscotto.change.triangles import LEVELS, Floats, Refusal, refusal, settle
from cruscotto.disclosure.thresholds import Rules
from cruscotto.errors import NotAvailableBy, NotSettled
from cruscotto.kpi.change.cohorts import OF_PERSONS, SETTLED, Cohort, Outlook, is_proved
from cruscotto.kpi.change.dated_triangles import dated_triangle
from cruscotto.kpi.change.edition_triangles import DIMENSIONS, edition_triangles, is_kept
from cruscotto.kpi.change.scoring import LEAST_GROWTH, held_back
from cruscotto.kpi.change.settled_rates import settled_rates
from cruscotto.kpi.query.intervals import Interval
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import dimensions_of
from cruscotto.kpi.registry.model import Kpi


def outlook(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, selection: Selection, rules: Rules | None = None
) -> Outlook:
    """Return, for each year, the observed value and the value expected once all reports are in.

    Args:
        con: a read-only connection to the warehouse.
        kpi: payments, commitments, certified expenditure or a rate of placement.
        selection: the rows wanted. Only its years are listed; the estimate uses all years.
        rules: the audience and its thresholds; when left out, the rules of the current reader.

    Raises:
        NotSettled: settled values of this indicator are not estimated.
        NotAvailableBy: see `require_followed`.
    """
    require_followed(kpi, selection)
    guarding = rules or current_rules()
    plain = measure(con, kpi, (), selection, guarding)
    chosen, asked = selection.codes("year"), selection.with_(year=[])
    if kpi.name in OF_PERSONS:
        by_year = measure(con, kpi, ("year",), asked, guarding)
        return settled_rates(plain, by_year, edition_triangles(con, by_year, guarding), chosen)
    if is_kept(asked):
        by_year = measure(con, kpi, ("year",), asked, guarding)
        found = edition_triangles(con, by_year, guarding)
        if found and found.years:
            days = tuple(day.isoformat() for day in found.editions)
            return _amounts(plain, found.years, found.met, chosen, days)
    years, triangle = dated_triangle(con, kpi, asked)
    return _amounts(plain, tuple(years), triangle, chosen, ())


def followed_by(kpi: Kpi) -> tuple[str, ...]:
    """Return the dimensions by which `outlook` can filter an indicator."""
    if kpi.name in OF_PERSONS:
        return (*DIMENSIONS, "year", "outcome_source")
    return dimensions_of(kpi)


def require_followed(kpi: Kpi, selection: Selection) -> None:
    """Raise an error where `outlook` cannot estimate settled values for a selection.

    Raises:
        NotSettled: settled values of this indicator are not estimated.
        NotAvailableBy: the selection filters by a dimension not in `followed_by`.
    """
    if kpi.name not in SETTLED:
        raise NotSettled(kpi=kpi.name, known=list(SETTLED))
    known = followed_by(kpi)
    for name, _ in selection.where:
        if name not in known:
            raise NotAvailableBy(kpi=kpi.name, dimension=name, available=list(known))


def _amounts(
    plain: KpiResult,
    years: tuple[int, ...],
    triangle: Floats,
    chosen: tuple[str, ...],
    editions: tuple[str, ...],
) -> Outlook:
    """Return the observed and the settled values of an amount, estimated from its triangle.

    Args:
        plain: the amount of the whole selection.
        years: the cohorts, the oldest first.
        triangle: cumulative amounts, an array (years, ages); NaN at ages still to come.
        chosen: the years to list; if empty, all years are listed.
        editions: days (ISO) of the editions of the triangle; empty where the triangle is made from
            the days in exchange files.
    """
    kpi = plain.kpi
    if not years:
        return Outlook(kpi, plain, refused=Refusal.FEW)
    observed = [round(float(row[np.isfinite(row)][-1]), 2) for row in triangle]
    whole = float(plain.value() or 0)
    covered = sum(observed) / whole if whole else 0.0
    refused = refusal(triangle, LEAST_GROWTH if editions else 0.0)
    if refused:
        cohorts = tuple(Cohort(y, o) for y, o in zip(years, observed, strict=True))
        total = Cohort(0, sum(observed))
        listed = _listed(cohorts, chosen)
        return Outlook(kpi, plain, listed, total, refused, None, covered, editions, years)
    found, scored = settle(triangle), held_back(triangle)
    proved = is_proved(scored)
    cohorts = tuple(
        Cohort(year, now, float(end), _both(partial(found.band, row)) if proved else None)
        for row, (year, now, end) in enumerate(zip(years, observed, found.ultimate, strict=True))
    )
    both = _both(found.total_band) if proved else None
    total = Cohort(0, sum(observed), float(found.ultimate.sum()), both)
    listed = _listed(cohorts, chosen)
    return Outlook(kpi, plain, listed, total, None, scored, covered, editions, years)


def _both(band: Callable[[float], Interval]) -> tuple[Interval, Interval]:
    return band(LEVELS[0]), band(LEVELS[1])


def _listed(cohorts: tuple[Cohort, ...], chosen: tuple[str, ...]) -> tuple[Cohort, ...]:
    return tuple(cohort for cohort in cohorts if not chosen or str(cohort.year) in chosen)
