"""Commitments and payments of demonstration operations at the end of each month, in cents."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cruscotto.demo.chance import Ints
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.operations.snapshot import committed_and_paid

FIRST_YEAR = 2015


def month_ends(last: date) -> tuple[date, ...]:
    """Return the last days of the months from January 2015 until `last`, then `last` itself."""
    months = last.year * 12 + last.month - 1 - FIRST_YEAR * 12
    starts = [date(FIRST_YEAR + i // 12, i % 12 + 1, 1) for i in range(1, months + 1)]
    return (*(start - timedelta(days=1) for start in starts), last)


@dataclass(frozen=True)
class Cumulative:
    """Cumulative commitments and payments in cents: arrays (month ends, operations)."""

    days: tuple[date, ...]
    committed: Ints
    paid: Ints


def cumulative(whole: Portfolio, rows: Ints, last: date) -> Cumulative:
    """Return commitments and payments of operations at the end of every month up to a day."""
    days = month_ends(last)
    committed = np.zeros((len(days), rows.size), dtype=np.int64)
    paid = np.zeros_like(committed)
    for place, day in enumerate(days):
        seen = whole.timeline.registered[rows] <= np.datetime64(last)
        pledged, spent = committed_and_paid(whole, rows, np.datetime64(day))
        committed[place], paid[place] = pledged * seen, spent * seen
    return Cumulative(days, committed, paid)
