"""When the values that authorities report will reach their targets, with a band where there is one.

A reported value is one point. Its pace is known where the warehouse holds the records behind it:
persons counted month by month by the same indicator, on the same axis and category of region. They
must make up the reported value within a tenth; otherwise they are about others and no band is
given.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb
import numpy as np

from cruscotto.finance.forecast import Month, Numbers
from cruscotto.finance.milestones import Arrival, arrival
from cruscotto.finance.reading import last_whole_month
from cruscotto.warehouse.reading import ask, records

# How far the records may be from the value reported, to be taken for what is behind it.
TOLERANCE = 0.10
KINDS = ("milestone", "target")


class Goal(NamedTuple):
    """What a target is about."""

    programme: str
    axis: str
    indicator: str
    category: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Goal":
        """Return the goal of a row of targets."""
        return cls(
            row["programme_code"],
            row["axis_code"],
            row["indicator_code"],
            row["category_of_region_code"],
        )


Arrivals = dict[tuple[Goal, str], Arrival]


def arrivals(con: duckdb.DuckDBPyConnection) -> Arrivals:
    """Return when each target that is open and not yet met will be, by goal and target.

    Targets without an entry have no band: met, over, or without records of the pace.
    """
    counted, found = persons_by_month(con), {}
    for row in ask(con, "targets_reported"):
        goal = Goal.of(row)
        pace = pace_of(counted.get(goal, {}), row["achieved"], row["edition_date"])
        if pace is None:
            continue
        for kind, missing in _open(row):
            if arrives := arrival(pace.increments, pace.last, missing):
                found[goal, kind] = arrives
    return found


def persons_by_month(con: duckdb.DuckDBPyConnection) -> dict[Goal, dict[int, int]]:
    """Return what the records count of each goal, by number of month."""
    counted: dict[Goal, dict[int, int]] = {}
    for row in records(con, "select * from marts.target_month"):
        counted.setdefault(Goal.of(row), {})[Month.of(row["month"]).number] = row["persons"]
    return counted


class Pace(NamedTuple):
    """What each month added, and which month is the last."""

    increments: Numbers
    last: Month


def pace_of(months: dict[int, int], achieved: Decimal, at: date) -> Pace | None:
    """Return the pace up to a day; nothing where the records do not show it.

    Args:
        months: persons by number of month.
        achieved: the value reported.
        at: the day the value refers to.
    """
    last, _ = last_whole_month(at)
    known = {month: persons for month, persons in months.items() if month <= last.number}
    value = float(achieved)
    if not known or value <= 0 or abs(sum(known.values()) / value - 1) > TOLERANCE:
        return None
    line = range(min(known), last.number + 1)
    return Pace(np.array([known.get(month, 0) for month in line], dtype=float), last)


def _open(row: dict[str, Any]) -> Iterable[tuple[str, float]]:
    """Return the targets not met and not over, with what is missing to each."""
    for kind in KINDS:
        value, year = row[kind], row[f"{kind}_year"]
        if value and year and year >= row["edition_date"].year and value > row["achieved"]:
            yield kind, float(value - row["achieved"])
