"""Read, as ranks, the period of each row of a panel and the first treated period of its unit.

Estimators subtract periods, so months are turned into ranks: `202312` and `202401` are one month
apart, not 89. Plain numbers, such as years or the numbers of waves, stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cruscotto.evaluation.data.columns import Array, Table
from cruscotto.evaluation.data.panel_sample import NEVER
from cruscotto.evaluation.errors import NotAPeriod
from cruscotto.sources.values.periods import Calendar, calendar_of, plain

# How a unit that is never treated is written, where its row is not simply empty.
NEVER_WORDS = ("", "0", "0.0", "nan", "nat", "none", "never", "mai")


@dataclass(frozen=True, eq=False)
class Timeline:
    """The period of each row, and the first treated period of each row's unit.

    Attributes:
        time: the rank of each row's period.
        cohort: the rank of the first treated period of each row's unit; 0 if it was never treated.
        labels: the text by which the data write each rank; empty if they write plain numbers.
    """

    time: Array
    cohort: Array
    labels: Mapping[float, str] = field(default_factory=dict)


def read_timeline(table: Table, time: str, cohort: str) -> Timeline:
    """Read the period of each row and the first treated period of its unit, as ranks.

    Raises:
        NotAPeriod: the periods or cohorts do not all have one format.
    """
    periods = table.levels(time)
    distinct = [str(label) for label in np.unique(periods)]
    calendar = calendar_of(distinct)
    if calendar is None:
        return Timeline(table.numbers(time), table.numbers(cohort, empty=NEVER))
    cohorts = table.levels_or_empty(cohort)
    never = np.isin(np.char.lower(cohorts), NEVER_WORDS)
    known = [str(label) for label in np.unique(cohorts[~never])]
    ranks = {label: _rank(calendar, label, time) for label in distinct}
    starts = {label: _rank(calendar, label, cohort) for label in known}
    written = {rank: plain(label) for label, rank in (starts | ranks).items()}
    treated = np.where(never, NEVER, _looked_up(cohorts, starts))
    return Timeline(_looked_up(periods, ranks), treated, written)


def _rank(calendar: Calendar, label: str, column: str) -> float:
    rank = calendar.rank(label)
    if rank is None:
        raise NotAPeriod(column=column, value=label)
    return rank


def _looked_up(labels: NDArray[Any], ranks: Mapping[str, float]) -> Array:
    values, places = np.unique(labels, return_inverse=True)
    found = np.array([ranks.get(str(value), NEVER) for value in values], dtype=np.float64)
    return np.asarray(found[places] if len(found) else np.empty(0), dtype=np.float64)
