"""What the money of recent years will come to when it has settled, and how past guesses fared.

Cohorts are the operations that started in one year; their age is counted in whole years back from
the edition's day. Days of commitments and payments are known of the exchange files alone: how much
of the figure they cover stands beside it.
"""

from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from cruscotto.change.triangles import LEVELS, Refusal, next_diagonal, refusal, settle
from cruscotto.errors import NotSettled
from cruscotto.kpi.query.intervals import Z95, Interval
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_sum, conditions
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import COMMITMENTS_EUR, PAYMENTS_EUR
from cruscotto.warehouse.reading import records

Floats = NDArray[np.float64]
SETTLED = (PAYMENTS_EUR.name, COMMITMENTS_EUR.name)
Z80 = 1.2815515655446004


@dataclass(frozen=True)
class Cohort:
    """The operations that started in one year.

    Attributes:
        observed: what they have come to by the edition's day, in euro.
        settled: what they are expected to come to; nothing where a triangle is refused.
        bands: the 80 % and the 95 % interval of that.
    """

    year: int
    observed: float
    settled: float | None = None
    bands: tuple[Interval, Interval] | None = None


@dataclass(frozen=True)
class HeldBack:
    """How the year before would have foretold this one: values, and how many were within."""

    tried: int
    within_80: int
    within_95: int


@dataclass(frozen=True)
class Outlook:
    """An indicator of money, cohort by cohort, as it is and as it will be.

    Attributes:
        plain: the indicator on the same selection, whatever its source.
        cohorts: the years of start, the oldest first.
        total: all of them together.
        refused: why nothing is expected, if so.
        covered: share of the indicator whose days are known.
    """

    kpi: Kpi
    plain: KpiResult
    cohorts: tuple[Cohort, ...] = ()
    total: Cohort | None = None
    refused: Refusal | None = None
    held_back: HeldBack | None = None
    covered: float = 0.0

    @property
    def edition(self) -> str:
        """Return the day of the data."""
        return max(self.plain.editions, default="")


def outlook(con: duckdb.DuckDBPyConnection, kpi: Kpi, selection: Selection) -> Outlook:
    """Return what each year's operations have come to, and what they will.

    Args:
        con: a reader's connection.
        kpi: payments or commitments.
        selection: the operations wanted.

    Raises:
        NotSettled: the days of what another indicator counts are not known.
        NotAvailableBy: the indicator has no meaning along a dimension of the selection.
    """
    if kpi.name not in SETTLED:
        raise NotSettled(kpi=kpi.name, known=list(SETTLED))
    plain = measure(con, kpi, (), selection)
    years, triangle = _triangle(con, kpi, selection)
    if not years:
        return Outlook(kpi, plain, refused=Refusal.FEW)
    observed = [round(float(row[np.isfinite(row)][-1]), 2) for row in triangle]
    whole = float(plain.value() or 0)
    covered = sum(observed) / whole if whole else 0.0
    refused = refusal(triangle)
    if refused:
        cohorts = tuple(Cohort(y, o) for y, o in zip(years, observed, strict=True))
        total = Cohort(0, sum(observed))
        return Outlook(kpi, plain, cohorts, total, refused, covered=covered)
    found = settle(triangle)
    cohorts = tuple(
        Cohort(year, now, float(end), (found.band(row, LEVELS[0]), found.band(row, LEVELS[1])))
        for row, (year, now, end) in enumerate(zip(years, observed, found.ultimate, strict=True))
    )
    both = (found.total_band(LEVELS[0]), found.total_band(LEVELS[1]))
    total = Cohort(0, sum(observed), float(found.ultimate.sum()), both)
    return Outlook(kpi, plain, cohorts, total, None, held_back(triangle), covered)


def held_back(triangle: Floats) -> HeldBack | None:
    """Hold back the last year, expect it from the years before, and count how many came true."""
    before = triangle.copy()
    for row in before:
        row[int(np.isfinite(row).sum()) - 1] = np.nan
    before = before[np.isfinite(before).any(axis=1)]
    before = before[:, np.isfinite(before).any(axis=0)]
    if refusal(before) is not None:
        return None
    expected = [
        (triangle[row, age], value, error) for row, age, value, error in next_diagonal(before)
    ]
    within = [sum(abs(t - v) <= z * e for t, v, e in expected) for z in (Z80, Z95)]
    return HeldBack(len(expected), int(within[0]), int(within[1]))


def _triangle(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, selection: Selection
) -> tuple[list[int], Floats]:
    """Return the years of start, and what each had come to at each age; later ages are unknown."""
    columns = ("year_code", "age")
    query = (
        exp.select(*columns, exp.alias_(column_sum(kpi.numerator), "amount"))
        .select(exp.alias_(exp.Max(this=exp.column("edition_date")), "day"))
        .from_(exp.Table(this=exp.to_identifier("dated_money"), db=exp.to_identifier("marts")))
        .where(conditions(selection, kpi=kpi)[0])
        .group_by(*columns)
    )
    rows = records(con, query.sql("duckdb"), conditions(selection, kpi=kpi)[1])
    if not rows:
        return [], np.zeros((0, 0))
    amounts = {(int(row["year_code"]), row["age"]): float(row["amount"] or 0) for row in rows}
    now = max(row["day"] for row in rows).year
    first = min(year for year, _ in amounts)
    years = list(range(first, now + 1))
    triangle = np.full((len(years), len(years)), np.nan)
    for place, year in enumerate(years):
        steps = [amounts.get((year, age), 0.0) for age in range(now - year + 1)]
        triangle[place, : len(steps)] = np.cumsum(steps)
    return years, triangle
