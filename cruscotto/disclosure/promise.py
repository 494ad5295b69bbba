"""What is promised of a hidden figure, and against whom.

An attacker knows that counts of persons are integers not below zero, that cells add up to their
totals, and every figure shown. What he may conclude about a hidden figure is the interval from
the lowest to the highest value that it takes among all tables which agree with his knowledge.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cruscotto.disclosure.table import CountTable, Flags, Floats, Ints


class Attacker(StrEnum):
    """What a reader knows besides the figures shown.

    `READER` knows nothing else. `RULE` also knows that zeros are shown, so that a hidden cell
    holds somebody. `TOLD` knows the rule, and was even told which hidden figures are below the
    threshold and which are hidden only to protect them.
    """

    READER = "reader"
    RULE = "rule"
    TOLD = "told"


def bounds(
    table: CountTable, hidden: Flags, part: int, attacker: Attacker
) -> tuple[Floats, Floats]:
    """Return what an attacker knows of each cell's part before any arithmetic."""
    values, small = table.values[:, part], table.small[:, part]
    low = np.where(hidden, 0, values).astype(float)
    high = np.where(hidden, np.inf, values).astype(float)
    if attacker is not Attacker.READER:
        leaves = slice(table.leaf_count)
        low[leaves] = np.where(hidden[leaves], table.floors[:, part], low[leaves])
    if attacker is Attacker.TOLD:
        few, many = hidden & small, hidden & (values > 0) & ~small
        low[few], high[few] = 1, table.thresholds[few] - 1
        low[many] = table.thresholds[many]
    return low, high


def least_width(table: CountTable, attacker: Attacker) -> Ints:
    """Return how far apart the ends of a hidden figure's interval must lie, at least.

    Who knows that a hidden cell holds somebody already has one value less to choose from.
    """
    return table.thresholds - (1 if attacker is Attacker.READER else 2)


def lowest_wanted(table: CountTable, part: int, attacker: Attacker) -> Ints:
    """Return the value down to which the interval of a small figure must reach.

    It is 1; for a total, a reader who knows the rule counts one person for each hidden cell.
    """
    if attacker is Attacker.READER:
        return np.ones(len(table.cells), dtype=np.int64)
    return np.maximum(1, table.sums(table.floors[:, part]))


@dataclass(frozen=True)
class Witnesses:
    """The lowest and highest value of every cell's part among tables that cannot be excluded.

    The true table is one of them. A witness against an attacker is one against all who know less,
    and stays one when more is hidden.
    """

    table: CountTable
    part: int
    lowest: Ints
    highest: Ints

    @classmethod
    def of(cls, table: CountTable, part: int) -> "Witnesses":
        """Start from the true table."""
        return cls(table, part, table.values[:, part].copy(), table.values[:, part].copy())

    def copy(self) -> "Witnesses":
        """Return the same witnesses, to be added to apart from these."""
        return Witnesses(self.table, self.part, self.lowest.copy(), self.highest.copy())

    def take_over(self, others: "Witnesses") -> None:
        """Take in the witnesses against an attacker who knows more."""
        np.minimum(self.lowest, others.lowest, out=self.lowest)
        np.maximum(self.highest, others.highest, out=self.highest)

    def add(self, leaves: Ints) -> None:
        """Take in another table, given by its leaves."""
        values = self.table.sums(leaves)
        np.minimum(self.lowest, values, out=self.lowest)
        np.maximum(self.highest, values, out=self.highest)

    def unsafe(self, hidden: Flags, attacker: Attacker) -> Flags:
        """Mark hidden cells whose interval is not yet known to be as wide as promised.

        Somebody who was told which figures are small is a danger to those only.
        """
        table, part = self.table, self.part
        small, values = table.small[:, part], table.values[:, part]
        wide = self.highest - self.lowest >= least_width(table, attacker)
        reaches = self.lowest <= lowest_wanted(table, part, attacker)
        concerned = small if attacker is Attacker.TOLD else values > 0
        return np.asarray(hidden & concerned & ~(wide & (reaches | ~small)))
