"""Who enters which demonstration operation, and when.

Only courses and guidance have participants, and only operations small enough to be one course. The
number of participants follows from the public money and the usual cost per participant. Entries
fall within the life of the operation; entries after the day of an edition are left out.
"""

from dataclasses import dataclass

import numpy as np

from cruscotto.demo import labels
from cruscotto.demo.chance import Days, Floats, Ints, Mask, stream
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.operations.tracciato import LARGE_CENTS


@dataclass(frozen=True)
class Course:
    """A kind of course: its usual cost per participant (euro), length in days, and hours."""

    cost_eur: float
    days: int
    hours: int


COURSES = {
    "compulsory": Course(5_200, 265, 990),
    "vocational": Course(4_600, 240, 800),
    "job_training": Course(3_400, 150, 420),
    "integrated": Course(3_000, 140, 320),
    "work_experience": Course(2_900, 175, 620),
    "continuing": Course(1_050, 75, 60),
}
# Themes whose operations train systems and offices, not persons who apply.
WITHOUT_PERSONS = ("11", "TA", "ESO4.2", "ESO4.5", "FESR")
FEWEST, MOST = 5, 900


@dataclass(frozen=True)
class Enrolment:
    """Arrays with one entry per participation, in the order of operations and of entry.

    Attributes:
        operation: indices in the portfolio.
        kind: the kind of course, an index in `COURSES`.
        entry: the day of entry.
        planned_end: the day on which the course is to end for this person.
        hours: hours planned.
    """

    operation: Ints
    kind: Ints
    entry: Days
    planned_end: Days
    hours: Floats

    def take(self, rows: Ints | Mask) -> "Enrolment":
        """Return the participations at the given rows."""
        return Enrolment(
            self.operation[rows],
            self.kind[rows],
            self.entry[rows],
            self.planned_end[rows],
            self.hours[rows],
        )


def draw_enrolment(whole: Portfolio, day: np.datetime64, count: int, seed: int) -> Enrolment:
    """Return `count` random entries of persons into operations, by a given day."""
    rng = stream(seed, "enrolment")
    operations, places = _operations_with_persons(whole, day, rng)
    row = np.repeat(np.arange(operations.size), places)
    operation = operations[row]
    kind = _kind(whole)[operation]
    days, hours = _middle(kind, "days"), _middle(kind, "hours")
    length = np.rint(days * rng.lognormal(0, 0.12, operation.size)).astype(np.int64)
    entry = _entries(whole, operation, length, rng)
    drawn = Enrolment(
        operation=operation,
        kind=kind,
        entry=entry,
        planned_end=entry + length,
        hours=np.maximum(np.rint(hours * _pace(operations, rng)[row] / 10) * 10, 16.0),
    )
    kept = drawn.take(np.flatnonzero(entry <= day)[:count])
    return kept.take(np.lexsort((kept.entry, kept.operation)))


def _operations_with_persons(
    whole: Portfolio, day: np.datetime64, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return the indices of the operations that have participants, and how many places each has.

    The order is random, except that one operation of every budget line comes before all others.
    """
    kind, money = _kind(whole), whole.money.public
    theme = np.array([line.theme for line in whole.lines])[whole.line]
    seen = (whole.timeline.registered <= day) & (whole.timeline.started <= day)
    suits = (kind >= 0) & ~np.isin(theme, WITHOUT_PERSONS) & (money < LARGE_CENTS)
    found = rng.permutation(np.flatnonzero(seen & suits & (whole.flag == 0)))
    first_of_line = np.zeros(found.size, dtype=bool)
    first_of_line[np.unique(whole.line[found], return_index=True)[1]] = True
    found = found[np.argsort(~first_of_line, kind="stable")]
    cost = _middle(kind[found], "cost_eur")
    places = money[found] / 100 / (cost * rng.lognormal(0, 0.35, found.size))
    return found, np.clip(np.rint(places), FEWEST, MOST).astype(np.int64)


def _kind(whole: Portfolio) -> Ints:
    names = list(COURSES)
    of_class = np.array([names.index(w) if w in COURSES else -1 for w in labels.cup_names().words])
    return of_class[whole.labels.cup]


def _middle(kind: Ints, what: str) -> Floats:
    values: Floats = np.array([float(getattr(course, what)) for course in COURSES.values()])
    return np.asarray(values[kind])


def _pace(operations: Ints, rng: np.random.Generator) -> Floats:
    return rng.lognormal(0, 0.25, operations.size)


def _entries(whole: Portfolio, operation: Ints, length: Ints, rng: np.random.Generator) -> Days:
    """Return random days of entry: groups start together, and some persons enter a little later."""
    started = whole.timeline.started[operation]
    room = np.maximum((whole.timeline.ended[operation] - started).astype(int) - length, 0)
    groups = rng.integers(0, 4, operation.size) / 4
    late = np.floor(rng.exponential(4.0, operation.size))
    days: Days = started + np.rint(room * groups + late).astype(np.int64)
    return days
