"""The dates of the events in the life of demonstration operations."""

from dataclasses import dataclass

import numpy as np

from cruscotto.demo.chance import Days, Floats, Ints, Mask, gamma_days, whole
from cruscotto.demo.territory.programmes import FIRST, RECOVERY, BudgetLine
from cruscotto.demo.territory.territory import Habits
from cruscotto.demo.texts_of_operations import themes

# First and last day on which operations enter the monitoring system.
ENTRY = {
    FIRST: ("2015-05-01", "2023-03-31"),
    "2021-2027": ("2022-11-15", "2026-08-20"),
    RECOVERY: ("2021-04-01", "2022-12-31"),
}
LATE_ENTRY = ("2026-01-05", "2026-08-20")
LATE_ENTRY_SHARE = 0.012  # of 2014-2020, entered years after they began
ON_TIME_SHARE = 0.30


@dataclass(frozen=True)
class Timeline:
    """The dates of each operation's events, past or future.

    Attributes:
        registered: when the files first show the operation.
        paid_off: when the last payment is made.
        closed: when the operation is declared concluded.
        is_stuck: whether the last payment waits for years.
    """

    registered: Days
    committed: Days
    started: Days
    planned_end: Days
    ended: Days
    paid_off: Days
    closed: Days
    is_stuck: Mask


def draw_timeline(
    lines: tuple[BudgetLine, ...], line: Ints, area: Ints, ways: Habits, rng: np.random.Generator
) -> Timeline:
    """Return random dates for every operation, by its line's objective and its area's habits."""
    size = line.size
    entered = _entries(lines, line, rng)
    started = entered + whole(rng, 10, 150, size)
    months = np.array([themes()[x.theme].months for x in lines])[line]
    planned_end = started + np.rint(months * 30.4 * rng.lognormal(0, 0.45, size)).astype(int) + 30
    ended = np.maximum(planned_end + _delays(ways.delay_days[area], rng), started + 20)
    slowness = ways.slowness[area]
    is_stuck = rng.random(size) < ways.stuck_share[area]
    waits = np.where(is_stuck, whole(rng, 500, 3200, size), 0)
    paid_off = ended + gamma_days(rng, 2.0, 150 * slowness) + waits
    return Timeline(
        registered=_late_entries(lines, line, entered, rng),
        committed=started - whole(rng, 5, 60, size),
        started=started,
        planned_end=planned_end,
        ended=ended,
        paid_off=paid_off,
        closed=paid_off + gamma_days(rng, 1.2, 160 * slowness),
        is_stuck=is_stuck,
    )


def _entries(lines: tuple[BudgetLine, ...], line: Ints, rng: np.random.Generator) -> Days:
    """Return random dates on which operations enter the monitoring system.

    `ENTRY` has the first and last date of each period's operations. Those of 2014-2020 enter mostly
    half-way between the two dates, those of 2021-2027 mostly later than half-way.
    """
    entered = np.empty(line.size, dtype="datetime64[D]")
    of_line = np.array([RECOVERY if x.is_recovery else x.period for x in lines])[line]
    for period, (first, last) in ENTRY.items():
        chosen = of_line == period
        rise, fall = (1.9, 1.2) if period == "2021-2027" else (2.0, 1.9)
        share = rng.beta(rise, fall, int(chosen.sum()))
        entered[chosen] = _between(first, last, share)
    return entered


def _late_entries(
    lines: tuple[BudgetLine, ...], line: Ints, entered: Days, rng: np.random.Generator
) -> Days:
    of_first = np.array([x.period == FIRST for x in lines])[line]
    is_late = of_first & (rng.random(line.size) < LATE_ENTRY_SHARE)
    return np.where(is_late, _between(*LATE_ENTRY, rng.random(line.size)), entered)


def _between(first: str, last: str, share: Floats) -> Days:
    span = (np.datetime64(last) - np.datetime64(first)).astype(int)
    days: Days = np.datetime64(first, "D") + np.rint(share * span).astype(np.int64)
    return days


def _delays(mean: Floats, rng: np.random.Generator) -> Ints:
    """Return random days of delay with the given means; 30 % are on time or early."""
    early = -whole(rng, 0, 40, mean.size)
    late = gamma_days(rng, 1.4, (mean + 20 * ON_TIME_SHARE) / (1 - ON_TIME_SHARE))
    return np.where(rng.random(mean.size) < ON_TIME_SHARE, early, late)
