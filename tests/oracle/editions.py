"""Counts of earlier editions, and what years will come to, from the words of their definitions.

Counts: of two rows of one edition, figure, programme, fund, region and year the file read last
counts, and neither does where the warehouse had that edition itself; editions from the newest one
on are none of the past. Settled amounts: Mack (1993), written
from the article's formulas: a year grows, at the same age, as the years before it did together.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import exp, log, sqrt
from pathlib import Path

import scipy

from .records import read

Cell = tuple[date, str, str, str, str, str]  # edition, figure, programme, fund, region, year
KEY = ("figure", "programme", "fund", "region", "year")
NOWHERE = "not_regionalised"


def counts_of(files: Iterable[Path], newest: date, own: dict[Cell, Decimal]) -> dict[Cell, Decimal]:
    """Return the amount of each cell of the editions before the newest.

    Args:
        files: in the order in which they were read.
        newest: the present edition.
        own: what the warehouse itself counted; it speaks for a figure of an edition alone.
    """
    found: dict[Cell, Decimal] = {}
    spoken_for = {cell[:2] for cell in own}
    for path in files:
        for row in read(path):
            edition = date.fromisoformat(row["edition"])
            names = [row[name] for name in KEY]
            names[3] = names[3] or NOWHERE
            if edition < newest and (edition, row["figure"]) not in spoken_for:
                found[edition, *names] = Decimal(row["amount"].replace(",", "."))
    return found | own


def triangle_of(
    counts: dict[Cell, Decimal], figure: str, now: dict[int, Decimal], newest: date, oldest: date
) -> list[list[Fraction]]:
    """Return what each year had come to at each age, the oldest year first."""
    sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for (edition, name, _, _, _, year), amount in counts.items():
        if name == figure:
            sums[int(year), edition.year - int(year)] += amount
    rows = []
    for year in range(oldest.year, newest.year + 1):
        ages = range(newest.year - year)
        rows.append([*(Fraction(sums[year, age]) for age in ages), Fraction(now[year])])
    return rows


# what all ages share counts as four years beside an age's own
SHARED = 4


@dataclass(frozen=True)
class End:
    """What a year will come to, and the variance that each age ahead adds."""

    value: Fraction
    variances: dict[int, Fraction]


def settled(triangle: list[list[Fraction]]) -> tuple[list[End], list[int]]:
    """Return what each year will come to, and the degrees of freedom behind each age.

    The variance of an age is drawn to what all ages share: a variance in proportion to the growth.
    """
    factors, own, free = [], [], []
    for age in range(len(triangle) - 1):
        seen = [row for row in triangle if len(row) > age + 1]
        factor = sum(row[age + 1] for row in seen) / sum(row[age] for row in seen)
        spread = sum(row[age] * (row[age + 1] / row[age] - factor) ** 2 for row in seen)
        factors.append(factor)
        own.append(spread)  # a variance times its degrees of freedom
        free.append(len(seen) - 1)
    proportion = sum(own) / sum(n * abs(f - 1) for n, f in zip(free, factors, strict=True))
    variances = [
        (spread + SHARED * proportion * abs(factor - 1)) / (n + SHARED)
        for spread, factor, n in zip(own, factors, free, strict=True)
    ]
    ends = [_completed(triangle, row, factors, variances) for row in triangle]
    return ends, [n + SHARED for n in free]


def band(now: Fraction, end: End, freedom: list[int], level: float) -> tuple[float, float]:
    """Return an interval: of what is to come, lognormal; about the end, where that may be less.

    Student's quantile, degrees of freedom after Satterthwaite (1946); euro already there stay.
    """
    whole = float(sum(end.variances.values(), Fraction(0)))
    if whole == 0:
        return float(end.value), float(end.value)
    each = sum(float(v) ** 2 / freedom[age] for age, v in end.variances.items())
    wide = scipy.stats.t.ppf((1 + level) / 2, whole**2 / each)
    error, to_come = sqrt(whole), float(end.value - now)
    if to_come <= 0 or error > 2 * to_come:
        return max(0.0, float(end.value) - wide * error), float(end.value) + wide * error
    spread = sqrt(log(1 + (error / to_come) ** 2))
    middle = log(to_come) - spread**2 / 2
    return float(now) + exp(middle - wide * spread), float(now) + exp(middle + wide * spread)


def _completed(
    triangle: list[list[Fraction]],
    row: list[Fraction],
    factors: list[Fraction],
    variances: list[Fraction],
) -> End:
    end, path = row[-1], {}
    for age in range(len(row) - 1, len(factors)):
        path[age] = end
        end *= factors[age]
    added = {}
    for age, reached in path.items():
        others = sum(other[age] for other in triangle if len(other) > age + 1)
        added[age] = end**2 * variances[age] / factors[age] ** 2 * (1 / reached + 1 / others)
    return End(end, added)


@dataclass(frozen=True)
class Step:
    """How rates move from one age to the next, over the years seen at both."""

    mean: Fraction
    scatter: Fraction  # variance of one year's move, times how many of it were known
    weight: int
    freedom: int


@dataclass(frozen=True)
class Rate:
    """What a rate will come to: the rate, its variance by age ahead, and how many will be known."""

    rate: Fraction
    variances: dict[int, Fraction]
    known: Fraction
    reached: dict[int, Fraction]


def settled_rates(
    met: list[list[Fraction]], known: list[list[Fraction]]
) -> tuple[list[Rate], list[Step]]:
    """Return what the rate of each year will come to, and the steps behind it.

    A rate moves as those of earlier years moved at that age, weighed by how many were known; how
    many will be known is chain ladder's.
    """
    steps: list[Step] = []
    for age in range(len(known) - 1):
        seen = [row for row in range(len(known)) if len(known[row]) > age + 1]
        weights = [known[row][age] for row in seen]
        moves = [
            met[row][age + 1] / known[row][age + 1] - met[row][age] / known[row][age]
            for row in seen
        ]
        both = list(zip(weights, moves, strict=True))
        mean = sum((w * m for w, m in both), Fraction(0)) / sum(weights)
        if len(seen) > 1:
            scatter = sum((w * (m - mean) ** 2 for w, m in both), Fraction(0)) / (len(seen) - 1)
        else:  # one year does not scatter: as the less scattered of the two ages before
            scatter = min(steps[-1].scatter, steps[-2].scatter)
        steps.append(Step(mean, scatter, sum(weights), max(1, len(seen) - 1)))
    return [_settled_rate(*both, known, steps) for both in zip(met, known, strict=True)], steps


def _settled_rate(
    met: list[Fraction], known: list[Fraction], all_known: list[list[Fraction]], steps: list[Step]
) -> Rate:
    rate, size = met[-1] / known[-1], known[-1]
    variances, reached = {}, {}
    for age in range(len(known) - 1, len(steps)):
        rate += steps[age].mean
        reached[age] = size
        variances[age] = steps[age].scatter * (1 / size + 1 / Fraction(steps[age].weight))
        seen = [row for row in all_known if len(row) > age + 1]
        size *= sum(row[age + 1] for row in seen) / sum(row[age] for row in seen)
    return Rate(rate, variances, size, reached)


def together(rates: list[Rate], steps: list[Step]) -> tuple[Fraction, dict[int, Fraction]]:
    """Return the settled rate of all years, and its variance by age: they share the mean steps."""
    whole = sum(one.known for one in rates)
    variances = {}
    for age, step in enumerate(steps):
        ahead = [one for one in rates if age in one.reached]
        own = sum((one.known**2 * step.scatter / one.reached[age] for one in ahead), Fraction(0))
        shared = step.scatter / step.weight * sum(one.known for one in ahead) ** 2
        variances[age] = (own + shared) / whole**2
    return sum(one.known * one.rate for one in rates) / whole, variances


def rate_band(
    rate: Fraction, variances: dict[int, Fraction], steps: list[Step], level: float
) -> tuple[float, float]:
    """Return Student's interval within 0 and 1, degrees of freedom after Satterthwaite (1946)."""
    whole = float(sum(variances.values(), Fraction(0)))
    if not whole:
        return float(rate), float(rate)
    each = sum(float(v) ** 2 / steps[age].freedom for age, v in variances.items())
    wide = scipy.stats.t.ppf((1 + level) / 2, max(1.0, whole**2 / each)) * sqrt(whole)
    return max(0.0, float(rate) - wide), min(1.0, float(rate) + wide)
