"""Estimate the values at which rates of placement settle once late reports are in."""

from dataclasses import replace

from cruscotto.change.rates import SettledRates, refusal_of_rates, settle_rates
from cruscotto.change.triangles import LEVELS, Refusal
from cruscotto.kpi.change.cohorts import Cohort, Outlook, is_proved
from cruscotto.kpi.change.edition_triangles import EditionTriangles
from cruscotto.kpi.change.scoring import held_back_rates
from cruscotto.kpi.query.result import KpiResult, KpiRow


def settled_rates(
    plain: KpiResult, by_year: KpiResult, found: EditionTriangles | None, chosen: tuple[str, ...]
) -> Outlook:
    """Return a rate by year of exit, with the values at which it should settle.

    The values are estimated from the editions of a warehouse.

    Args:
        plain: the rate of the whole selection, after disclosure control.
        by_year: the rate by year of exit, after disclosure control.
        found: the triangles of the rate over the editions; `None` without earlier editions.
        chosen: the years to list; if empty, all years are listed.
    """
    rows = [row for row in by_year.rows if row.codes[0].isdigit()]
    editions = tuple(day.isoformat() for day in found.editions) if found else ()
    listed = _listed(rows, {}, chosen)
    few = Outlook(plain.kpi, plain, listed, None, Refusal.FEW, editions=editions)
    if found is None or found.known is None or not found.years:
        return few
    refused = refusal_of_rates(found.met, found.known, found.slack)
    if refused:
        total = _total(rows, found, None)
        return replace(few, total=total, refused=refused, years=found.years)
    settled, scored = (
        settle_rates(found.met, found.known),
        held_back_rates(found.met, found.known, found.slack),
    )
    proved = is_proved(scored)
    followed = {str(year): place for place, year in enumerate(found.years)}
    expected = {
        row.codes[0]: _expected(row, settled, followed[row.codes[0]], proved)
        for row in rows
        if row.codes[0] in followed
    }
    return Outlook(
        plain.kpi,
        plain,
        _listed(rows, expected, chosen),
        _total(rows, found, settled, proved),
        None,
        scored,
        editions=editions,
        years=found.years,
    )


def _listed(
    rows: list[KpiRow], expected: dict[str, Cohort], chosen: tuple[str, ...]
) -> tuple[Cohort, ...]:
    listed = (row for row in rows if not chosen or row.codes[0] in chosen)
    return tuple(expected.get(row.codes[0]) or _observed(row) for row in listed)


def _observed(row: KpiRow) -> Cohort:
    counts = None if row.numerator is None else (float(row.numerator), float(row.denominator or 0))
    value = None if row.value is None else float(row.value)
    return Cohort(int(row.codes[0]), value, counts=counts, state=row.state)


def _expected(row: KpiRow, settled: SettledRates, place: int, proved: bool) -> Cohort:
    seen = _observed(row)
    return Cohort(
        seen.year,
        seen.observed,
        float(settled.rates[place]),
        (settled.band(place, LEVELS[0]), settled.band(place, LEVELS[1])) if proved else None,
        seen.counts,
        float(settled.known[place]),
    )


def _total(
    rows: list[KpiRow], found: EditionTriangles, settled: SettledRates | None, proved: bool = False
) -> Cohort:
    """Return one `Cohort`, with the year 0, of all persons who left in the years of `found`.

    Args:
        rows: the rate by year of exit.
        found: the triangles, whose years are added up.
        settled: the estimated rates; if `None`, the result has no settled value.
        proved: whether a backtest supports the intervals; if not, the result has no intervals.
    """
    inside = [row for row in rows if int(row.codes[0]) in found.years]
    met, known = (
        sum(float(part or 0) for part in parts)
        for parts in zip(*((row.numerator, row.denominator) for row in inside), strict=True)
    )
    if settled is None:
        return Cohort(0, met / known, counts=(met, known))
    return Cohort(
        0,
        met / known,
        settled.total,
        (settled.total_band(LEVELS[0]), settled.total_band(LEVELS[1])) if proved else None,
        (met, known),
        float(settled.known.sum()),
    )
