"""Compare providers, adjusted for their participants, their labour market and chance.

A provider that trains the long-term unemployed in a region with few jobs has a low placement rate,
even if its courses are good. So its rate is compared with the rate of the same kinds of
participants everywhere, and with the rate expected at the unemployment of its region. The remaining
gap is shrunk towards zero: it shrinks more where fewer outcomes are known. Providers get grades
only where they differ beyond chance. The share of pairs of providers that may be in the wrong order
is stated. There is no ranking.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from cruscotto.disclosure.thresholds import Rules
from cruscotto.evaluation.judgement.funnel_and_shrinkage import (
    FunnelLimits,
    Shrunken,
    funnel_limits,
    overdispersion,
    shrink,
)
from cruscotto.evaluation.judgement.grades import Grades, deconvolve, grade
from cruscotto.kpi.analysis.comparison import FairComparison, FairRow, compare, with_labour_market
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.warehouse.reading import ask

BY = "provider"
# Leavers whose outcome is known, below which a provider's rate is mostly chance.
LEAST = 60
# Codes that stand for many bodies, or for nobody.
NO_PROVIDER = ("unknown", "natural_person")
# Fewer providers show too little of how providers differ for grades.
FEWEST = 20


@dataclass(frozen=True)
class Expected:
    """A provider's rate and the rate expected of the provider; rates are fractions of one.

    Attributes:
        row: the provider's figures in the fair comparison.
        region: the region of its labour market; empty where it is not known.
        same_people: the rate of the same kinds of people everywhere.
        same_market: `same_people` adjusted to the unemployment of `region`; equal to `same_people`
            where that unemployment is not known.
        gap: `rate` less `same_market`, shrunk towards zero, with its 95 % interval.
        limits: the limits within which standardised gaps with the same error usually lie.
        grade: the provider's grade, 1 the highest; `None` where providers are not graded.
    """

    row: FairRow
    region: str
    same_people: float
    same_market: float
    gap: Shrunken
    limits: FunnelLimits
    grade: int | None = None

    @property
    def rate(self) -> float:
        """Return the provider's own rate, not adjusted: observed over known outcomes."""
        return self.row.observed / self.row.known

    @property
    def verdict(self) -> str:
        """Return `better`, `worse` or `as_expected`.

        A provider is better if the whole interval of its gap is above zero, and worse if the whole
        interval is below zero.
        """
        if self.gap.low > 0:
            return "better"
        return "worse" if self.gap.high < 0 else "as_expected"


@dataclass(frozen=True)
class Providers:
    """Providers compared on one rate.

    Attributes:
        found: the fair comparison, adjusted for participants.
        adjusted: the same comparison, adjusted for the labour market too.
        rows: each provider's rate and expected rate, by the code of the provider.
        grades: the grades and how sure their order is; `None` with fewer than `FEWEST` providers,
            or where providers do not differ beyond chance.
    """

    found: FairComparison
    adjusted: FairComparison
    rows: Mapping[str, Expected]
    grades: Grades | None


def compare_providers(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, selection: Selection, rules: Rules
) -> Providers | None:
    """Compare the providers that have at least `LEAST` known outcomes.

    The result is `None` where fewer than two providers can be compared, or where the rate of all of
    them together is 0 or 1.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a rate of people.
        selection: the participants compared.
        rules: the audience and its thresholds.
    """
    found = compare(con, kpi, BY, selection, rules, least=LEAST, apart=NO_PROVIDER)
    if found is None:
        return None
    seats = ask(con, "regions_of_providers")
    regions = {str(row["provider_code"]): str(row["region_code"]) for row in seats}
    return _judged(with_labour_market(con, found, regions), regions)


def _judged(found: FairComparison, regions: Mapping[str, str]) -> Providers:
    wanted = np.array([_wanted(row, found.common) for row in found.rows])
    errors = np.array([row.error for row in found.rows])
    gaps = np.array([row.rate for row in found.rows]) - wanted
    extra = overdispersion(gaps, errors)
    drawn, limits = shrink(gaps, errors), funnel_limits(0.0, errors, extra)
    rows = {
        row.code: Expected(
            row,
            regions.get(row.code, ""),
            row.expected / row.known,
            row.expected / row.known * float(want) / found.common,
            _scaled(gap, row.expected / row.known / found.common),
            limit,
        )
        for row, want, gap, limit in zip(found.rows, wanted, drawn, limits, strict=True)
    }
    around = funnel_limits(found.common, errors, extra)
    moved = tuple(
        replace(row, rate=found.common + float(gap), limits=limit, labour=None)
        for row, gap, limit in zip(found.rows, gaps, around, strict=True)
    )
    adjusted = replace(found, rows=moved, extra=extra)
    if extra.between == 0 or len(rows) < FEWEST:
        return Providers(found, adjusted, rows, None)
    grades = grade(deconvolve(gaps, errors))
    if grades.count < 2:
        return Providers(found, adjusted, rows, None)
    graded = {
        code: replace(row, grade=place)
        for (code, row), place in zip(rows.items(), grades.of, strict=True)
    }
    return Providers(found, adjusted, graded, grades)


def _scaled(gap: Shrunken, scale: float) -> Shrunken:
    """Return a gap and its interval, multiplied by `scale`.

    The gap given is between standardised rates. The gap returned is between rates that are not
    standardised.
    """
    ends = (gap.value * scale, gap.low * scale, gap.high * scale)
    return Shrunken(*ends, gap.reliability)


def _wanted(row: FairRow, common: float) -> float:
    """Return the rate expected of a provider at the unemployment of its region.

    Where that rate is not estimated, return `common`, the rate of all providers together.
    """
    return row.labour.rate if row.labour else common
