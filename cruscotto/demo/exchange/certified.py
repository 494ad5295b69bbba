"""The amounts of demonstration operations that were certified by a day."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from cruscotto.demo.chance import Ints
from cruscotto.demo.exchange.certification import HABITS
from cruscotto.demo.exchange.exchange import PROGRAMMES
from cruscotto.demo.operations.cumulative import Cumulative, cumulative
from cruscotto.demo.operations.portfolio import Portfolio

CLAIM_DAY = 20  # of the month in which an authority claims


def certified(whole: Portfolio, days: Sequence[date]) -> tuple[Ints, Ints]:
    """Return how much of each operation's payments was certified by each day, in cents.

    Args:
        whole: every operation; only operations of programmes that deliver exchange files count.
        days: the days by which amounts were certified, in order.

    Returns:
        The indices of these operations in the portfolio, and an array (days, operations) of
        cumulative cents.
    """
    owners = {name: owner for owner, names in PROGRAMMES.items() for name in names}
    delivering = np.array([x.programme in owners and x.is_esf for x in whole.lines])
    owner = np.array([owners.get(x.programme, "") for x in whole.lines])[whole.line]
    rows = np.flatnonzero(delivering[whole.line] & (whole.flag == 0))
    money = cumulative(whole, rows, days[-1])
    found = np.zeros((len(days), rows.size), dtype=np.int64)
    for name in PROGRAMMES:
        mine = owner[rows] == name
        found[:, mine] = _claimed(money, mine, HABITS[name], days)
    # an operation that a register takes in late brings its past with it, and has none before
    registered = whole.timeline.registered[rows]
    return rows, found * (registered <= np.array(days, dtype="datetime64[D]")[:, None])


def _claimed(
    money: Cumulative, mine: Ints, habits: tuple[tuple[int, ...], int], days: Sequence[date]
) -> Ints:
    """Return the cents that an authority has claimed by each day: an array (days, operations).

    Args:
        money: cumulative payments of operations.
        mine: whether each operation is the authority's.
        habits: the months in which the authority claims, and after how many months it claims a
            payment.
        days: the days.
    """
    months, lag = habits
    found = np.zeros((len(days), int(mine.sum())), dtype=np.int64)
    for place, day in enumerate(days):
        claims = [
            number - lag
            for number, end in enumerate(money.days)
            if number >= lag and end.month in months and end.replace(day=CLAIM_DAY) <= day
        ]
        if claims:  # a recovery waits until it is made up for
            found[place] = money.paid[claims][:, mine].max(axis=0)
    return found
