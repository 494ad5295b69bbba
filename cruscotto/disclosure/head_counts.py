"""Persons counted in cells: as they are, and as each guarded audience may see them.

A cell is a combination of single codes, or of "all". Its noise comes from the keys of its records
and from nothing else, so that it is one and the same whichever indicator, dimension, filter or
file asks for it, and in every edition where its records are the same. A group of several codes is
the sum of its cells as they are shown: what two such sums differ by was already seen.

The public reads the protected count with further noise on it. Who holds both figures knows no
more than from the protected one.

Who knows some cells of a group exactly, because they are theirs, takes them off and reads the
others. Such a group is hidden also where the others alone are few.
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
    """Persons in groups.

    Attributes:
        true: as they are.
        protected: as the protected audience would read them.
        shown: as the audience asked for reads them.
        cells: the single cells that were added up to these groups, if any were.
        places: the group of each of them.
        is_difference: whether they are what a count lacks of another, which has two noises.
        own: which of these cells are the reader's own.
        others: of groups with cells of the reader's own, the persons of the other cells.
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
        """Give single cells their noise.

        Args:
            counts: persons of each cell.
            keys: the sum of the keys of their records.
            rules: the audience and its noise.
            own: which cells are the reader's own, and stay as they are.
            exact: which others stay as they are, for want of records.
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
        """Add up cells to groups: `places` holds the group of each cell."""
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
        """Mark the groups to hide: somebody is in them, and few seem to be.

        What is hidden follows from the protected figures alone. If it followed from how many there
        are, then a hidden group whose protected figure is not small would be known to be small,
        and four groups within it to hold one person each.
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
        """Return up to which protected figure a count may be one below a limit."""
        more = ceil(rules.noise_variance) if self.is_difference else 0
        return _reach_of(rules, limit) + more

    def _seems_small(self, rules: Rules, limits: Ints, reach: Ints) -> Flags:
        """Mark the groups of which no part is shown, and that all together seem to be small."""
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

    Such a share reveals something of each of them, however many they are.
    """
    nobody_or_all = (part.true == 0) | (part.true == whole.true)
    found = np.asarray((whole.true > 0) & nobody_or_all)
    if part.others or whole.others:
        found |= concerns_everybody(part.others or part, whole.others or whole)
    return found
