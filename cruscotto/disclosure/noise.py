"""Tables of noise for counts of persons, by the cell-key method.

Every participation has a secret key; the key of a cell is the sum of its participations' keys,
modulo the number of keys. The count and the key of a cell together choose one entry of a table. So
the same persons get the same noise in every query, filter, page and file, and different persons
get independent noise. (Fraser and Wooton 2005; Marley and Leaver 2011; the table as in Giessing
2016.)
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Protocol

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from cruscotto.errors import WrongValue

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

KEY_BITS = 32
# Tables in files stop at 750 persons; larger counts use the last 250 rows again and again.
LAST_ROW, CYCLE = 750, 250


class Noise(Protocol):
    """A table of noise, generated or read from a file."""

    def noise(self, counts: ArrayLike, keys: ArrayLike) -> Ints:
        """Return the noise for each count and its key (the sum of its participations' keys)."""
        ...

    def reach(self, limit: int) -> int:
        """Return the highest count, with noise, that an exact count below a limit can have."""
        ...


@dataclass(frozen=True, eq=False)
class NoiseTable:
    """A generated table of noise with mean zero and a fixed variance; no count becomes negative.

    Each count has its own distribution of noise from -bound to bound. It is the distribution of
    largest entropy with this mean and variance. Counts of zero get no noise.

    Attributes:
        bound: largest noise, upwards or downwards, in persons.
        variance: variance of the noise of every count above zero.
        bits: keys are taken modulo two to this power.
        ends: array with a row per count from 0 and a column per noise from -bound to bound. A key
            gets the noise of the first column whose entry is above the key. The last row is also
            used for all higher counts.
    """

    bound: int
    variance: float
    bits: int
    ends: Ints

    @property
    def probabilities(self) -> Floats:
        """Return the probability of each noise (columns -bound to bound) for each count (rows)."""
        return np.asarray(np.diff(self.ends, prepend=0, axis=1) / float(2**self.bits))

    def noise(self, counts: ArrayLike, keys: ArrayLike) -> Ints:
        """Return the noise for each count and its key (the sum of its participations' keys)."""
        counts, keys = np.asarray(counts, dtype=np.int64), np.asarray(keys, dtype=np.int64)
        rows = np.minimum(counts, len(self.ends) - 1)
        beyond = (keys % 2**self.bits)[..., None] >= self.ends[rows]
        return np.asarray(beyond.sum(axis=-1) - self.bound, dtype=np.int64)

    def reach(self, limit: int) -> int:
        """Return the highest count, with noise, that an exact count below a limit can have."""
        largest = (self.ends < 2**self.bits).sum(axis=1) - self.bound
        rows = np.minimum(np.arange(1, limit), len(self.ends) - 1)
        return int((np.arange(1, limit) + largest[rows]).max())


@cache
def noise_table(
    bound: int, variance: float, bits: int = KEY_BITS, limits: tuple[int, ...] = ()
) -> NoiseTable:
    """Generate the noise table for a bound and a variance.

    Args:
        bound: largest noise, upwards or downwards, in persons (D).
        variance: variance of the noise (V), at most the bound: a count of 1 cannot carry more.
        bits: keys are taken modulo two to this power.
        limits: thresholds below which counts are hidden, the lowest first. The largest noise of a
            count below a threshold is restricted, so that its count with noise is only a little
            above the threshold. So a count with noise suffices to decide which figures to hide.

    Raises:
        ValueError: the variance is above the bound, or not above zero.
    """
    if not 0 < variance <= bound:
        raise ValueError("variance must be above zero and not above the bound")
    steps = np.arange(-bound, bound + 1)
    rows = [
        _distribution(count, steps, variance, _highest(count, bound, variance, limits))
        for count in range(max(bound + 1, *limits, 0))
    ]
    ends = np.rint(np.cumsum(rows, axis=1) * 2**bits).astype(np.int64)
    ends[:, -1] = 2**bits
    ends.setflags(write=False)
    return NoiseTable(bound, variance, bits, ends)


@dataclass(frozen=True, eq=False)
class ListedTable:
    """A table of noise read from a file: one value for each count and key.

    Counts above the last row use the last `CYCLE` rows in turn.

    Attributes:
        values: array with a row per count, from count 0, and a column per key.
    """

    values: Ints

    def noise(self, counts: ArrayLike, keys: ArrayLike) -> Ints:
        """Return the noise for each count and its key (the sum of its participations' keys)."""
        counts, keys = np.asarray(counts, dtype=np.int64), np.asarray(keys, dtype=np.int64)
        rows, width = self.values.shape
        last = rows - 1
        cycle = min(CYCLE, last)
        again = (counts - 1 - last) % cycle + last - cycle + 1
        found = self.values[np.where(counts > last, again, counts), keys % width]
        return np.asarray(found, dtype=np.int64)

    def reach(self, limit: int) -> int:
        """Return the highest count, with noise, that an exact count below a limit can have."""
        small = np.arange(1, limit)
        largest = self.values.max(axis=1)[np.minimum(small, len(self.values) - 1)]
        return int((small + largest).max())


@cache
def listed_table(path: Path) -> ListedTable:
    """Read a table of noise from a file with the columns `pcv` (count), `ckey` and `pvalue`.

    Raises:
        WrongValue: the file is not there, or is not such a table.
    """
    expected = "pcv,ckey,pvalue; pcv 1…n, ckey 0…m, pcv + pvalue ≥ 0"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            entries = [_entry(row) for row in csv.DictReader(file)]
        listed = np.array(entries, dtype=np.int64)
        counts, keys, values = listed.T
        table = np.full((counts.max() + 1, keys.max() + 1), np.iinfo(np.int64).min)
        table[0] = 0
        table[counts, keys] = values
    except (OSError, KeyError, ValueError, IndexError) as error:
        raise WrongValue(option="CRUSCOTTO_NOISE_TABLE", value=path, expected=expected) from error
    # a missing entry is far below zero too
    if (table + np.arange(len(table))[:, None]).min() < 0 or counts.min() < 1:
        raise WrongValue(option="CRUSCOTTO_NOISE_TABLE", value=path, expected=expected)
    table.setflags(write=False)
    return ListedTable(table)


def _entry(row: Mapping[str, str]) -> tuple[int, int, int]:
    return int(row["pcv"]), int(row["ckey"]), int(row["pvalue"])


def perturb(counts: ArrayLike, keys: ArrayLike, table: Noise) -> Ints:
    """Return counts with their noise; zeros stay zero and no count becomes negative.

    Args:
        counts: persons per cell.
        keys: sum of the keys of these persons' participations, per cell.
        table: the noise table.
    """
    counts = np.asarray(counts, dtype=np.int64)
    return np.asarray(counts + table.noise(counts, keys), dtype=np.int64)


def other_keys(keys: ArrayLike) -> Ints:
    """Return a second key for each cell; its noise is independent of the noise of the first key.

    The second key is the first key, scattered by the finalizer of SplitMix64 (Steele, Lea and Flood
    2014).
    """
    mixed = np.asarray(np.asarray(keys, dtype=np.int64) % 2**KEY_BITS, dtype=np.uint64)
    mixed = (mixed + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed >> np.uint64(64 - KEY_BITS), dtype=np.int64)


def _highest(count: int, bound: int, variance: float, limits: tuple[int, ...]) -> int:
    """Return the largest noise that a count may get, in persons.

    It is the bound, or less if the count is below a threshold (`limits`).
    """
    limit = next((one for one in limits if count < one), None)
    return bound if limit is None else min(bound, limit - 1 + ceil(variance) - count)


def _distribution(count: int, steps: Ints, variance: float, highest: int) -> Floats:
    """Return the probability of each possible noise of a count.

    Of all distributions that satisfy the arguments, it is the one with the largest entropy.

    Args:
        count: the exact count, in persons.
        steps: the possible noises, from -bound to bound.
        variance: the variance that the noise must have.
        highest: the largest noise that this count may get.
    """
    if count == 0:
        return np.asarray(steps == 0, dtype=np.float64)
    allowed = (steps >= -count) & (steps <= highest)
    if np.isclose(variance, count * highest):
        # only the two ends, balanced, spread as far as this
        return np.where(steps == -count, highest, np.where(steps == highest, count, 0)) / (
            count + highest
        )
    powers = np.vstack([steps, steps**2])[:, allowed].astype(float)
    aim = np.array([0.0, variance])

    def distance(weights: Floats) -> tuple[float, Floats]:
        exponents = weights @ powers
        size = scipy.special.logsumexp(exponents)
        return float(size - weights @ aim), powers @ np.exp(exponents - size) - aim

    start = np.array([0.0, -0.5 / variance])
    found = scipy.optimize.minimize(
        distance, start, jac=True, method="BFGS", options={"gtol": 1e-12}
    )
    exponents = found.x @ powers
    chances = np.zeros(len(steps))
    chances[allowed] = np.exp(exponents - scipy.special.logsumexp(exponents))
    return chances
