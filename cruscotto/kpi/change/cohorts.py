"""What a figure of recent years will come to: cohort by cohort, refused, or not known yet."""

from dataclasses import dataclass

import scipy

from cruscotto.change.triangles import LEVELS, Refusal
from cruscotto.kpi.query.intervals import Interval
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.kpi.registry.money import CERTIFIED_EUR, COMMITMENTS_EUR, PAYMENTS_EUR
from cruscotto.kpi.registry.outcomes import (
    PLACEMENT_RATE_6M,
    PLACEMENT_RATE_12M,
    PLACEMENT_RATE_28D,
)

OF_MONEY = (PAYMENTS_EUR.name, COMMITMENTS_EUR.name, CERTIFIED_EUR.name)
OF_PERSONS = (PLACEMENT_RATE_28D.name, PLACEMENT_RATE_6M.name, PLACEMENT_RATE_12M.name)
SETTLED = (*OF_MONEY, *OF_PERSONS)

CHANCE = 0.05
# By how much a rate has to move for a year to be called late.
MOVED = 0.01


@dataclass(frozen=True)
class Cohort:
    """The operations that started, or the persons who left, in one year.

    Attributes:
        observed: what they have come to by the edition's day; nothing where it is hidden.
        settled: what they are expected to come to; nothing where that is not estimated.
        bands: the 80 % and the 95 % interval of that; nothing where the past does not bear them.
        counts: numerator and denominator of an observed rate.
        known: how many are expected to be known of a rate.
        state: why nothing is observed, if so.
    """

    year: int
    observed: float | None
    settled: float | None = None
    bands: tuple[Interval, Interval] | None = None
    counts: tuple[float, float] | None = None
    known: float | None = None
    state: State = State.SHOWN

    @property
    def is_late(self) -> bool:
        """Return whether what is observed will move, and lies outside the 95 % interval."""
        if self.bands is None or self.observed is None or self.settled is None:
            return False
        moves = abs(self.settled - self.observed) >= MOVED
        return moves and not self.bands[1][0] <= self.observed <= self.bands[1][1]


@dataclass(frozen=True)
class HeldBack:
    """How earlier editions would have foretold the next: values, and how many were within."""

    tried: int
    within_80: int
    within_95: int

    @property
    def is_too_narrow(self) -> bool:
        """Return whether fewer lay within one of the intervals than chance explains at 5 %."""
        within = zip((self.within_80, self.within_95), LEVELS, strict=True)
        return any(scipy.stats.binom.cdf(n, self.tried, level) < CHANCE for n, level in within)


def is_proved(trial: HeldBack | None) -> bool:
    """Return whether the past bears the intervals: without that no probability is stated."""
    return trial is not None and not trial.is_too_narrow


@dataclass(frozen=True)
class Outlook:
    """An indicator, cohort by cohort, as it is and as it will be.

    Attributes:
        plain: the indicator on the same selection, whatever its source.
        cohorts: the years of start or of exit, the oldest first.
        total: those that can be followed, all together.
        refused: why nothing is expected, if so.
        covered: share of an amount that its cohorts hold.
        editions: days (ISO) of the editions followed, the newest first; none where days were.
        years: the years that are followed, whatever is listed.
    """

    kpi: Kpi
    plain: KpiResult
    cohorts: tuple[Cohort, ...] = ()
    total: Cohort | None = None
    refused: Refusal | None = None
    held_back: HeldBack | None = None
    covered: float = 0.0
    editions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def edition(self) -> str:
        """Return the day of the data."""
        return max(self.plain.editions, default="")

    @property
    def is_rate(self) -> bool:
        """Return whether the indicator is a rate of persons."""
        return self.kpi.method is Method.RATE

    @property
    def followed(self) -> tuple[Cohort, ...]:
        """Return the cohorts of which something is expected."""
        return tuple(cohort for cohort in self.cohorts if cohort.settled is not None)

    @property
    def first(self) -> int:
        """Return the oldest year that is followed."""
        return min(self.years, default=0)

    @property
    def last(self) -> int:
        """Return the youngest year that is followed."""
        return max(self.years, default=0)

    @property
    def latest(self) -> Cohort | None:
        """Return the youngest cohort that reads outside what it will come to, if one does."""
        late = (cohort for cohort in reversed(self.followed) if cohort.is_late)
        return next(late, None) if self.is_rate else None
