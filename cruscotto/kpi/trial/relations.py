"""Compute the smallest and the largest value of a hidden figure from the figures shown.

The computation is linear programming.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

import numpy as np
import scipy

from cruscotto.disclosure.head_counts import table_for
from cruscotto.disclosure.noise import Floats, listed_table
from cruscotto.disclosure.thresholds import Audience, Rules

# The arithmetic of the solver is not exact.
SLACK = 1e-6


def farthest(rules: Rules) -> int:
    """Return the largest difference, in persons, between a shown count and its true value.

    This number is published, so an attacker knows it.
    """
    if not rules.guards:
        return 0
    if rules.noise_table:
        return int(np.abs(listed_table(rules.noise_table).values).max())
    extra = rules.public_extra_bound if rules.audience is Audience.PUBLIC else 0
    return rules.noise_bound + extra


@dataclass
class Relations:
    """What an attacker knows of cells with unknown counts: limits of the sums of some cells.

    Each sum has a lower and an upper limit, which follow from the figures shown.

    Attributes:
        size: how many cells there are.
        rules: the audience, its thresholds and noise.
    """

    size: int
    rules: Rules
    _members: list[Sequence[int]] = field(default_factory=list)
    _ends: list[tuple[float, float]] = field(default_factory=list)
    _written: tuple[Any, Floats] | None = None

    def shown(self, members: Sequence[int], count: int | None, *, is_rate: bool = False) -> None:
        """Add the lower and the upper limit that follow from a figure, shown or hidden.

        They are limits of the sum of the figure's cells. A hidden numerator of a rate adds nothing:
        the rate may be hidden because the difference from its denominator is small.

        Args:
            members: the indices of the cells whose sum the figure is.
            count: the figure; `None` if it is hidden. It then counts few persons, but at least one.
            is_rate: whether the figure is the numerator of a rate.
        """
        if count is None and is_rate:
            return
        wide, least = farthest(self.rules), self.rules.threshold_for(sensitive=False)
        if count is None:
            ends = (1.0, float(table_for(self.rules).reach(least) + wide))
        elif count == 0:
            ends = (0.0, 0.0)
        else:
            ends = (float(max(least, count - wide)), float(count + wide))
        self._members.append(members)
        self._ends.append(ends)
        self._written = None

    def reach(self, cell: int) -> tuple[int, int]:
        """Return the smallest and the largest count that a cell can have under all limits.

        Args:
            cell: the index of the cell.
        """
        aim = np.zeros(self.size)
        aim[cell] = 1.0
        return ceil(self._end(aim) - SLACK), floor(SLACK - self._end(-aim))

    def _end(self, aim: Floats) -> float:
        self._written = self._written or self._write()
        sums, limits = self._written
        found = scipy.optimize.linprog(
            aim, A_ub=sums, b_ub=limits, bounds=(0, None), method="highs"
        )
        return float(found.fun) if found.status == 0 else -np.inf

    def _write(self) -> tuple[Any, Floats]:
        """Return the limits as linear inequalities `matrix @ counts <= bounds`.

        Returns:
            The matrix, with a column for each cell, and the bounds.
        """
        rows = np.repeat(np.arange(len(self._members)), [len(m) for m in self._members])
        columns = np.concatenate([np.asarray(m, dtype=np.int64) for m in self._members])
        shape = (len(self._members), self.size)
        sums = scipy.sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        low, high = np.array(self._ends).T
        return scipy.sparse.vstack([sums, -sums]), np.concatenate([high, -low])
