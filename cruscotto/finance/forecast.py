"""Amounts that claims will cover by the coming 31 Decembers, at the pace of the last three years.

The method is a seasonal block bootstrap. The last years give a mean for each calendar month, and
the ratio of each month to its mean. Ratios are drawn in blocks of consecutive months, so that slow
and busy months stay together. Three years determine the means only roughly. So each draw estimates
the means again; without this the bands would be too narrow. The pace of a programme also rises and
falls over its life. So each draw multiplies the last year's level by a random factor, which varies
as much as past levels did. The seed is fixed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

YEAR = 12
YEARS = 3  # of history used, at most
SEASONAL_YEARS = 2  # with less than two of each month, season and chance cannot be separated
BLOCK = 3
# One year shows little of the next beyond its double or its half.
MOST_CHANGE = 2.0
DRAWS = 1000
SEED = 20140101
BAND = (0.10, 0.90)


@dataclass(frozen=True)
class Month:
    """A calendar month as one number, twelve times the year plus 0 to 11.

    The difference of two numbers is the number of months between two months.
    """

    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year * YEAR + day.month - 1)

    def ahead(self, year: int, month: int = YEAR) -> int:
        """Return the number of months from this month to the given month of a year.

        The number is zero if the given month is past.
        """
        return max(0, year * YEAR + month - 1 - self.number)


@dataclass(frozen=True)
class Scenario:
    """An assumption about the coming months.

    Attributes:
        name: the scenario's key in the catalogues.
        pace: the factor by which the amount of each coming month is multiplied.
        claim_eur: a single claim added to the covered amount at once, EU share.
    """

    name: str
    pace: float = 1.0
    claim_eur: float = 0.0


AS_NOW = Scenario("as_now")
SLOWER = Scenario("slower", pace=0.8)
FASTER = Scenario("faster", pace=1.2)


@dataclass(frozen=True)
class Outlook:
    """The amounts forecast to be covered, and to be missing, on a due day; all in EU share.

    No probability of a loss is given. In December authorities certify up to their target, and a
    model of the pace does not know this. Where such a model gave a loss a probability of 52 %, a
    loss happened in only 3 to 33 % of cases.

    Attributes:
        year: the year of the due day.
        target_eur: the amount that must be covered.
        low_eur: the lower end of the band of the covered amount.
        median_eur: the median of the covered amount.
        high_eur: the upper end of the band of the covered amount.
        missing_low_eur: the lower end of the band of the missing amount.
        missing_eur: the median of the missing amount, without amounts missing on earlier due days.
        missing_high_eur: the upper end of the band of the missing amount.
    """

    year: int
    target_eur: float
    low_eur: float
    median_eur: float
    high_eur: float
    missing_low_eur: float
    missing_eur: float
    missing_high_eur: float


def forecast(
    history: Numbers,
    last: Month,
    covered_eur: float,
    targets: Mapping[int, float],
    scenario: Scenario = AS_NOW,
    *,
    months: Mapping[int, int] | None = None,
    is_seasonal: bool = True,
    draws: int = DRAWS,
) -> tuple[Outlook, ...]:
    """Return the `Outlook` of every coming due day; empty with less than a year of history.

    Args:
        history: EU share claimed in each month up to `last`.
        last: the month up to which claims are known.
        covered_eur: the EU share covered so far.
        targets: for each year, the EU share that must be covered, less amounts already lost.
        scenario: an assumption about the pace.
        months: by year, the month in which the target is due; December for years not listed.
        is_seasonal: whether each calendar month has a mean of its own.
        draws: how many possible futures are drawn.
    """
    ends = {year: last.ahead(year, (months or {}).get(year, YEAR)) for year in sorted(targets)}
    horizons = {year: ahead for year, ahead in ends.items() if ahead}
    if len(history) < YEAR or not horizons:
        return ()
    future = paths(history, max(horizons.values()), is_seasonal=is_seasonal, draws=draws)
    start = covered_eur + scenario.claim_eur
    reached = start + scenario.pace * np.cumsum(future, axis=1)
    # a loss happens once: what a future has lost is no longer due in its later years
    lost, found = np.zeros(len(reached)), []
    for year, ahead in horizons.items():
        there = reached[:, ahead - 1]
        missing = np.maximum(0.0, targets[year] - lost - there)
        found.append(_outlook(year, targets[year], there, missing))
        lost = lost + missing
    return tuple(found)


def _outlook(year: int, target_eur: float, reached: Numbers, missing: Numbers) -> Outlook:
    parts = (BAND[0], 0.5, BAND[1])
    low, middle, high = (float(value) for value in np.quantile(reached, parts))
    least, median, most = (float(value) for value in np.quantile(missing, parts))
    return Outlook(year, target_eur, low, middle, high, least, median, most)


def paths(
    history: Numbers, horizon: int, *, is_seasonal: bool = True, draws: int = DRAWS
) -> Numbers:
    """Draw possible futures of a monthly series, a row per future and a column per month.

    Args:
        history: the amounts of twelve or more months, the newest last.
        horizon: how many coming months to draw.
        is_seasonal: whether each calendar month has a mean of its own.
        draws: how many futures to draw.
    """
    years = min(YEARS, len(history) // YEAR)
    recent = np.asarray(history, dtype=float)[-years * YEAR :].reshape(years, YEAR)
    is_seasonal = is_seasonal and years >= SEASONAL_YEARS
    season = recent.mean(axis=0) if is_seasonal else np.full(YEAR, recent.mean())
    ratios = _ratios(recent, season, len(season) if is_seasonal else 1)
    drawn = _blocks(ratios, draws, years * YEAR + horizon)
    seen = drawn[:, : years * YEAR].reshape(draws, years, YEAR) * season
    means = seen.mean(axis=1) if is_seasonal else seen.mean(axis=(1, 2))[:, None].repeat(YEAR, 1)
    months: Numbers = means[:, np.arange(horizon) % YEAR] * drawn[:, years * YEAR :]
    return months * _levels(recent.sum(axis=1), draws)


def _levels(years: Numbers, draws: int) -> Numbers:
    """Draw the factor by which the amounts of each future are multiplied, one row per future.

    Every factor is one if the history has a single year, or a year with total claims of zero or
    less.

    Args:
        years: total claims of each year of the history.
        draws: how many futures.
    """
    if years.size < SEASONAL_YEARS or np.any(years <= 0):
        return np.ones((draws, 1))
    limit = np.log(MOST_CHANGE)
    changes = np.clip(np.diff(np.log(years)), -limit, limit)
    last = np.clip(np.log(years[-1] / years.mean()), -limit, limit)
    chance = np.random.default_rng(SEED + 1)
    spread: Numbers = chance.normal(last, np.sqrt(np.mean(changes**2)), size=(draws, 1))
    return np.asarray(np.exp(spread))


def _ratios(recent: Numbers, season: Numbers, estimated: int) -> Numbers:
    """Return the ratio of each month to its mean, with the spread corrected.

    A mean includes the month itself, which makes ratios too close to one; the correction removes
    this.

    Args:
        recent: the amounts of the last years, a row per year and a column per month.
        season: the mean of each calendar month.
        estimated: how many different means `season` has.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios: Numbers = np.where(season != 0, recent / season, 1.0).ravel()
    spread: Numbers = 1 + (ratios - 1) * np.sqrt(ratios.size / (ratios.size - estimated))
    if np.any(ratios < 0):  # withdrawals outweighed a month's claims: nothing to hold at zero
        return spread
    held: Numbers = np.maximum(spread, 0.0)
    return np.asarray(held / held.mean()) if held.mean() > 0 else held


def _blocks(ratios: Numbers, draws: int, length: int) -> Numbers:
    """Draw `length` ratios for each future, in blocks of consecutive months.

    After the last month of the history, a block continues with the first month.
    """
    drawn: Numbers = ratios[_places(ratios.size, draws, length)]
    return drawn


@lru_cache(maxsize=8)
def _places(size: int, draws: int, length: int) -> npt.NDArray[np.int64]:
    """Draw, for each month of each future, a month of the history; the seed is fixed.

    Returns:
        A read-only array of indices into the history, with a row per future.
    """
    chance = np.random.default_rng(SEED)
    starts = chance.integers(size, size=(draws, -(-length // BLOCK)))
    places = (starts[:, :, None] + np.arange(BLOCK)) % size
    drawn = places.reshape(draws, -1)[:, :length]
    drawn.flags.writeable = False
    return drawn
