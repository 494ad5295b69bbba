"""The participations of the demonstration: first entries, and returns after an early exit."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np

from cruscotto.demo.chance import Days, Ints, Mask, stream
from cruscotto.demo.operations.portfolio import Portfolio, portfolio
from cruscotto.demo.people.enrolment import Enrolment, draw_enrolment
from cruscotto.demo.people.outcomes import Outcomes, draw_outcomes
from cruscotto.demo.people.pathways import OTHERWISE, Pathways, draw_pathways
from cruscotto.demo.people.people import People, draw_people

_Values = TypeVar("_Values", Days, Mask)

RETURNS_SHARE = 0.015  # of the first entries, taken up again by the same person


@dataclass(frozen=True)
class Cohort:
    """Random participations: their enrolment, persons, pathways and known outcomes."""

    whole: Portfolio
    enrolled: Enrolment
    people: People
    ways: Pathways
    outcomes: Outcomes


@dataclass(frozen=True)
class Cohorts:
    """The first entries into operations, and the returns of persons to the same operation.

    `returned` has, for each return, the index of the person's first entry in `firsts`.
    """

    firsts: Cohort
    returns: Cohort
    returned: Ints

    @property
    def left(self) -> Days:
        """Return, for each first entry, the day of the person's last exit from the operation."""
        return _replaced(self.firsts.ways.left, self.returned, self.returns.ways.left)

    @property
    def qualified(self) -> Mask:
        """Return, for each first entry, whether the last exit brought a qualification."""
        again = self.returns.ways.qualified
        return _replaced(self.firsts.ways.qualified, self.returned, again)

    @property
    def placed_6m(self) -> Mask:
        """Return, for each first entry, whether the person works six months after the last exit."""
        again = self.returns.outcomes.is_placed_6m
        return _replaced(self.firsts.outcomes.is_placed_6m, self.returned, again)


def _replaced(values: _Values, places: Ints, others: _Values) -> _Values:
    changed = values.copy()
    changed[places] = others
    return changed


@lru_cache(maxsize=1)  # several generators start from the same persons
def draw_cohorts(day: np.datetime64, count: int, seed: int) -> Cohorts:
    """Return `count` random participations that begin by a given day; some are returns."""
    whole = portfolio(seed)
    size = round(count / (1 + RETURNS_SHARE))
    enrolled = draw_enrolment(whole, day, size, seed)
    firsts = _cohort(whole, enrolled, draw_people(whole, enrolled, seed), day, seed, "first")
    rng = stream(seed, "returns")
    returned = _returning(firsts.ways, day, count - size, rng)
    again = _again(enrolled, firsts.ways, returned, rng)
    returns = _cohort(whole, again, firsts.people.take(returned), day, seed, "again")
    return Cohorts(firsts, returns, returned)


def _cohort(
    whole: Portfolio, enrolled: Enrolment, people: People, day: np.datetime64, seed: int, name: str
) -> Cohort:
    ways = draw_pathways(whole, enrolled, people, day, seed, name)
    outcomes = draw_outcomes(whole, enrolled, people, ways, day, seed, name)
    return Cohort(whole, enrolled, people, ways, outcomes)


def _returning(ways: Pathways, day: np.datetime64, count: int, rng: np.random.Generator) -> Ints:
    """Return the indices of `count` first entries whose persons will return to the operation.

    They are chosen at random among entries that ended early, but not for a job.
    """
    able = (ways.reason == OTHERWISE) & (ways.left < day - np.timedelta64(120, "D"))
    return np.sort(rng.choice(np.flatnonzero(able), count, replace=False))


def _again(
    enrolled: Enrolment, ways: Pathways, returned: Ints, rng: np.random.Generator
) -> Enrolment:
    before = enrolled.take(returned)
    length = (before.planned_end - before.entry).astype(np.int64)
    entry = ways.left[returned] + rng.integers(15, 90, returned.size)
    return Enrolment(before.operation, before.kind, entry, entry + length, before.hours)
