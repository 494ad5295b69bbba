"""Attacks on published figures, to see what they give away; tests let them loose on every page.

The attack on a protected table starts from what is published and nothing else, and shares no code
with the search that protects: two linear programs per hidden figure over the persons that cannot be
seen. The attack on public tables subtracts one filter's figure from that of a wider one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from cruscotto.disclosure.noise import NoiseTable
from cruscotto.disclosure.rules import Rules
from cruscotto.disclosure.table import TOTAL, Codes, Floats, Parents, ancestors

Published = Mapping[Codes, Sequence[int] | None]


@dataclass(frozen=True)
class Interval:
    """What an attacker concludes about one part of a hidden cell.

    Attributes:
        codes: the cell.
        part: which of its parts.
        low: the least persons there may be.
        high: the most there may be; infinite when nothing bounds them.
    """

    codes: Codes
    part: int
    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how far apart the ends are; 0 when the figure is recovered."""
        return self.high - self.low


def attack(
    published: Published,
    *,
    parts: int = 1,
    parents: Sequence[Parents] = (),
    zeros_shown: bool = False,
    whole: bool = False,
) -> list[Interval]:
    """Bound every hidden figure by all that is published.

    Args:
        published: persons per part of every cell that is shown; `None` for hidden ones. Totals
            are cells with `TOTAL` or a parent's code.
        parts: how many parts each cell has.
        parents: for each dimension, the parent of a code.
        zeros_shown: whether the attacker concludes that hidden cells hold somebody.
        whole: whether he insists on whole persons: slower, and sharper in three dimensions.
    """
    system = _System(published, parts, parents, zeros_shown)
    return [
        Interval(codes, part, *system.extremes(codes, part, whole))
        for codes, counts in published.items()
        if counts is None
        for part in range(parts)
    ]


def breaches(
    intervals: Sequence[Interval],
    truth: Mapping[Codes, Sequence[int]],
    rules: Rules,
    *,
    sensitive: bool = False,
    zeros_shown: bool = False,
) -> list[Interval]:
    """Return the intervals that are tighter than promised, zeros apart.

    Args:
        intervals: what an attacker concluded.
        truth: the true persons per part of the cells he concluded about.
        rules: the thresholds.
        sensitive: whether the higher threshold applies.
        zeros_shown: whether the attacker concluded that hidden cells hold somebody.
    """
    threshold = rules.threshold_for(sensitive)
    asked = threshold - 2 if zeros_shown else threshold - 1

    def is_broken(found: Interval) -> bool:
        count = truth[found.codes][found.part]
        narrow = found.width < asked - 1e-6
        # who counts one person per hidden cell may know a total from below
        reaches = zeros_shown or count >= threshold or found.low <= 1 + 1e-6
        return count > 0 and (narrow or not reaches)

    return [found for found in intervals if is_broken(found)]


class _System:
    """All that is published, as equations over the leaves that are hidden."""

    def __init__(
        self, published: Published, parts: int, parents: Sequence[Parents], zeros_shown: bool
    ) -> None:
        self.parts = parts
        width = len(next(iter(published)))
        climbs = [*parents, *({} for _ in range(width - len(parents)))]
        above = [{p for code, p in c.items() if p != code} | {TOTAL} for c in climbs]
        leaves = [
            codes
            for codes in published
            if not any(code in tops for code, tops in zip(codes, above, strict=True))
        ]
        chains = {c: [set(ancestors(code, climbs[d])) for d, code in enumerate(c)] for c in leaves}
        self.under = {
            codes: [leaf for leaf in leaves if _counts(codes, chains[leaf])] for codes in published
        }
        self.published = published
        self.column = {leaf: i for i, leaf in enumerate(c for c in leaves if published[c] is None)}
        self.size = len(self.column) * parts
        self.matrix, self.low, self.high = self._equations(zeros_shown)

    def _row(self, codes: Codes, part: int) -> tuple[Floats, int]:
        """The unknown persons of a figure, and those that can be seen."""
        row, seen = np.zeros(self.size), 0
        for leaf in self.under[codes]:
            counts = self.published[leaf]
            if counts is None:
                row[self.column[leaf] * self.parts + part] = 1
            else:
                seen += counts[part]
        return row, seen

    def _equations(self, zeros_shown: bool) -> tuple["scipy.sparse.csr_array", Floats, Floats]:
        rows, low, high = [np.zeros(self.size)], [0.0], [0.0]
        for codes, counts in self.published.items():
            for part, count in enumerate(counts or ()):
                row, seen = self._row(codes, part)
                if row.any():
                    rows.append(row)
                    low.append(count - seen)
                    high.append(count - seen)
        for column in self.column.values() if zeros_shown else ():
            row = np.zeros(self.size)
            row[column * self.parts : (column + 1) * self.parts] = 1
            rows.append(row)
            low.append(1)
            high.append(np.inf)
        return scipy.sparse.csr_array(np.array(rows)), np.array(low), np.array(high)

    def extremes(self, codes: Codes, part: int, whole: bool) -> tuple[float, float]:
        """Solve for the least and the most persons a figure may have."""
        row, seen = self._row(codes, part)
        if not row.any():
            return float(seen), float(seen)
        return seen + self._least(row, whole), seen - self._least(-row, whole)

    def _least(self, objective: Floats, whole: bool) -> float:
        answer = scipy.optimize.milp(
            objective,
            constraints=scipy.optimize.LinearConstraint(
                scipy.sparse.csc_array(self.matrix), self.low, self.high
            ),
            bounds=scipy.optimize.Bounds(0, np.inf),
            integrality=np.full(self.size, int(whole)),
        )
        return -np.inf if answer.fun is None else float(answer.fun)


def _counts(codes: Codes, chain: Sequence[set[str]]) -> bool:
    return all(code in levels for code, levels in zip(codes, chain, strict=True))


@dataclass(frozen=True)
class Difference:
    """What subtracting two public figures tells of the persons in one and not in the other.

    Attributes:
        low: the least persons there may be.
        high: the most there may be.
        likeliest: the best guess.
        chance: how probable the attacker must find his best guess.
    """

    low: int
    high: int
    likeliest: int
    chance: float


def subtract(wider: int, narrower: int, table: NoiseTable) -> Difference:
    """Attack two public counts, one of which counts all persons of the other and some more.

    The attacker knows the noise table, and held every number of persons equally likely at first.

    Args:
        wider: the public count of the wider filter.
        narrower: the public count of the narrower one.
        table: the noise table both were made with.
    """
    seen = wider - narrower
    chances = np.convolve(table.probabilities[-1], table.probabilities[-1][::-1])
    persons = seen - np.arange(-2 * table.bound, 2 * table.bound + 1)
    possible = (persons >= 0) & (chances > 0)
    if not possible.any():
        return Difference(0, 0, 0, 1.0)
    weights = np.where(possible, chances, 0) / chances[possible].sum()
    best = int(np.argmax(weights))
    return Difference(
        int(persons[possible].min()),
        int(persons[possible].max()),
        int(persons[best]),
        float(weights[best]),
    )


def subtractions_needed(table: NoiseTable, confidence: float = 1.96) -> int:
    """Return how many independent subtractions of the same persons would average the noise out.

    It is the limit of the method: each pair of filters has noise of its own, so a reader with
    enough pairs around the same persons estimates them to the unit.
    """
    return int(np.ceil(2 * table.variance * (confidence / 0.5) ** 2))
