"""Find comparisons of two rates that reverse within the strata of a characteristic.

This is Simpson's paradox: two places, or women and men, may differ in total only because their
participants are of different kinds. The total difference is compared with the difference within
each stratum, and with the difference of rates standardised to the people of both groups. The query
layer supplies the counts, after disclosure control; this module reads no data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Pair = tuple[float, float]  # with the outcome, of how many
Integers = NDArray[np.float64]

# Share of the people compared that must lie in strata of the other sign for a near-reversal.
NEARLY = 0.75


class Turn(StrEnum):
    """How far the difference of two rates changes its sign within the strata."""

    REVERSAL = "reversal"  # every stratum where the groups differ has the other sign
    NEAR_REVERSAL = "near_reversal"  # so do strata with three quarters of the people compared
    CHANGE_OF_SIGN = "change_of_sign"  # the standardised difference has the other sign


@dataclass(frozen=True)
class Stratum:
    """The counts (people with the outcome, people) of two groups in one stratum."""

    code: str
    first: Pair
    second: Pair

    @property
    def gap(self) -> float:
        """Return the rate of the first group less that of the second."""
        return self.first[0] / self.first[1] - self.second[0] / self.second[1]


@dataclass(frozen=True)
class Paradox:
    """A comparison of two rates that reverses within the strata of a characteristic.

    Attributes:
        turn: how far the comparison reverses.
        whole: the difference of the total rates, first group less second.
        standardised: the same difference, with both groups weighted by the strata of both together.
        strata: the counts of the two groups in each stratum.
    """

    turn: Turn
    whole: float
    standardised: float
    strata: tuple[Stratum, ...]


def turned(first: Mapping[str, Pair], second: Mapping[str, Pair]) -> Paradox | None:
    """Return how the comparison of two groups reverses within the strata; `None` if it does not.

    Args:
        first: (people with the outcome, people) of the first group, by stratum.
        second: the same for the second group.
    """
    shared = sorted(set(first) & set(second))
    strata = [
        Stratum(code, first[code], second[code])
        for code in shared
        if first[code][1] > 0 and second[code][1] > 0
    ]
    if len(strata) < 2:
        return None
    counts = np.array([[one.first, one.second] for one in strata], dtype=np.float64)
    turn = turns(counts[None])[0]
    if not turn:
        return None
    whole, standardised = gaps(counts[None])
    return Paradox(Turn(turn), float(whole[0]), float(standardised[0]), tuple(strata))


def gaps(counts: Integers) -> tuple[Integers, Integers]:
    """Return the total and the standardised difference of rates: two arrays, an entry per table.

    Args:
        counts: array of shape (tables, strata, 2 groups, 2); the last axis is (people with the
            outcome, people).
    """
    totals = counts.sum(axis=1)
    whole = totals[:, 0, 0] / totals[:, 0, 1] - totals[:, 1, 0] / totals[:, 1, 1]
    people = counts[..., 1].sum(axis=2)
    inside = _inside(counts)
    return whole, (people * inside).sum(axis=1) / people.sum(axis=1)


def turns(counts: Integers) -> Sequence[str]:
    """Return the `Turn` of each table, or an empty text where its comparison does not reverse.

    Args:
        counts: array of shape (tables, strata, 2 groups, 2), as for `gaps`.
    """
    whole, standardised = gaps(counts)
    sign = np.sign(whole)
    inside = np.sign(_inside(counts)) * sign[:, None]
    people = counts[..., 1].sum(axis=2)
    against = (people * (inside < 0)).sum(axis=1) / people.sum(axis=1)
    differs = (inside != 0).any(axis=1) & (sign != 0)
    every = differs & (inside <= 0).all(axis=1)
    nearly = differs & (against >= NEARLY)
    changed = differs & (np.sign(standardised) * sign < 0)
    found = np.where(changed, str(Turn.CHANGE_OF_SIGN), "")
    found = np.where(nearly, str(Turn.NEAR_REVERSAL), found)
    return [str(one) for one in np.where(every, str(Turn.REVERSAL), found)]


def _inside(counts: Integers) -> Integers:
    rates = counts[..., 0] / counts[..., 1]
    return np.asarray(rates[..., 0] - rates[..., 1], dtype=np.float64)
