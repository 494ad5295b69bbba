"""Counts of persons in cells: exact, and as each guarded audience may see them.

A cell is a combination of single codes, or of "all". Its noise depends only on the keys of its
records: it is the same whichever indicator, dimension, filter or file asks for it, and in every
edition where its records are the same. A group of several codes is the sum of its cells as they are
shown, so that the difference of two groups shows no more than their cells do.

The public count is the protected count with further noise. Somebody who has both learns no more
than from the protected one.

A reader who knows some cells of a group exactly, because they are the reader's own, can subtract
them. So a group is also hidden where its other cells alone have few persons.
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
    """Return the noise table of an installation."""
    if rules.noise_table:
        return listed_table(rules.noise_table)
    limits = (rules.threshold, rules.sensitive_threshold)
    return noise_table(rules.noise_bound, rules.noise_variance, limits=limits)


def noise_of(rules: Rules) -> float:
    """Return the variance of the noise of a count, in persons squared."""
    if not rules.guards:
        return 0.0
    more = rules.public_extra_variance if rules.audience is Audience.PUBLIC else 0.0
    return rules.noise_variance + more


@cache
def _reach_of(rules: Rules, limit: int) -> int:
    return table_for(rules).reach(limit)


@dataclass(frozen=True, eq=False)
class Heads:
    """Counts of persons in groups.

    Attributes:
        true: exact counts.
        protected: counts as the protected audience sees them.
        shown: counts as the audience asked for sees them.
        cells: the single cells that were added up to these groups, if any were.
        places: the index of each cell's group.
        is_difference: whether each is the difference of two counts, which has the noise of both.
        own: which cells are of the reader's own participants.
        others: the persons in the cells that are not the reader's own, where some are.
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
        """Add noise to the counts of single cells.

        Args:
            counts: persons of each cell.
            keys: the sum of the keys of their records.
            rules: the audience and its noise.
            own: which cells are the reader's own, and get no noise.
            exact: which other cells get no noise, because they have no records.
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
        """Add up cells to groups: `places` holds the index of each cell's group."""
        into = np.asarray(places, dtype=np.int64)
        true, protected, shown = (np.zeros(size, dtype=np.int64) for _ in range(3))
        np.add.at(true, into, self.true)
        np.add.at(protected, into, self.protected)
        np.add.at(shown, into, self.shown)
        others = self._others(into, size)
        return Heads(true, protected, shown, self, into, self.is_difference, others=others)

    def _others(self, into: Ints, size: int) -> "Heads | None":
        """Add up the cells that are not the reader's own, where some are."""
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
        """Return one group, as if it were a single cell."""
        one = slice(place, place + 1)
        others = self.others.single(place) if self.others else None
        return Heads(self.true[one], self.protected[one], self.shown[one], others=others)

    def __sub__(self, other: "Heads") -> "Heads":
        """Return the persons of these groups who are not in smaller groups within them."""
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
        """Mark the groups to hide: they are not empty, and their counts with noise are small.

        Which groups are hidden depends on the counts with noise alone. If it depended on exact
        counts, a group that is hidden while its protected count is not small would be known to be
        small; and four groups that make up one such group would be known to hold one person each.
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
        """Return the highest protected count that an exact count below a limit can have."""
        more = ceil(rules.noise_variance) if self.is_difference else 0
        return _reach_of(rules, limit) + more

    def _seems_small(self, rules: Rules, limits: Ints, reach: Ints) -> Flags:
        """Mark the groups with small counts.

        Their own, or those of all their cells and of their sum.
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
    """Mark the groups in which nobody, or everybody, has a characteristic.

    Such a share reveals the characteristic of every person in the group, however large it is.
    """
    nobody_or_all = (part.true == 0) | (part.true == whole.true)
    found = np.asarray((whole.true > 0) & nobody_or_all)
    if part.others or whole.others:
        found |= concerns_everybody(part.others or part, whole.others or whole)
    return found
