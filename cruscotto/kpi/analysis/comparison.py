"""Compare the rates of places (regions or bodies), adjusted for their participants and for chance.

The adjustment is indirect standardisation. The kinds of participants are defined by sex, age,
education, status at entry and year. A place's rate is compared with the rate it would have if each
kind of participant had the rate of that kind in all places together. Funnel limits around the
common rate show how far from it a place with as many participants usually is, by chance and by
other differences between places (overdispersion). A rate of few people is shrunk towards the
average (empirical Bayes). Among twenty places one is expected outside 95 % limits by chance alone.
So a place is different only outside 99.8 % limits. A second expected rate also takes the
unemployment of the territory into account.

Participants are counted by kind with the noise that disclosure control adds for the audience, and
these counts are never shown. A place is compared only if its own figure may be shown.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import sqrt

import duckdb
import numpy as np

from cruscotto.access import current_rules
from cruscotto.disclosure.thresholds import Rules
from cruscotto.evaluation.judgement.funnel_and_shrinkage import (
    FunnelLimits,
    Overdispersion,
    Shrunken,
    funnel_limits,
    overdispersion,
    shrink,
)
from cruscotto.kpi.analysis.labour_market import Labour, expect_by_unemployment
from cruscotto.kpi.query.cells import perturbed
from cruscotto.kpi.query.intervals import Interval, exact
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.warehouse.reading import ask

# What kind of participant a place had; a place is not to blame or to praise for it.
CASE_MIX = ("sex", "age_band", "education", "entry_status", "year")
LAST_YEAR = 9999


@dataclass(frozen=True)
class FairRow:
    """One region or body compared: its participants' outcomes, observed and expected.

    Attributes:
        code: the code of the region or body.
        observed: people with the outcome.
        known: people whose outcome is known.
        expected: people who would have the outcome at the rates of their kinds everywhere.
        ratio: observed over expected.
        interval: the 95 % interval of the ratio.
        rate: the standardised rate: ratio times the common rate.
        shrunken: the standardised rate, shrunk towards the average.
        limits: the funnel limits for this number of people.
        error: the standard error of the standardised rate, by chance alone.
        labour: the rate expected at the region's unemployment; `None` if it is not estimated.
    """

    code: str
    observed: int
    known: int
    expected: float
    ratio: float
    interval: Interval
    rate: float
    shrunken: Shrunken
    limits: FunnelLimits
    error: float
    labour: Labour | None = None

    @property
    def is_different(self) -> bool:
        """Return whether the standardised rate is outside the 99.8 % limits of `limits`."""
        return not self.limits.low_998 <= self.rate <= self.limits.high_998

    @property
    def stands_out(self) -> bool:
        """Return whether the rate is outside the 99.8 % limits of `limits` and of `labour`."""
        return self.is_different and self.labour is not None and self.labour.is_outside(self.rate)


@dataclass(frozen=True)
class FairComparison:
    """The rates of regions or bodies (places), compared.

    Attributes:
        kpi: the rate.
        by: the dimension whose codes are the places.
        common: the rate of all places together.
        rows: the places compared.
        shown: the rates before adjustment, with states and editions.
        extra: the overdispersion: how far places differ from one another beyond chance.
        mix: the characteristics of participants that the expected rates adjust for.
        unemployment_year: the year of the unemployment rates; `None` where none were used.
        hidden: codes of places left out because their figure is hidden.
    """

    kpi: Kpi
    by: str
    common: float
    rows: tuple[FairRow, ...]
    shown: KpiResult
    extra: Overdispersion
    mix: tuple[str, ...]
    unemployment_year: int | None = None
    hidden: tuple[str, ...] = ()


@dataclass
class Place:
    """The counts of a region or body (a place), from which its adjusted rate is computed.

    Attributes:
        observed: people with the outcome.
        known: people whose outcome is known.
        expected: people who would have the outcome if each kind had its rate in all places.
        variance: the variance of the observed count by chance.
    """

    observed: int = 0
    known: int = 0
    expected: float = 0.0
    variance: float = 0.0


def compare(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: str,
    selection: Selection,
    rules: Rules | None = None,
    least: int = 1,
    apart: Collection[str] = (),
    everywhere: Mapping[str, Place] | None = None,
) -> FairComparison | None:
    """Compare the rates of regions or bodies (places).

    `None` if fewer than two can be compared, or if the rate of all together is 0 or 1.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a rate of people.
        by: the dimension whose codes are the places.
        selection: the participants compared; all of them together give the common rate.
        rules: the audience and its thresholds; when left out, the rules of the current reader.
        least: the number of known outcomes that a place needs to be compared.
        apart: codes that are not places; they count in the common rate only.
        everywhere: the result of `by_kind` for the same selection; computed when left out.
    """
    shown = measure(con, kpi, (by,), selection, rules)
    if everywhere is None:
        everywhere = by_kind(con, kpi, by, selection, rules or current_rules())
    total = next(iter(measure(con, kpi, (), selection, rules).rows), None)
    common = float(total.value or 0) if total else 0.0
    plain = {
        row.codes[0]: row
        for row in shown.rows
        if row.state is State.SHOWN and row.denominator and int(row.denominator) >= least
    }
    places = {
        code: _as_shown(place, plain[code])
        for code, place in everywhere.items()
        if code in plain and code not in apart
    }
    if len(places) < 2 or not 0 < common < 1:
        return None
    hidden = tuple(row.codes[0] for row in shown.rows if row.state is State.HIDDEN)
    rows, extra = judged(places, common)
    found = FairComparison(kpi, by, common, rows, shown, extra, _mix(by), hidden=hidden)
    return with_labour_market(con, found) if by == "region" else found


def by_kind(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, by: str, selection: Selection, rules: Rules
) -> dict[str, Place]:
    """Return the counts of each region or body, with the outcomes expected of its participants.

    All readers of an audience get the same result: the participants of a reader's own authority are
    counted here with noise, as for other readers. So expected rates do not depend on the
    reader. `compare` later puts in the exact figures of that authority.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a rate of people.
        by: the dimension whose codes are the places.
        selection: the participants compared.
        rules: the audience and its noise.
    """
    of_all = rules.model_copy(update={"own": ()})
    cells = perturbed(con, kpi, (by, *_mix(by)), selection, of_all)
    return _places([(code[0], code[1:], part, whole) for code, part, whole in cells])


def _mix(by: str) -> tuple[str, ...]:
    return tuple(name for name in CASE_MIX if name != by)


def with_labour_market(
    con: duckdb.DuckDBPyConnection,
    found: FairComparison,
    regions: Mapping[str, str] | None = None,
    until: int = LAST_YEAR,
) -> FairComparison:
    """Return a comparison that also has the rate expected of each row, given its unemployment.

    It is unchanged if these rates cannot be estimated.

    Args:
        con: a read-only connection to the warehouse.
        found: the comparison to which the expected rates are added.
        regions: the region of each body, by code; when left out, the rows are regions.
        until: the latest year whose unemployment may be used.
    """
    known = ask(con, "newest_unemployment", {"until": until})
    by_region = {str(row["region_code"]): float(row["value"]) for row in known}
    named = {row.code: regions.get(row.code, "") if regions else row.code for row in found.rows}
    rates = {code: by_region[region] for code, region in named.items() if region in by_region}
    rows = [row for row in found.rows if row.code in rates]
    expected = expect_by_unemployment(
        np.array([row.rate for row in rows]),
        np.array([row.error for row in rows]),
        np.array([rates[row.code] for row in rows]),
    )
    if expected is None:
        return found
    by_code = {row.code: one for row, one in zip(rows, expected, strict=True)}
    placed = tuple(replace(row, labour=by_code.get(row.code)) for row in found.rows)
    return replace(found, rows=placed, unemployment_year=int(known[0]["year"]))


def _as_shown(place: Place, row: KpiRow) -> Place:
    """Return a place with the counts of its shown figure, `row`, and expected outcomes to match."""
    observed, known = int(row.numerator or 0), int(row.denominator or 0)
    scale = known / place.known
    return Place(observed, known, place.expected * scale, place.variance * scale)


def _places(cells: list[tuple[str, tuple[str, ...], int, int]]) -> dict[str, Place]:
    met: dict[tuple[str, ...], int] = defaultdict(int)
    all_: dict[tuple[str, ...], int] = defaultdict(int)
    for _, kind, observed, known in cells:
        met[kind] += observed
        all_[kind] += known
    places: dict[str, Place] = defaultdict(Place)
    for code, kind, observed, known in cells:
        if known:
            # noise may lift those with the outcome above all of a small kind
            rate, place = min(1.0, met[kind] / all_[kind]), places[code]
            place.observed += observed
            place.known += known
            place.expected += known * rate
            place.variance += known * rate * (1 - rate)
    return {code: p for code, p in sorted(places.items()) if p.expected > 0 and p.variance > 0}


def judged(places: dict[str, Place], common: float) -> tuple[tuple[FairRow, ...], Overdispersion]:
    """Return the row of each region or body compared, and their overdispersion.

    Args:
        places: the counts of each region or body, by code.
        common: the rate of all places together (0.42 is 42 %).
    """
    rates = np.array([p.observed / p.expected * common for p in places.values()])
    errors = np.array([sqrt(p.variance) / p.expected * common for p in places.values()])
    extra = overdispersion(rates - common, errors)
    drawn, limits = shrink(rates, errors), funnel_limits(common, errors, extra)
    rows = tuple(
        FairRow(
            code,
            p.observed,
            p.known,
            p.expected,
            p.observed / p.expected,
            _ratio_interval(p),
            float(rate),
            shrunken,
            limit,
            float(error),
        )
        for (code, p), rate, error, shrunken, limit in zip(
            places.items(), rates, errors, drawn, limits, strict=True
        )
    )
    return rows, extra


def _ratio_interval(place: Place) -> Interval:
    """Return the 95 % interval of the ratio of observed to expected outcomes of a place."""
    low, high = exact(min(place.observed, place.known), place.known) or (0.0, 1.0)
    scale = place.known / place.expected
    return low * scale, high * scale
