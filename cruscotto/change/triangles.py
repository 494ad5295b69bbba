"""The values at which cohorts settle once late reports are in, estimated by chain ladder.

A triangle is an array of values by cohort (rows) and age (columns); ages still to come are NaN. A
cohort is one year of start or exit, and its age is the number of years since then. The
factor of growth from one age to the next is estimated from all cohorts known at both ages. The
error of a settled value includes the variance between cohorts and the variance of the factors.
Cohorts are assumed to be independent and to grow alike at the same age in every calendar year; a
test shows whether calendar years are alike.

Few cohorts have reached an old age, so the variance at that age is uncertain. The intervals
therefore use variances shrunk towards one variance shared by all ages: in simulation, intervals of
80 % without shrinking contained the true value in 46 % of cases. Sources: Mack 1993, *ASTIN
Bulletin* 23, and Mack 1994, *CAS Forum*, appendix H for the test.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import comb, exp, log, sqrt

import numpy as np
import scipy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Fewer cohorts leave no factor whose error could be estimated.
FEWEST = 4
LEVELS = (0.80, 0.95)
# What all ages share counts, beside the variance of an age's own, as so many degrees of freedom.
SHARED = 4
# Standard errors within which the calendar years' statistic must lie.
USUAL = 2.0


class Refusal(StrEnum):
    """The reasons why the settled values of a triangle are not estimated."""

    FEW = "few"  # too few cohorts or ages
    HABIT = "habit"  # calendar years differ: the register's habit changed
    EMPTY = "empty"  # an age at which nothing had come yet


@dataclass(frozen=True)
class Settled:
    """The values at which cohorts settle once late reports are in, in the triangle's unit.

    Attributes:
        latest: the present value of each cohort, the oldest first.
        ultimate: the value at which each cohort is expected to settle.
        errors: the standard error of each expected value, by Mack's formula.
        total_error: the standard error of the sum of all expected values, by Mack's formula.
        factors: the factor of growth from each age to the next.
        spreads: the standard errors with shrunk variances, which the intervals use.
        freedom: degrees of freedom of each of `spreads`.
        total_spread: the standard error, with shrunk variances, of the sum of all cohorts.
        total_freedom: degrees of freedom of `total_spread`.
    """

    latest: Floats
    ultimate: Floats
    errors: Floats
    total_error: float
    factors: Floats
    spreads: Floats
    freedom: Floats
    total_spread: float
    total_freedom: float

    def band(self, cohort: int, level: float) -> tuple[float, float]:
        """Return the interval (low, high) of the value at which a cohort settles.

        Args:
            cohort: the cohort's index, the oldest first.
            level: the confidence level, such as 0.8.
        """
        latest, spread = float(self.latest[cohort]), float(self.spreads[cohort])
        to_come = float(self.ultimate[cohort]) - latest
        return _band(latest, to_come, spread, level, float(self.freedom[cohort]))

    def total_band(self, level: float) -> tuple[float, float]:
        """Return the interval (low, high) of the sum of all cohorts' values once reports are in."""
        latest = float(self.latest.sum())
        to_come = float(self.ultimate.sum()) - latest
        return _band(latest, to_come, self.total_spread, level, self.total_freedom)


def _band(
    latest: float, to_come: float, error: float, level: float, freedom: float
) -> tuple[float, float]:
    """Return the interval (low, high) of a settled value.

    The interval is lognormal where `to_come` is at least half of the error, otherwise symmetric.
    Its lower limit is not negative where the settled value is positive.

    Args:
        latest: the present value.
        to_come: the amount that is expected to be added until the value settles.
        error: the standard error of the settled value.
        level: the confidence level, such as 0.8.
        freedom: degrees of freedom of the error.
    """
    if error == 0:
        return latest + to_come, latest + to_come
    wide = float(scipy.stats.t.ppf((1 + level) / 2, freedom))
    if to_come <= 0 or error > 2 * to_come:
        low = max(latest + to_come - wide * error, min(0.0, latest + to_come))
        return low, latest + to_come + wide * error
    spread = sqrt(log(1 + (error / to_come) ** 2))
    centre = log(to_come) - spread**2 / 2
    return latest + exp(centre - wide * spread), latest + exp(centre + wide * spread)


