"""Providers beside what is expected of them: the same people, the same labour market, chance.

A provider of the long-term unemployed in a region without work places few, whatever it does. Its
rate is set against that of the same kinds of participants everywhere, and then against what the
unemployment of its region leads one to expect. What is left is drawn towards nought by how little
is known of it. Providers are put into grades only where they differ beyond chance, and then
with the share of pairs that may be wrong; nobody is ranked.
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
    """One provider beside what is expected of it; rates are shares of one.

    Attributes:
        row: its figures, as the fair comparison has them.
        region: the region whose labour market it meets; nothing where none is known.
        same_people: the rate of the same kinds of people everywhere.
        same_market: the same, in a labour market like its own; that of the people alone where no
            market is known.
        gap: rate less what is expected, drawn towards nought, with its 95 % interval.
        limits: how far from nought standardised rates of providers of this size usually are.
        grade: 1 the highest; nothing where providers are not graded.
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
        """Return the plain rate."""
        return self.row.observed / self.row.known

    @property
    def verdict(self) -> str:
        """Return `better`, `worse` or `as_expected`, by the interval of the gap."""
        if self.gap.low > 0:
            return "better"
        return "worse" if self.gap.high < 0 else "as_expected"


@dataclass(frozen=True)
class Providers:
    """Providers compared on one rate.

    Attributes:
        found: the fair comparison they stand on.
        adjusted: the same, each rate with its labour market taken out.
        rows: by code.
        grades: how sure their order is; nothing where they do not differ beyond chance.
    """

    found: FairComparison
    adjusted: FairComparison
    rows: Mapping[str, Expected]
    grades: Grades | None


def compare_providers(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, selection: Selection, rules: Rules
) -> Providers | None:
    """Compare providers with at least `LEAST` known outcomes; `None` below two of them.

    Args:
        con: a reader's connection.
        kpi: a rate of people.
        selection: the rows compared.
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
    """Return a gap of standardised rates as one of the provider's own rate."""
    ends = (gap.value * scale, gap.low * scale, gap.high * scale)
    return Shrunken(*ends, gap.reliability)


def _wanted(row: FairRow, common: float) -> float:
    """Return the standardised rate expected: at its unemployment, or in common."""
    return row.labour.rate if row.labour else common
