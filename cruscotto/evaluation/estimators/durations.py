"""Time until something first happens, when some are lost from sight and another end may come first.

Estimand: the share that has the event by each time (cumulative incidence), and the share that has
neither end (Kaplan and Meier 1958; Aalen and Johansen 1978). Assumes that who is lost from sight at
a time is like who is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Step:
    """What happens at one time.

    Attributes:
        time: in any unit, the same for all steps.
        followed: who is seen at it and has had neither end before.
        events: of those, who has the event.
        others: of those, who has the competing end.
    """

    time: float
    followed: int
    events: int
    others: int = 0


@dataclass(frozen=True)
class Reached:
    """Shares of all at one time, with the standard errors of the first two.

    Attributes:
        time: as in the step.
        had: had the event by then (cumulative incidence).
        had_error: its standard error.
        neither: had neither end by then.
        neither_error: its standard error (Greenwood).
        other: had the competing end by then.
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
    """Return the shares at each time, in order; steps that nobody is followed to end the list."""
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
    """Return the first time by which a share has had either end; `None` while it is not reached."""
    return next((one.time for one in found if one.neither <= 1 - share), None)


def _variance(past: Sequence[tuple[Step, float, float]], had: float) -> float:
    """Return the variance of the cumulative incidence (delta method; Marubini and Valsecchi 1995).

    Args:
        past: each step, the share with neither end before it, and the incidence after it.
        had: the incidence reached.
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
