"""A small table of counts of persons, with every total that its readers know.

A table has *leaves* (its finest cells) and *margins* (their sums). A count has one part; a rate
has two, the numerator and its complement, whose sum is the denominator. A cell is hidden or shown
with all its parts, so that a hidden part never follows from another part of the same cell, and
the parts of a table can be looked at one after the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

# The code that stands for "all" in one dimension.
TOTAL = "total"

Codes = tuple[str, ...]
Parents = Mapping[str, str]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CountTable:
    """Cells, their counts and how they add up: leaves first, then margins, each sorted by codes.

    Attributes:
        cells: codes of every cell; `TOTAL` or a parent's code where it is a margin.
        leaf_count: how many of the cells are leaves.
        belongs: cells by leaves, 1 where the cell counts the leaf (sparse).
        values: persons, cells by parts.
        floors: leaves by parts: persons there must be when zeros are shown and the leaf is not.
        thresholds: per cell: a part from 1 to one less than this is hidden.
        fixed: per cell: readers know it from elsewhere, hiding it here would be vain.
        listed: per cell: it is part of the result, not only known from a page beside it.
    """

    cells: tuple[Codes, ...]
    leaf_count: int
    belongs: Any
    values: Ints
    floors: Ints
    thresholds: Ints
    fixed: Flags
    listed: Flags

    @cached_property
    def parts(self) -> int:
        """Return how many parts each cell has."""
        return int(self.values.shape[1])

    @cached_property
    def small(self) -> Flags:
        """Say which parts of which cells are from 1 to one less than the threshold."""
        return (self.values > 0) & (self.values < self.thresholds[:, None])

    @cached_property
    def primary(self) -> Flags:
        """Say which cells the threshold hides: a small part, or a small sum of the parts."""
        return np.asarray(self.small.any(axis=1))

    @cached_property
    def empty(self) -> Flags:
        """Say which cells count nobody: they are shown, as zero."""
        return np.asarray(~self.values.any(axis=1))

    @cached_property
    def choosable(self) -> Flags:
        """Say which cells may be hidden to protect others."""
        return ~self.fixed & ~self.empty

    def sums(self, leaves: Ints) -> Ints:
        """Add up one part of the leaves to all cells."""
        return np.asarray(self.belongs @ leaves, dtype=np.int64)

    def mark(self, cells: Iterable[Codes]) -> Flags:
        """Mark the cells with these codes; codes that are not in the table are passed over."""
        wanted = set(cells)
        return np.array([codes in wanted for codes in self.cells], dtype=bool)


def ancestors(code: str, parents: Parents) -> list[str]:
    """Return a code, its parent, its parent's parent, and so on up to the total."""
    chain = [code]
    while chain[-1] in parents and parents[chain[-1]] not in chain:
        chain.append(parents[chain[-1]])
    return [*chain, TOTAL]


def build(
    leaves: Mapping[Codes, Sequence[int]],
    thresholds: Mapping[Codes, int],
    parents: Sequence[Parents],
    listed: Iterable[Codes] = (),
) -> CountTable:
    """Build the table of some leaves with the totals that its readers know.

    These are the grand total, the totals along one dimension (at every level of its hierarchy),
    and those listed in the result itself.

    Args:
        leaves: persons per part, by codes; every leaf has as many parts.
        thresholds: threshold of each leaf; a total takes the lowest of its leaves'.
        parents: for each dimension, the parent of a code; empty when it is flat.
        listed: codes of the totals that the result shows.
    """
    codes, listed = sorted(leaves), set(listed)
    chains = [[ancestors(code, parents[d]) for d, code in enumerate(leaf)] for leaf in codes]
    cells = (*codes, *sorted(_margins(chains, listed) - set(codes)))
    belongs = _membership(cells, chains)
    atoms = np.array([leaves[leaf] for leaf in codes], dtype=np.int64)
    table = CountTable(
        cells=cells,
        leaf_count=len(codes),
        belongs=belongs,
        values=np.asarray(belongs @ atoms, dtype=np.int64),
        floors=((atoms > 0) & (atoms == atoms.sum(axis=1, keepdims=True))).astype(np.int64),
        thresholds=_lowest(belongs, np.array([thresholds[leaf] for leaf in codes])),
        fixed=np.array([set(cell) == {TOTAL} for cell in cells]),
        listed=np.array([cell in leaves or cell in listed for cell in cells]),
    )
    # A total below the threshold is hidden wherever it stands, so nobody knows it.
    table.fixed[table.primary] = False
    return table


def _margins(chains: Sequence[Sequence[Sequence[str]]], listed: set[Codes]) -> set[Codes]:
    margins: set[Codes] = set()
    for chain in chains:
        width = len(chain)
        for d, levels in enumerate(chain):
            rest = (TOTAL,) * (width - d - 1)
            margins.update((*(TOTAL,) * d, level, *rest) for level in levels)
        if listed:
            margins.update(codes for codes in product(*chain) if codes in listed)
    return margins


def _membership(cells: Sequence[Codes], chains: Sequence[Sequence[Sequence[str]]]) -> Any:
    place = {cell: position for position, cell in enumerate(cells)}
    pairs = [
        (place[codes], leaf)
        for leaf, chain in enumerate(chains)
        for codes in product(*chain)
        if codes in place
    ]
    rows, columns = zip(*pairs, strict=True)
    ones = np.ones(len(pairs), dtype=np.int64)
    return scipy.sparse.csr_array((ones, (rows, columns)), shape=(len(cells), len(chains)))


def _lowest(belongs: Any, thresholds: Ints) -> Ints:
    """The lowest threshold among the leaves of each cell."""
    return np.minimum.reduceat(thresholds[belongs.indices], belongs.indptr[:-1]).astype(np.int64)
