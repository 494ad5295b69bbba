"""Counts of persons in cells: the exact count, and the count that each audience is shown.

A cell is the group of persons who share one code (or "all") of each dimension. The noise of a cell
depends only on the keys of its records: it is the same for every indicator, dimension, filter and
file, and in every edition with the same records. The count of a group of several codes is the sum
of the shown counts of its cells. So the difference of two groups reveals no more than the shown
counts of their cells.

The public count is the protected count with further noise. Somebody who has a public count and its
protected count learns no more than from the protected count alone.

Managing authorities know the exact counts of their own cells, and can subtract these from a group's
count. So a group is also hidden where its other cells have few persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from cruscotto.disclosure.noise import (
    Flags,
    Ints,
    Noise,
    listed_table,
    noise_table,
    other_keys,
    perturb,
)
from cruscotto.disclosure.thresholds import Audience, Rules


@cache
def table_for(rules: Rules) -> Noise:
    """Return the noise table that an installation with these rules uses."""
    if rules.noise_table:
        return listed_table(rules.noise_table)
    limits = (rules.threshold, rules.sensitive_threshold)
    return noise_table(rules.noise_bound, rules.noise_variance, limits=limits)


def noise_of(rules: Rules) -> float:
    """Return the variance of the noise that the rules add to a count, in persons squared."""
    if not rules.guards:
        return 0.0
    more = rules.public_extra_variance if rules.audience is Audience.PUBLIC else 0.0
    return rules.noise_variance + more


@cache
def _reach_of(rules: Rules, limit: int) -> int:
    return table_for(rules).reach(limit)


@dataclass(frozen=True, eq=False)
class Heads:
    """Counts of persons in groups; arrays have one entry per group unless stated otherwise.

    Attributes:
        true: exact counts.
        protected: counts as the protected audience sees them.
        shown: counts as the audience of the rules sees them.
        cells: the counts of the cells that make up the groups; `None` if each group is one cell.
        places: for each cell of `cells`, the index of its group.
        is_difference: whether the counts are differences of two counts, with the noise of both.
        own: for single cells, whether each holds the reader's own participants.
        others: the counts of each group without the reader's own cells; `None` if the reader has no
            own cells.
    """

    true: Ints
    protected: Ints
    shown: Ints
    cells: "Heads | None" = None
    places: Ints | None = None
    is_difference: bool = False
    own: Flags | None = None
    others: "Heads | None" = None

    @classmethod
    def of(
        cls,
        counts: ArrayLike,
        keys: ArrayLike,
        rules: Rules,
        own: Flags | None = None,
        exact: Flags | None = None,
    ) -> "Heads":
        """Return the counts of single cells, exact and with the noise of the rules.

        Args:
            counts: persons of each cell.
            keys: for each cell, the sum of the keys of its records.
            rules: the audience and its noise.
            own: whether each cell is the reader's own; those cells get no noise.
            exact: whether each cell comes from a report without records; such cells get no noise.
        """
        true = np.asarray(counts, dtype=np.int64)
        # nobody gets no noise, whose table loads an optimiser: a third of a second
        if not (rules.guards and true.any()):
            return cls(true, true, true)
        protected = shown = perturb(true, keys, table_for(rules))
        if rules.audience is Audience.PUBLIC:
            extra = noise_table(rules.public_extra_bound, rules.public_extra_variance)
            shown = perturb(protected, other_keys(keys), extra)
        for kept in (flags for flags in (own, exact) if flags is not None and flags.any()):
            protected, shown = np.where(kept, true, protected), np.where(kept, true, shown)
        return cls(true, protected, shown, own=own)

    def gathered(self, places: Sequence[int] | Ints, size: int) -> "Heads":
        """Return the sums of these cells by group.

        Args:
            places: the index of each cell's group.
            size: the number of groups.
        """
        into = np.asarray(places, dtype=np.int64)
        true, protected, shown = (np.zeros(size, dtype=np.int64) for _ in range(3))
        np.add.at(true, into, self.true)
        np.add.at(protected, into, self.protected)
        np.add.at(shown, into, self.shown)
        others = self._others(into, size)
        return Heads(true, protected, shown, self, into, self.is_difference, others=others)

    def _others(self, into: Ints, size: int) -> "Heads | None":
        """Return the sums by group of the cells that are not the reader's own.

        `None` if no cell is the reader's own.
        """
        if self.own is None or not self.own.any():
            return None
        rest = ~self.own
        cells = Heads(
            self.true[rest],
            self.protected[rest],
            self.shown[rest],
            is_difference=self.is_difference,
        )
        return cells.gathered(into[rest], size)

    def single(self, place: int) -> "Heads":
        """Return the counts of the group at index `place`, as if the group were one cell."""
        one = slice(place, place + 1)
        others = self.others.single(place) if self.others else None
        return Heads(self.true[one], self.protected[one], self.shown[one], others=others)

    def __sub__(self, other: "Heads") -> "Heads":
        """Return differences of counts: of each group, the persons who are not counted in `other`.

        Args:
            other: counts of parts of these groups, in the same order.
        """
        if self.cells is not None and other.cells is not None and self.places is not None:
            return (self.cells - other.cells).gathered(self.places, len(self.true))
        parted = self.others or other.others
        return Heads(
            self.true - other.true,
            self.protected - other.protected,
            self.shown - other.shown,
            is_difference=True,
            own=self.own,
            others=(self.others or self) - (other.others or other) if parted else None,
        )

    def small(self, rules: Rules, sensitive: Flags) -> Flags:
        """Return whether each group must be hidden: not empty, and with a small count after noise.

        A group is also hidden if this holds for its persons without the reader's own cells. Exact
        counts decide only whether a group is empty. If they decided more, a group could be hidden
        although its count with noise is not small. Readers would then know that its exact count is
        small.
        """
        hidden = np.zeros(len(self.true), dtype=np.bool_)
        if not (rules.guards and (self.true > 0).any()):
            return hidden
        public = (Audience.PUBLIC,) if rules.audience is Audience.PUBLIC else ()
        for audience in (Audience.PROTECTED, *public):
            plain, high = (rules.threshold_for(flag, audience) for flag in (False, True))
            limits = np.where(sensitive, high, plain)
            reach = np.where(sensitive, self._reach(rules, high), self._reach(rules, plain))
            hidden |= self._seems_small(rules, limits, reach)
        hidden &= self.true > 0
        return hidden | self.others.small(rules, sensitive) if self.others else hidden

    def _reach(self, rules: Rules, limit: int) -> int:
        """Return the highest protected count that an exact count below a limit can have.

        It is higher where the counts are differences, since a difference has the noise of two
        counts.
        """
        more = ceil(rules.noise_variance) if self.is_difference else 0
        return _reach_of(rules, limit) + more

    def _seems_small(self, rules: Rules, limits: Ints, reach: Ints) -> Flags:
        """Return whether each group's exact count may be small, judged by its count with noise.

        A count with noise below the threshold is small. A higher count may also come from a small
        exact count. If the group is one cell, a count of up to `reach` may. If it has several
        cells, none may be above `reach`, and the group's count may be higher than `reach` by the
        largest noise.

        Args:
            rules: the audience and its noise.
            limits: the threshold of each group.
            reach: the highest protected count that an exact count below the threshold can have.
        """
        few = np.asarray((self.protected < limits) | (self.shown < limits))
        if self.cells is None or self.places is None:
            return few | (self.protected <= reach)
        filled = self.cells.true > 0
        largest = np.zeros(len(self.true), dtype=np.int64)
        np.maximum.at(largest, self.places, self.cells.protected)
        parts = np.bincount(self.places[filled], minlength=len(self.true))
        together = reach + np.where(parts > 1, rules.noise_bound, 0)
        return few | ((largest <= reach) & (self.protected <= together))


def concerns_everybody(part: Heads, whole: Heads) -> Flags:
    """Return whether nobody, or everybody, of each group has a characteristic.

    A share of 0 % or 100 % reveals whether each person of the group has the characteristic, however
    large the group is.

    Args:
        part: the persons of each group who have the characteristic.
        whole: all persons of each group.
    """
    nobody_or_all = (part.true == 0) | (part.true == whole.true)
    found = np.asarray((whole.true > 0) & nobody_or_all)
    if part.others or whole.others:
        found |= concerns_everybody(part.others or part, whole.others or whole)
    return found
