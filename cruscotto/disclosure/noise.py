"""Noise for public counts, by the cell-key method.

Every participation has a secret key; the key of a cell is the sum of its participations' keys,
modulo two to some power, hence uniform. Count and key together choose one entry of the noise
table, so the same persons get the same noise in every query, filter, page and file, and others
independent noise. (Fraser and Wooton 2005; Marley and Leaver 2011; the table as in Giessing 2016.)

The table holds, for each count, the distribution of largest entropy among those with mean zero,
the variance asked, at most the bound either way, and no result below zero. Zeros stay zero.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy
from numpy.typing import ArrayLike

from cruscotto.disclosure.rules import Rules
from cruscotto.disclosure.table import Floats, Ints


@dataclass(frozen=True, eq=False)
class NoiseTable:
    """The noise of a count and a key.

    Attributes:
        bound: largest noise either way, in persons.
        variance: variance of the noise of every count above zero.
        bits: keys count modulo two to this power.
        ends: for counts 0 to `bound` (the last stands for all above) and noise from -bound to
            bound: the first key beyond those that get this noise or less.
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
        """Look up the noise of counts with the sums of their keys."""
        counts, keys = np.asarray(counts, dtype=np.int64), np.asarray(keys, dtype=np.int64)
        rows = np.minimum(counts, self.bound)
        beyond = (keys % 2**self.bits)[..., None] >= self.ends[rows]
        return np.asarray(beyond.sum(axis=-1) - self.bound, dtype=np.int64)


@cache
def noise_table(bound: int, variance: float, bits: int = 32) -> NoiseTable:
    """Build the noise table of a bound and a variance.

    Args:
        bound: largest noise either way, in persons (D).
        variance: variance of the noise (V), at most the bound: a count of 1 cannot carry more.
        bits: keys count modulo two to this power.

    Raises:
        ValueError: the variance is above the bound, or not above zero.
    """
    if not 0 < variance <= bound:
        raise ValueError("variance must be above zero and not above the bound")
    steps = np.arange(-bound, bound + 1)
    rows = [_distribution(count, steps, variance) for count in range(bound + 1)]
    ends = np.rint(np.cumsum(rows, axis=1) * 2**bits).astype(np.int64)
    ends[:, -1] = 2**bits
    ends.setflags(write=False)
    return NoiseTable(bound, variance, bits, ends)


def table_for(rules: Rules) -> NoiseTable:
    """Return the noise table of an installation."""
    return noise_table(rules.noise_bound, rules.noise_variance, rules.key_bits)


def perturb(counts: ArrayLike, keys: ArrayLike, table: NoiseTable) -> Ints:
    """Return counts with their noise; zeros stay zero and nothing falls below it.

    Args:
        counts: persons per cell.
        keys: sum of the keys of these persons' participations, per cell.
        table: the noise table.
    """
    counts = np.asarray(counts, dtype=np.int64)
    return np.asarray(counts + table.noise(counts, keys), dtype=np.int64)


def _distribution(count: int, steps: Ints, variance: float) -> Floats:
    """The distribution of largest entropy of the noise of one count."""
    bound = int(steps[-1])
    if count == 0:
        return np.asarray(steps == 0, dtype=np.float64)
    allowed = steps >= -count
    if np.isclose(variance, count * bound):
        # only the two ends, balanced, spread as far as this
        return np.where(steps == -count, bound, np.where(steps == bound, count, 0)) / (
            count + bound
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
