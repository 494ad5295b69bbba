"""Split the difference of two groups' rates into two parts: composition and rates.

Two groups have different rates because they consist of different kinds of persons, and because the
rate of each kind differs. The difference is split exactly into these two parts, with symmetric
weights (Kitagawa 1955; Das Gupta 1993). In the composition part each kind's share of persons
changes, and each kind's rate is the mean of the two groups. In the rates part each kind's rate
changes, and each kind's share is the mean of the two groups.
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
    """The numerators that two groups would have, each at the rates of the other.

    Attributes:
        first_at_second: numerator that the first group would have at the second's rates.
        second_at_first: numerator that the second group would have at the first's rates.
        kinds: the kinds compared. Each is a list of the original kinds merged into it, which are
            tuples of codes.
    """

    first_at_second: float
    second_at_first: float
    kinds: list[list[Codes]]


def standardise(
    first: Mapping[Codes, Pair], second: Mapping[Codes, Pair], least: float
) -> Standardised:
    """Return the numerator that each group would have at the rates of the other.

    Args:
        first: numerator and denominator of the first group by kind; a kind is a tuple of codes, the
            most informative code first.
        second: numerator and denominator of the second group by kind.
        least: the smallest denominator that a kind may have in either group; smaller kinds are
            merged with kinds that have the same first codes.
    """
    kinds = pooled(first, second, least)
    (n_first, d_first), (n_second, d_second) = (_by_kind(kinds, g).T for g in (first, second))
    one, two = n_first / d_first, n_second / d_second
    return Standardised(float((d_first * two).sum()), float((d_second * one).sum()), kinds)


def composition_variance(
    kinds: Sequence[Sequence[Codes]],
    groups: Sequence[Mapping[Codes, Pair]],
    noises: Sequence[Mapping[Codes, Pair]],
) -> float:
    """Return the variance that the noise of counts adds to the composition part, to first order.

    Args:
        kinds: the kinds compared, as in `Standardised`.
        groups: numerator and denominator by original kind, of the first group and of the second.
        noises: the variance of the noise of each numerator and denominator in `groups`.
    """
    counts = np.array([_by_kind(kinds, group) for group in groups])
    noise = np.array([_by_kind(kinds, group) for group in noises])
    sizes = counts[..., 1]
    rates, totals = counts[..., 0] / sizes, sizes.sum(axis=1, keepdims=True)
    shares, mean = sizes / totals, rates.mean(axis=0)
    moved = (shares[1] - shares[0]) / (2 * sizes)
    weighed = (mean - (shares * mean).sum(axis=1, keepdims=True)) / totals
    by_size = np.array([[-1.0], [1.0]]) * weighed - moved * rates
    return float((noise[..., 0] * moved**2 + noise[..., 1] * by_size**2).sum())


def _by_kind(kinds: Sequence[Sequence[Codes]], group: Mapping[Codes, Pair]) -> Floats:
    return np.array([_added(kind, group) for kind in kinds], dtype=float)


def pooled(
    first: Mapping[Codes, Pair], second: Mapping[Codes, Pair], least: float
) -> list[list[Codes]]:
    """Merge kinds until each has a denominator of at least `least` in both groups.

    Kinds with the same first codes are merged first. Kinds that stay too small are added to the
    largest kind; where no kind is large enough, all kinds are merged into one.

    Args:
        first: numerator and denominator of the first group by kind.
        second: numerator and denominator of the second group by kind.
        least: the smallest denominator allowed.

    Returns:
        The merged kinds, each as a list of the original kinds in it.
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
    """Return the composition part and the rates part of the second group's rate less the first's.

    Args:
        first: numerator and denominator of the first group.
        second: numerator and denominator of the second group.
        at_second: numerator of the first group at the second's rates.
        at_first: numerator of the second group at the first's rates.
    """
    one, two = first[0] / first[1], second[0] / second[1]
    moved, other = at_first / second[1], at_second / first[1]
    composition = ((moved - one) + (two - other)) / 2
    return composition, ((two - moved) + (other - one)) / 2
