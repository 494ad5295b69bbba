"""Milestones and targets: share achieved, pace needed, and the year in which they are reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import numpy as np

from cruscotto.finance.decommitment import months_left
from cruscotto.finance.decommitment_rules import performance_rules
from cruscotto.finance.forecast import BAND, YEAR, Month, Numbers, paths

# Beyond this many years from now a projection is only “not in sight”.
FARTHEST_YEARS = 15
# Enough for whole years, and hundreds of targets are projected together.
DRAWS = 400
# Of several indicators one may stay in the tolerated range; of few none may.
SEVERAL = 3


class Verdict(StrEnum):
    """The conclusion of the performance framework on a priority."""

    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"
    SERIOUS_FAILURE = "serious_failure"


def judge(period: str, shares: Sequence[Decimal]) -> Verdict | None:
    """Return the verdict on a priority from the achieved shares of its indicators.

    Args:
        period: the programming period, whose thresholds apply.
        shares: for each indicator, the achieved value over its milestone or target (0.8 is 80 %).

    Returns:
        The verdict; `None` if the period has no thresholds, or the priority has no indicators.
    """
    rules = performance_rules(period)
    limits = [
        rules[name].threshold_pct
        for name in ("achieved", "tolerated", "serious_failure")
        if name in rules
    ]
    if not shares or len(limits) < 3 or None in limits:
        return None
    good, tolerated, serious = (Decimal(limit or 0) / 100 for limit in limits)
    below = [share for share in shares if share < good]
    allowed = 1 if len(shares) >= SEVERAL else 0
    if len(below) <= allowed and all(share >= tolerated for share in below):
        return Verdict.ACHIEVED
    failures = sum(share < serious for share in shares)
    return Verdict.SERIOUS_FAILURE if failures > allowed else Verdict.NOT_ACHIEVED


@dataclass(frozen=True)
class Progress:
    """A value reached so far, and the target that it must reach by the end of a year.

    Attributes:
        year: the year at whose end the target is due.
        target: the value to reach.
        achieved: the present value.
        months_left: number of months that end after the day of the value, up to the end of the
            year.
    """

    year: int
    target: Decimal
    achieved: Decimal
    months_left: int

    @property
    def share(self) -> Decimal | None:
        """Return achieved over target, a fraction of one; `None` without a target."""
        return self.achieved / self.target if self.target else None

    @property
    def per_month(self) -> Decimal | None:
        """Return the amount needed in each month left, zero if the target is reached.

        Otherwise `None` if no month is left.
        """
        missing = max(Decimal(0), self.target - self.achieved)
        if missing == 0:
            return missing
        return missing / self.months_left if self.months_left else None


def progress(target: Decimal, achieved: Decimal, year: int, at: date) -> Progress:
    """Return the value reached so far, beside the target that it must reach by the end of a year.

    Args:
        target: the value to reach.
        achieved: the value on the day `at`.
        year: the year at whose end the target is due.
        at: the day of the value.
    """
    return Progress(year, target, achieved, months_left(at, year))


@dataclass(frozen=True)
class Arrival:
    """The year in which a target is projected to be reached.

    `median` is the middle of the projection; `early` and `late` are the ends of an 80 % band. A
    year is `None` if it is too far ahead to be projected.
    """

    early: int | None
    median: int | None
    late: int | None


class Status(StrEnum):
    """The status of a target, such as reached, on the way, behind or not known."""

    REACHED = "reached"
    ENOUGH = "enough"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"
    WILL_MISS = "will_miss"
    MISSED = "missed"
    UNKNOWN = "unknown"
    HIDDEN = "hidden"


def status(
    seen: Progress | None, period: str, arrives: Arrival | None, average_year: int | None
) -> Status:
    """Return the status of a target.

    `BEHIND`: the target is expected to be reached after its year. The expected year is the median
    of the projection or, without a projection, the year at average pace. `WILL_MISS`: even the
    early end of the band is after the target's year.

    Args:
        seen: the value and its target; `None` if the value is not known.
        period: the programming period. Its threshold decides whether a past target was nearly
            reached (`ENOUGH`).
        arrives: the projection with its band; `None` without a projection.
        average_year: the year of arrival at average pace; `None` if no pace is known.
    """
    if seen is None or seen.share is None:
        return Status.UNKNOWN
    if seen.share >= 1:
        return Status.REACHED
    if seen.months_left == 0:
        rule = performance_rules(period).get("achieved")
        limit = rule.threshold_pct if rule else None
        is_enough = limit is not None and seen.share * 100 >= limit
        return Status.ENOUGH if is_enough else Status.MISSED
    if arrives and _is_after(arrives.early, seen.year):
        return Status.WILL_MISS
    year = arrives.median if arrives else average_year
    return Status.BEHIND if _is_after(year, seen.year) else Status.ON_THE_WAY


def _is_after(arrives: int | None, year: int) -> bool:
    return arrives is None or arrives > year


def arrival(increments: Numbers, last: Month, missing: float) -> Arrival | None:
    """Project when the missing amount will be reached, at the pace of the last three years.

    Args:
        increments: the amount added in each month up to `last`.
        last: the last month for which the amount is known.
        missing: target less achieved.

    Returns:
        The year of arrival with its band; `None` with less than a year of history.
    """
    if len(increments) < YEAR:
        return None
    if missing <= 0:
        year = last.number // YEAR
        return Arrival(year, year, year)
    future = paths(increments, FARTHEST_YEARS * YEAR, draws=DRAWS)
    reached = np.cumsum(future, axis=1) >= missing
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), FARTHEST_YEARS * YEAR)
    months = np.quantile(first, (BAND[0], 0.5, BAND[1]), method="higher")
    early, middle, late = (_year(last, int(m)) for m in months)
    return Arrival(early, middle, late)


def _year(last: Month, place: int) -> int | None:
    return None if place >= FARTHEST_YEARS * YEAR else (last.number + 1 + place) // YEAR
