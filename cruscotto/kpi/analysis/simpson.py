"""Find differences of two rates that reverse within the strata of a characteristic.

This is Simpson's paradox: two regions, or women and men, may differ in total only because their
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
    """How a difference of two rates reverses, that is, gets the opposite sign, within strata.

    Attributes:
        REVERSAL: in every stratum where the rates differ, the difference has the opposite sign.
        NEAR_REVERSAL: so it has in strata with three quarters of the people compared.
        CHANGE_OF_SIGN: only the standardised difference has the opposite sign.
    """

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
        """Return the rate of the first group in the stratum less the rate of the second group."""
        return self.first[0] / self.first[1] - self.second[0] / self.second[1]


@dataclass(frozen=True)
class Paradox:
    """A difference of two rates that reverses within the strata of a characteristic.

    Attributes:
        turn: how the difference reverses.
        whole: the difference of the total rates, first group less second.
        standardised: the difference of the rates when both groups get the same weights: the shares
            of the strata among all people compared.
        strata: the counts of the two groups in each stratum.
    """

    turn: Turn
    whole: float
    standardised: float
    strata: tuple[Stratum, ...]


def turned(first: Mapping[str, Pair], second: Mapping[str, Pair]) -> Paradox | None:
    """Return the difference of two groups' rates if it reverses within the strata, else `None`.

    `Turn` lists the ways in which a difference reverses.

    Args:
        first: (people with the outcome, people) of the first group, by stratum.
        second: (people with the outcome, people) of the second group, by stratum.
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
    """Return the total and the standardised differences of rates, as two arrays.

    Each array has one entry per table; a table holds the counts of two groups in some strata.

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
    """Return the `Turn` of each table; an empty text for a table without a reversal.

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
