"""The values that figures of recent years are expected to settle at, by cohort."""

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
        observed: the value by the day of the edition; `None` where it is hidden.
        settled: the value expected once all reports are in; `None` where it is not estimated.
        bands: its 80 % and 95 % interval; empty where past editions do not support them.
        counts: numerator and denominator of an observed rate.
        known: for a rate, how many persons' outcomes are expected to become known.
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
        """Return whether the observed value is outside the 95 % interval of the settled one."""
        if self.bands is None or self.observed is None or self.settled is None:
            return False
        moves = abs(self.settled - self.observed) >= MOVED
        return moves and not self.bands[1][0] <= self.observed <= self.bands[1][1]


@dataclass(frozen=True)
class HeldBack:
    """A backtest: how many values of later editions lay within the intervals of earlier ones."""

    tried: int
    within_80: int
    within_95: int

    @property
    def is_too_narrow(self) -> bool:
        """Return whether fewer values lay within an interval than chance explains at 5 %."""
        within = zip((self.within_80, self.within_95), LEVELS, strict=True)
        return any(scipy.stats.binom.cdf(n, self.tried, level) < CHANCE for n, level in within)


def is_proved(trial: HeldBack | None) -> bool:
    """Return whether the backtest supports the intervals; otherwise no probability is stated."""
    return trial is not None and not trial.is_too_narrow


@dataclass(frozen=True)
class Outlook:
    """An indicator cohort by cohort: observed, and as it is expected to settle.

    Attributes:
        plain: the indicator on the same selection, from all sources.
        cohorts: the years of start or of exit, the oldest first.
        total: the cohorts that can be followed, added up.
        refused: why no settled value is estimated, if so.
        covered: share of the plain amount that the cohorts cover.
        editions: days (ISO) of the editions followed, the newest first; empty where the days of
            exchange files were followed.
        years: the years that are followed, also those not listed.
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
        """Return the cohorts for which a settled value is estimated."""
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
        """Return the youngest cohort whose observed value is outside its interval, or `None`."""
        late = (cohort for cohort in reversed(self.followed) if cohort.is_late)
        return next(late, None) if self.is_rate else None