def refusal(triangle: Floats, least: float = 0.0, slack: float = 0.0) -> Refusal | None:
    """Return why the settled values of a triangle must not be estimated; `None` where they may be.

    Args:
        triangle: cumulative amounts, as for `settle`.
        least: the smallest difference of growth that counts, as for `calendar_years`.
        slack: by how much each amount may be wrong, in its own unit.
    """
    rows, ages = triangle.shape
    if min(rows, ages) < FEWEST:
        return Refusal.FEW
    if any(_starts(triangle, age) <= 0 for age in range(ages - 1)):
        return Refusal.EMPTY
    statistic, expected, variance = calendar_years(triangle, least, slack)
    if statistic < expected - USUAL * sqrt(variance):
        return Refusal.HABIT
    return None


def settle(triangle: Floats) -> Settled:
    """Estimate the values at which cohorts settle once late reports are in.

    Args:
        triangle: cumulative amounts by cohort (rows, the oldest first) and age (columns); NaN at
            ages still to come.
    """
    rows, ages = triangle.shape
    factors, variances = _factors(triangle)
    known = np.array([int(np.isfinite(row).sum()) - 1 for row in triangle])
    latest = triangle[np.arange(rows), known]
    full = triangle.copy()
    for age in range(1, ages):
        ahead = ~np.isfinite(full[:, age])
        full[ahead, age] = full[ahead, age - 1] * factors[age - 1]
    starts = np.array([_starts(triangle, age) for age in range(ages - 1)])
    own, joint = _variances(full, known, variances / factors**2, starts)
    steadied, freedom = _steadied(triangle, factors, variances)
    spread, joint_spread = _variances(full, known, steadied / factors**2, starts)
    return Settled(
        latest,
        full[:, -1],
        np.sqrt(own.sum(axis=1)),
        sqrt(joint.sum()),
        factors,
        np.sqrt(spread.sum(axis=1)),
        np.array([_behind(row, freedom) for row in spread]),
        sqrt(joint_spread.sum()),
        _behind(joint_spread, freedom),
    )


def next_diagonal(triangle: Floats) -> list[tuple[int, int, float, float, float]]:
    """Return (cohort, age, expected value, error, degrees of freedom) for each cohort's next age.

    The next age is the first one not known yet; cohorts at the last age are left out.

    Args:
        triangle: cumulative amounts, as for `settle`.
    """
    factors, variances = _factors(triangle)
    steadied, freedom = _steadied(triangle, factors, variances)
    found = []
    for row, cells in enumerate(triangle):
        age = int(np.isfinite(cells).sum()) - 1
        if age < len(cells) - 1:
            now = float(cells[age])
            error = float(steadied[age] * (now + now**2 / _starts(triangle, age)))
            expected = now * float(factors[age])
            found.append((row, age + 1, expected, sqrt(max(0.0, error)), float(freedom[age])))
    return found


def _inverse(value: float) -> float:
    return 1 / value if value > 0 else 0.0


def _starts(triangle: Floats, age: int) -> float:
    """Return the sum of amounts at one age over the cohorts that are also known at the next age."""
    seen = np.isfinite(triangle[:, age + 1])
    return float(triangle[seen, age].sum())


def _factors(triangle: Floats) -> tuple[Floats, Floats]:
    """Return, by age, the factor of growth to the next age and the cohorts' variance around it."""
    ages = triangle.shape[1]
    factors, variances = np.ones(ages - 1), np.zeros(ages - 1)
    for age in range(ages - 1):
        seen = np.isfinite(triangle[:, age + 1]) & (triangle[:, age] > 0)
        before, after = triangle[seen, age], triangle[seen, age + 1]
        if not len(before):
            continue
        factors[age] = after.sum() / before.sum()
        if len(before) > 1:
            own = after / before - factors[age]
            variances[age] = (before * own**2).sum() / (len(before) - 1)
    if ages > 3 and np.isfinite(triangle[:, -1]).sum() == 1:
        # one cohort has no variance: it goes on as the two before it did (Mack 1993)
        last, before_it = variances[-2], variances[-3]
        goes_on = last**2 / before_it if before_it else 0.0
        variances[-1] = min(goes_on, last, before_it)
    return factors, variances


