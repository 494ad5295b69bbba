"""Repeatable random numbers: one independent stream per purpose, all from one seed.

A stream depends on the seed and its own name only. So a new module that generates files, or one
more draw in an existing module, leaves the files of all other modules unchanged.
"""

from zlib import crc32

import numpy as np
import numpy.typing as npt

DEFAULT_SEED = 2026

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Mask = npt.NDArray[np.bool_]


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """Return the random number generator for a purpose, which is named by one or more words."""
    return np.random.default_rng([seed, crc32("/".join(purpose).encode())])


def gamma_days(rng: np.random.Generator, shape: float, mean: Floats) -> Ints:
    """Return random waiting times in days, from gamma distributions with the given means."""
    return np.rint(rng.gamma(shape, 1.0, mean.size) * mean / shape).astype(np.int64)


def whole(rng: np.random.Generator, low: int, high: int, size: int) -> Ints:
    """Return random whole numbers from `low` to `high`, both included."""
    return rng.integers(low, high, size, endpoint=True, dtype=np.int64)


def by_rank(count: int, exponent: float) -> Floats:
    """Return `count` shares that add up to one; the n-th is in proportion to n**-exponent."""
    shares: Floats = np.arange(1, count + 1, dtype=np.float64) ** -exponent
    return np.asarray(shares / shares.sum())
