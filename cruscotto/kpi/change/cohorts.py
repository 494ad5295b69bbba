"""Cohorts of recent years: their observed values, and the values at which they should settle."""

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
    """The operations that started in one year, or the persons who left in one year.

    Attributes:
        year: the year of start or of exit.
        observed: the value on the day of the edition; `None` where it is not shown.
        settled: the value expected once all reports are in; `None` where it is not estimated.
        bands: 80 % and 95 % intervals of `settled`; `None` where no backtest supports them.
        counts: numerator and denominator of an observed rate.
        known: for a rate, how many persons are expected to have a known outcome in the end.
        state: `SHOWN`, or why no value is observed.
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
        """Return whether the observed rate differs clearly from the rate expected in the end.

        It must be outside the 95 % interval of the settled value, and differ from the settled value
        by at least `MOVED` (a fraction of one). Without an interval, the result is false.
        """
        if self.bands is None or self.observed is None or self.settled is None:
            return False
        moves = abs(self.settled - self.observed) >= MOVED
        return moves and not self.bands[1][0] <= self.observed <= self.bands[1][1]


@dataclass(frozen=True)
class HeldBack:
    """A backtest: how often the intervals predicted from earlier editions contain the later value.

    Attributes:
        tried: how many values were predicted.
        within_80: how many values lay within their interval of 80 %.
        within_95: how many values lay within their interval of 95 %.
    """

    tried: int
    within_80: int
    within_95: int

    @property
    def is_too_narrow(self) -> bool:
        """Return whether the interval of 80 % or that of 95 % is too narrow.

        An interval is too narrow if significantly fewer values lie within it than its level states
        (binomial test at 5 %).
        """
        within = zip((self.within_80, self.within_95), LEVELS, strict=True)
        return any(scipy.stats.binom.cdf(n, self.tried, level) < CHANCE for n, level in within)


def is_proved(trial: HeldBack | None) -> bool:
    """Return whether a backtest supports the intervals; if not, no intervals are stated."""
    return trial is not None and not trial.is_too_narrow


@dataclass(frozen=True)
class Outlook:
    """The values of an indicator by cohort: observed, and expected once all reports are in.

    Attributes:
        kpi: the indicator.
        plain: the indicator measured on the whole selection, not by year.
        cohorts: the cohorts by year of start or of exit, the oldest first.
        total: all cohorts of `years` together, as one cohort with the year 0.
        refused: why no settled value is estimated; `None` where values are estimated.
        held_back: the backtest of the intervals, if one was possible.
        covered: the share of the amount in `plain` that the cohorts cover, a fraction of one.
        editions: days (ISO) of the editions read, the newest first; empty where the values were
            dated by exchange files instead.
        years: the years whose cohorts the estimate uses. `cohorts` may lack some of them, since it
            has only the years that the reader selected.
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
        """Return the day (ISO) of the newest edition; empty where there is none."""
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
        """Return the first year of `years`; 0 if `years` is empty."""
        return min(self.years, default=0)

    @property
    def last(self) -> int:
        """Return the last year of `years`; 0 if `years` is empty."""
        return max(self.years, default=0)

    @property
    def latest(self) -> Cohort | None:
        """Return the cohort of the latest year for which `Cohort.is_late` is true.

        Return `None` if there is no such cohort, or if the indicator is an amount.
        """
        late = (cohort for cohort in reversed(self.followed) if cohort.is_late)
        return next(late, None) if self.is_rate else None