def _steadied(triangle: Floats, factors: Floats, variances: Floats) -> tuple[Floats, Floats]:
    """Return two arrays by age: variances shrunk towards a common variance, degrees of freedom.

    The common variance is proportional to an age's growth, by one factor estimated from all ages.
    """
    seen = np.isfinite(triangle[:, 1:]) & (triangle[:, :-1] > 0)
    own = np.maximum(seen.sum(axis=0) - 1.0, 0.0)
    growth = np.abs(factors - 1)
    weight = float((own * growth).sum())
    if weight == 0:
        return variances, own + SHARED
    shared = (own * variances).sum() / weight * growth
    return (own * variances + SHARED * shared) / (own + SHARED), own + SHARED


def _variances(
    full: Floats, known: NDArray[np.int64], relative: Floats, starts: Floats
) -> tuple[Floats, Floats]:
    """Return the variance that each age adds to each cohort, and to the sum of all cohorts.

    The sum has more variance than the cohorts' variances added up, since all cohorts use the same
    estimated factors.

    Args:
        full: cumulative amounts by cohort and age; expected amounts at ages still to come.
        known: the last age known of each cohort.
        relative: at each age, the variance of factors over the squared factor.
        starts: at each age, the sum of amounts of the cohorts known at the next age too.
    """
    rows, steps = len(full), len(starts)
    own, joint = np.zeros((rows, steps)), np.zeros(steps)
    for age in range(steps):
        ahead = known <= age
        ends, alone = full[ahead, -1], np.array([_inverse(c) for c in full[ahead, age]])
        own[ahead, age] = ends**2 * relative[age] * (alone + 1 / starts[age])
        joint[age] = relative[age] * ((ends**2 * alone).sum() + ends.sum() ** 2 / starts[age])
    return own, joint


def _behind(variances: Floats, freedom: Floats) -> float:
    """Return the degrees of freedom of a sum of variances (Satterthwaite 1946).

    Args:
        variances: the variances that are added up.
        freedom: degrees of freedom of each variance.
    """
    whole = float(variances.sum())
    return whole**2 / float((variances**2 / freedom).sum()) if whole else 1.0


def calendar_years(
    triangle: Floats, least: float = 0.0, slack: float = 0.0
) -> tuple[int, float, float]:
    """Test whether growth differs between calendar years.

    Args:
        triangle: cumulative amounts, as for `settle`.
        least: the smallest difference that counts between a cohort's growth and the median growth
            at the same age.
        slack: by how much each amount may be wrong; differences that it can explain are ignored
            too.

    Returns:
        The statistic, and its expectation and variance if all calendar years are alike. A small
        statistic means that within a year the factors are mostly high, or mostly low.
    """
    rows, ages = triangle.shape
    high: dict[int, int] = {}
    low: dict[int, int] = {}
    for age in range(ages - 1):
        seen = [r for r in range(rows) if np.isfinite(triangle[r, age + 1]) and triangle[r, age]]
        growth = {r: triangle[r, age + 1] / triangle[r, age] for r in seen}
        middle = float(np.median(list(growth.values()))) if growth else 1.0
        for row, factor in growth.items():
            counts = high if factor > middle else low
            if abs(factor - middle) > least + slack / triangle[row, age]:
                counts[row + age] = counts.get(row + age, 0) + 1
    statistic, expected, variance = 0, 0.0, 0.0
    for year in {*high, *low}:
        size = high.get(year, 0) + low.get(year, 0)
        half = comb(size - 1, (size - 1) // 2) / 2**size
        mean = size / 2 - half * size
        statistic += min(high.get(year, 0), low.get(year, 0))
        expected += mean
        variance += size * (size - 1) / 4 - half * size * (size - 1) + mean - mean**2
    return statistic, expected, variance
