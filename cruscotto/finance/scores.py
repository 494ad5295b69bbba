"""Backtests: forecasts made from the data of a past day, compared with what then happened.

There are two kinds. The first forecasts, in July, the amount that an account will have covered at
the end of the year. The second forecasts, in July, the year in which an indicator will have grown
by a number of participants: the number by which it really grew in the following twelve months.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cruscotto.finance.arrivals import Goal
from cruscotto.finance.forecast import YEAR, Month
from cruscotto.finance.milestones import arrival
from cruscotto.finance.outlook import hits
from cruscotto.finance.reading import Book

# Months of records that must be known before a forecast is made again.
HISTORY = 24
# The month at whose end an arrival is forecast, twelve months before it is held against what came.
CUT_MONTH = 7
# The forecast of each year costs as much as that of today: goals with few persons are left out.
FEWEST_PERSONS = 50


class What(StrEnum):
    """The kind of a forecast: an amount covered at the end of a year, or a year of arrival."""

    COVERED = "covered"
    ARRIVAL = "arrival"


@dataclass(frozen=True)
class Score:
    """The number of forecasts of one kind for a year, and how many bands contained the outcome."""

    what: What
    year: int
    forecasts: int
    inside: int

    @property
    def share(self) -> float:
        """Return the share of forecasts whose band of 80 % contained the outcome."""
        return self.inside / self.forecasts


def scores(books: Iterable[Book], counted: Mapping[Goal, Mapping[int, int]]) -> tuple[Score, ...]:
    """Return the score of each kind of forecast for each past year.

    Args:
        books: accounts of tranches and claims.
        counted: for each goal, the persons counted in the records, by `Month.number`.
    """
    found: dict[tuple[What, int], list[bool]] = {}
    for book in books:
        for year, is_inside in hits(book):
            found.setdefault((What.COVERED, year), []).append(is_inside)
    for months in counted.values():
        for year, is_inside in _arrivals(months):
            found.setdefault((What.ARRIVAL, year), []).append(is_inside)
    return tuple(
        Score(what, year, len(held), sum(held)) for (what, year), held in sorted(found.items())
    )


def _arrivals(months: Mapping[int, int]) -> Iterable[tuple[int, bool]]:
    """Yield (year, whether the band of the forecast contained the outcome) for past years.

    From the data up to July of the year before, we forecast the year in which as many participants
    will have come as really came in the next twelve months. The outcome is the year in which the
    last of these participants came. Years without enough data are left out.
    """
    if sum(months.values()) < FEWEST_PERSONS:
        return
    first, last = min(months), max(months)
    line = np.array([months.get(month, 0) for month in range(first, last + 1)], dtype=float)
    for year in range(first // YEAR + 1, last // YEAR + 1):
        cut = (year - 1) * YEAR + CUT_MONTH - 1
        known, coming = line[: cut - first + 1], line[cut - first + 1 : cut - first + 1 + YEAR]
        if cut - first + 1 < HISTORY or len(coming) < YEAR or coming.sum() == 0:
            continue
        seen = arrival(known, Month(cut), float(coming.sum()))
        came = (cut + 1 + int(np.flatnonzero(coming)[-1])) // YEAR
        if seen is not None:
            is_early = seen.early is not None and seen.early <= came
            yield year, is_early and (seen.late is None or came <= seen.late)
