"""Targets as programmes report them: how far, and when they will be reached."""

from collections.abc import Sequence
from typing import Any

from cruscotto.finance.arrivals import Goal
from cruscotto.finance.milestones import Arrival, Progress, Status, progress
from cruscotto.finance.milestones import status as stands
from cruscotto.ui.state import session

Row = dict[str, Any]
DAYS_PER_YEAR = 365.25
LATE = (Status.MISSED, Status.WILL_MISS, Status.BEHIND)


def rows_of(programmes: Sequence[str]) -> list[Row]:
    """Return the targets that some programmes report on; the hidden ones have no value."""
    return [row for row in session.promises() if row["programme_code"] in programmes]


def progress_of(row: Row, promise: str = "target") -> Progress | None:
    """Return how far a reported value is from a promise; nothing without one, or its year."""
    value, year = row[promise], row[f"{promise}_year"]
    if not value or year is None or row["achieved"] is None:
        return None
    return progress(value, row["achieved"], year, row["edition_date"])


def status(row: Row, promise: str = "target") -> Status:
    """Return where a promise stands, in a word."""
    if row["is_hidden"]:
        return Status.HIDDEN
    seen = progress_of(row, promise)
    average = projected_year(row, promise) if seen else None
    return stands(seen, row["period_code"], arrival_of(row, promise), average)


def arrival_of(row: Row, promise: str = "target") -> Arrival | None:
    """Return when a promise will be kept, with its band; nothing where none can be drawn."""
    return None if row["is_hidden"] else session.arrivals().get((Goal.of(row), promise))


def projected_year(row: Row, promise: str = "target") -> int | None:
    """Return the year in which the average pace since the period began keeps a promise."""
    start = int(row["period_code"][:4]) if row["period_code"][:4].isdigit() else None
    achieved = float(row["achieved"] or 0)
    if start is None or achieved <= 0 or not row[promise]:
        return None
    day = row["edition_date"]
    now = day.year + day.timetuple().tm_yday / DAYS_PER_YEAR
    left = max(0.0, float(row[promise]) - achieved) * (now - start) / achieved
    return int(now + left)
