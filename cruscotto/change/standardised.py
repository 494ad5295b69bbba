"""Counts that one group would have at the rates of another, stratum by stratum.

Two rates differ because of who is counted and because of how each kind fares. With the persons of
each group at the rates of the other, the difference is parted exactly between the two, at weights
that favour neither (Kitagawa 1955; Das Gupta 1993): composition is the mean of what a change of
persons does at either group's rates, and the rate's part the mean of what a change of rates does
to either group's persons.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = tuple[str, ...]
# numerator and denominator of a kind of person or operation
Pair = tuple[float, float]


@dataclass(frozen=True)
class Standardised:
    """Two groups, each at the rates of the other.

    Attributes:
        first_at_second: numerator of the first group at the second's rates.
        second_at_first: numerator of the second group at the first's rates.
        first_reach: the most that one of the first group adds to `second_at_first`.
        second_reach: the most that one of the second adds to `first_at_second`.
        strata: how many kinds were distinguished.
    """

    first_at_second: float
    second_at_first: float
    first_reach: float
    second_reach: float
    strata: int


def standardise(
    first: Mapping[Codes, Pair],
    second: Mapping[Codes, Pair],
    least: float,
    seen: tuple[Mapping[Codes, Pair], Mapping[Codes, Pair]] | None = None,
) -> Standardised:
    """Set each group at the rates of the other.

    Args:
        first: numerator and denominator by kind; the codes of a kind, the most informative first.
        second: the same of the second group.
        least: the smallest denominator that a kind may have in either group; smaller kinds are
            put together with those that share their first codes.
        seen: both groups as the reader may see them. Their denominators decide which kinds are
            distinguished and how far one person reaches, for both are shown; the groups themselves
            when left out.
    """
    seen = seen or (first, second)
    kinds = pooled(*seen, least)
    sizes = [[max(1.0, _added(kind, group)[1]) for group in seen] for kind in kinds]
    counts = np.array([[_added(kind, group) for group in (first, second)] for kind in kinds])
    (n_first, n_second), (d_first, d_second) = counts[..., 0].T, counts[..., 1].T
    one, two = n_first / d_first, n_second / d_second
    return Standardised(
        float((d_first * two).sum()),
        float((d_second * one).sum()),
        max(1.0, *(there / here for here, there in sizes)),
        max(1.0, *(here / there for here, there in sizes)),
        len(kinds),
    )


def pooled(
    first: Mapping[Codes, Pair], second: Mapping[Codes, Pair], least: float
) -> list[list[Codes]]:
    """Put kinds together until each has the least denominator in both groups.

    What is left of small kinds is added to the largest; where none is large enough, all are one.
    """
    left = sorted({*first, *second})
    kept: list[list[Codes]] = []
    for depth in range(len(left[0]), -1, -1):
        waiting = left
        left = []
        for kind in _grouped(waiting, depth):
            smallest = min(_added(kind, group)[1] for group in (first, second))
            if smallest >= least:
                kept.append(kind)
            else:
                left += kind
    if left and kept:
        max(kept, key=lambda kind: _added(kind, first)[1] + _added(kind, second)[1]).extend(left)
    return kept or [left]


def _grouped(codes: Sequence[Codes], depth: int) -> list[list[Codes]]:
    found: dict[Codes, list[Codes]] = {}
    for code in codes:
        found.setdefault(code[:depth], []).append(code)
    return list(found.values())


Key = TypeVar("Key", bound=Hashable)


def _added(keys: Sequence[Key], values: Mapping[Key, Pair]) -> Pair:
    parts = [values[key] for key in keys if key in values]
    return sum(n for n, _ in parts), sum(d for _, d in parts)


def parts(first: Pair, second: Pair, at_second: float, at_first: float) -> tuple[float, float]:
    """Return what composition and what rates within kinds add to the difference of two rates.

    Args:
        first: numerator and denominator of the first group.
        second: the same of the second.
        at_second: numerator of the first group at the second's rates.
        at_first: numerator of the second group at the first's rates.
    """
    one, two = first[0] / first[1], second[0] / second[1]
    moved, other = at_first / second[1], at_second / first[1]
    composition = ((moved - one) + (two - other)) / 2
    return composition, ((two - moved) + (other - one)) / 2
