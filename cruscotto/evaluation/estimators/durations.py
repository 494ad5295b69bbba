"""Time to an event, with censoring and a competing event.

Estimand: the share that has had the event by each time (cumulative incidence), and the share that
has had neither event (Kaplan and Meier 1958; Aalen and Johansen 1978). Assumption: people lost to
follow-up at a time are like people who are still followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Step:
    """Counts of people at one time.

    Attributes:
        time: in any unit, the same for all steps.
        followed: people observed at that time who have had neither event before.
        events: followed people who have the event at that time.
        others: followed people who have the competing event at that time.
    """

    time: float
    followed: int
    events: int
    others: int = 0


@dataclass(frozen=True)
class Reached:
    """Shares of all people at one time, by the event that they have had.

    Attributes:
        time: the time, as in `Step`.
        had: share that had the event by then (cumulative incidence).
        had_error: standard error of `had`.
        neither: share that had neither event by then.
        neither_error: standard error of `neither` (Greenwood).
        other: share that had the competing event by then.
    """

    time: float
    had: float
    had_error: float
    neither: float
    neither_error: float
    other: float

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the share that had the event."""
        half = Z95 * self.had_error
        return max(0.0, self.had - half), min(1.0, self.had + half)


def reached(steps: Sequence[Step]) -> tuple[Reached, ...]:
    """Return, for each time in order, the shares of people who had each event.

    Times after the last person was followed are left out.
    """
    neither, had, other, greenwood = 1.0, 0.0, 0.0, 0.0
    found: list[Reached] = []
    past: list[tuple[Step, float, float]] = []
    for step in sorted(steps, key=lambda one: one.time):
        if step.followed <= 0:
            break
        ends = min(step.events + step.others, step.followed)
        had += neither * step.events / step.followed
        other += neither * step.others / step.followed
        past.append((step, neither, had))
        left = step.followed - ends
        greenwood += ends / (step.followed * left) if left else 0.0
        neither *= left / step.followed
        error = sqrt(max(0.0, _variance(past, had)))
        found.append(Reached(step.time, had, error, neither, neither * sqrt(greenwood), other))
    return tuple(found)


def median(found: Sequence[Reached], share: float = 0.5) -> float | None:
    """Return the first time by which a share of people had the event or the competing event.

    `None` if the share is never reached.
    """
    return next((one.time for one in found if one.neither <= 1 - share), None)


def _variance(past: Sequence[tuple[Step, float, float]], had: float) -> float:
    """Return the variance of the cumulative incidence (delta method; Marubini and Valsecchi 1995).

    Args:
        past: for each step, the share with neither event before it, and the incidence after it.
        had: the incidence after the last step.
    """
    total = 0.0
    for step, before, then in past:
        n, ends = step.followed, min(step.events + step.others, step.followed)
        gap, share = had - then, step.events / n
        if n > ends:
            total += gap**2 * ends / (n * (n - ends))
        total += before**2 * share * (n - step.events) / n**2
        total -= 2 * gap * before * share / n
    return total
