"""The operations in the state that one edition shows: the state on the edition's day."""

from dataclasses import dataclass

import numpy as np

from cruscotto.demo.chance import Floats, Ints, Mask
from cruscotto.demo.operations.portfolio import Portfolio

NOT_STARTED, IN_PROGRESS, PAID, CONCLUDED, UNCLEAR = range(5)
STATUSES = ("Non avviato", "In corso", "Liquidato", "Concluso", "Non determinabile")
INSTALMENTS = 8  # equal parts in which an operation is paid between advance and end
HELD_WHEN_STUCK = 0.6  # factor on what is paid by the end, where the last payment waits
MISSING_END_EVERY = 41  # one operation in so many ends without a date in the files


@dataclass(frozen=True)
class Snapshot:
    """The rows of one operations file, in the order of the file; amounts in cents.

    Attributes:
        day: the edition's date.
        rows: indices of the rows in the portfolio.
        saved: savings declared at closure.
        has_end: whether the actual end is known.
        progress: payments made by the day, as a share of all payments that will ever be made.
    """

    day: np.datetime64
    rows: Ints
    status: Ints
    committed: Ints
    paid: Ints
    saved: Ints
    has_end: Mask
    progress: Floats


def snapshot(whole: Portfolio, period: str, day: np.datetime64) -> Snapshot:
    """Return the operations of one period as they were on a day."""
    rows = _rows(whole, period, day)
    times = whole.timeline
    committed, paid = committed_and_paid(whole, rows, day)
    return Snapshot(
        day=day,
        rows=rows,
        status=_status(whole, rows, day),
        committed=committed,
        paid=paid,
        saved=np.where(times.closed[rows] <= day, _unspent(whole, rows), 0),
        has_end=(times.ended[rows] <= day) & (rows % MISSING_END_EVERY != 0),
        progress=_progress(whole, rows, day),
    )


def committed_and_paid(whole: Portfolio, rows: Ints, day: np.datetime64) -> tuple[Ints, Ints]:
    """Return the commitments and payments that operations have made by a day, in cents."""
    times, money = whole.timeline, whole.money
    public, spent = money.public[rows], _spent(whole, rows)
    paid = spent * _progress(whole, rows, day)
    pledged = np.where(times.committed[rows] <= day, public * money.committed_share[rows], 0)
    # paying more than was committed is an anomaly; the demonstration has none of it
    committed = np.where(times.closed[rows] <= day, spent, np.maximum(pledged, paid))
    return np.rint(committed).astype(np.int64), np.rint(paid).astype(np.int64)


def _unspent(whole: Portfolio, rows: Ints) -> Ints:
    return whole.money.public[rows] - _spent(whole, rows)


def _spent(whole: Portfolio, rows: Ints) -> Ints:
    spent = whole.money.public[rows] * whole.money.spent_share[rows]
    return np.rint(spent).astype(np.int64)


def _rows(whole: Portfolio, period: str, day: np.datetime64) -> Ints:
    periods = np.array([line.period for line in whole.lines])[whole.line]
    programmes = np.array([line.programme for line in whole.lines])[whole.line]
    rows = np.flatnonzero((periods == period) & (whole.timeline.registered <= day))
    return rows[np.lexsort((whole.number[rows], programmes[rows]))]


def _progress(whole: Portfolio, rows: Ints, day: np.datetime64) -> Floats:
    """Return each operation's payments by a day, as a share of all payments that it will ever make.

    Payments are an advance, instalments until the end, and the last payment.
    """
    times, money = whole.timeline, whole.money
    started, ended = times.started[rows], times.ended[rows]
    elapsed = (day - started).astype(np.float64) / (ended - started).astype(np.float64)
    step = np.floor(np.clip(elapsed, 0, 1) * INSTALMENTS) / INSTALMENTS
    held = money.held[rows] * np.where(times.is_stuck[rows], HELD_WHEN_STUCK, 1.0)
    advance = np.minimum(money.advance[rows], held)
    paid = advance + (held - advance) * step
    paid = np.where(day >= times.paid_off[rows], 1.0, paid)
    return np.where(day < started + np.timedelta64(45, "D"), 0.0, paid)


def _status(whole: Portfolio, rows: Ints, day: np.datetime64) -> Ints:
    times = whole.timeline
    known = np.select(
        [day < times.started[rows], day < times.paid_off[rows], day < times.closed[rows]],
        [NOT_STARTED, IN_PROGRESS, PAID],
        default=CONCLUDED,
    )
    return np.where(whole.labels.has_no_status[rows], UNCLEAR, known)
