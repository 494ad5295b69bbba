"""The years in which reported values will reach their targets, with a band.

An authority reports a value as one number without a history. The pace of the value is known only if
the warehouse has the records behind the value: persons counted month by month for the same
indicator, axis and category of region. The records must add up to the reported value within a
tenth. If not, they are about other persons, and no year is projected.
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
    """What a target is about: an indicator of one axis and category of region of a programme."""

    programme: str
    axis: str
    indicator: str
    category: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Goal":
        """Return the goal that a row of the table of targets is about."""
        return cls(
            row["programme_code"],
            row["axis_code"],
            row["indicator_code"],
            row["category_of_region_code"],
        )


Arrivals = dict[tuple[Goal, str], Arrival]


def arrivals(con: duckdb.DuckDBPyConnection) -> Arrivals:
    """Return when each milestone or target will be reached, by goal and kind (`KINDS`).

    There is no entry if the milestone or target is already reached, if its year is past, or if
    records do not show the pace of at least a year.
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
    """Return, for each goal, the persons that records count in each month (`Month.number`)."""
    counted: dict[Goal, dict[int, int]] = {}
    for row in records(con, "select * from marts.target_month"):
        counted.setdefault(Goal.of(row), {})[Month.of(row["month"]).number] = row["persons"]
    return counted


class Pace(NamedTuple):
    """The persons added in each of some consecutive months, and the last of these months."""

    increments: Numbers
    last: Month


def pace_of(months: dict[int, int], achieved: Decimal, at: date) -> Pace | None:
    """Return the persons added in each month up to a day, as counted in records.

    The result is `None` if they do not add up to the reported value within a tenth.

    Args:
        months: persons counted in records, by number of month.
        achieved: the value reported, in persons.
        at: the day of the reported value. The last month used is the last that had ended by this
            day.
    """
    last, _ = last_whole_month(at)
    known = {month: persons for month, persons in months.items() if month <= last.number}
    value = float(achieved)
    if not known or value <= 0 or abs(sum(known.values()) / value - 1) > TOLERANCE:
        return None
    line = range(min(known), last.number + 1)
    return Pace(np.array([known.get(month, 0) for month in line], dtype=float), last)


def _open(row: dict[str, Any]) -> Iterable[tuple[str, float]]:
    """Yield (kind, value still missing) for the milestone and the target of a row.

    A milestone or target is left out if it is reached already, or if its year is past.
    """
    for kind in KINDS:
        value, year = row[kind], row[f"{kind}_year"]
        if value and year and year >= row["edition_date"].year and value > row["achieved"]:
            yield kind, float(value - row["achieved"])
