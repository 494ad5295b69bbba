"""Persons counted in cells: as they are, and as each guarded audience may see them.

A cell is a combination of single codes, or of "all". Its noise comes from the keys of its records
and from nothing else, so that it is one and the same whichever indicator, dimension, filter or
file asks for it, and in every edition where its records are the same. A group of several codes is
the sum of its cells as they are shown: what two such sums differ by was already seen.

The public reads the protected count with further noise on it. Who holds both figures knows no
more than from the protected one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

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
    return noise_table(rules.noise_bound, rules.noise_variance)


@dataclass(frozen=True, eq=False)
class Heads:
    """Persons in groups.

    Attributes:
        true: as they are.
        protected: as the protected audience would read them.
        shown: as the audience asked for reads them.
    """

    true: Ints
    protected: Ints
    shown: Ints

    @classmethod
    def of(cls, counts: ArrayLike, keys: ArrayLike, rules: Rules) -> "Heads":
        """Give single cells their noise.

        Args:
            counts: persons of each cell.
            keys: the sum of the keys of their records.
            rules: the audience and its noise.
        """
        true = np.asarray(counts, dtype=np.int64)
        if not rules.guards:
            return cls(true, true, true)
        protected = shown = perturb(true, keys, table_for(rules))
        if rules.audience is Audience.PUBLIC:
            extra = noise_table(rules.public_extra_bound, rules.public_extra_variance)
            shown = perturb(protected, other_keys(keys), extra)
        return cls(true, protected, shown)

    def gathered(self, places: Sequence[int], size: int) -> "Heads":
        """Add up cells to groups: `places` holds the group of each cell."""
        counts = (self.true, self.protected, self.shown)
        sums = [np.zeros(size, dtype=np.int64) for _ in counts]
        for into, count in zip(sums, counts, strict=True):
            np.add.at(into, np.asarray(places, dtype=np.int64), count)
        return Heads(*sums)

    def __sub__(self, other: "Heads") -> "Heads":
        """Return the persons of these groups who are not in smaller groups within them."""
        return Heads(
            self.true - other.true, self.protected - other.protected, self.shown - other.shown
        )

    def small(self, rules: Rules, sensitive: Flags) -> Flags:
        """Mark the groups to hide: somebody is in them, and few are, or few seem to be.

        What the public cannot see depends on the protected figures alone.
        """
        if not rules.guards:
            return np.zeros(len(self.true), dtype=np.bool_)
        limit = _limits(rules, sensitive, Audience.PROTECTED)
        hidden = (self.true > 0) & ((self.true < limit) | (self.protected < limit))
        if rules.audience is Audience.PUBLIC:
            limit = _limits(rules, sensitive, Audience.PUBLIC)
            hidden |= (self.true > 0) & ((self.protected < limit) | (self.shown < limit))
        return np.asarray(hidden)


def _limits(rules: Rules, sensitive: Flags, audience: Audience) -> Ints:
    plain, high = (rules.threshold_for(flag, audience) for flag in (False, True))
    return np.where(sensitive, high, plain).astype(np.int64)


def concerns_everybody(part: Heads, whole: Heads) -> Flags:
    """Mark the groups in which nobody, or everybody, has a characteristic.

    Such a share reveals something of each of them, however many they are.
    """
    nobody_or_all = (part.true == 0) | (part.true == whole.true)
    return np.asarray((whole.true > 0) & nobody_or_all)
