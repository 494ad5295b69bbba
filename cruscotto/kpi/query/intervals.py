"""Intervals of proportions and of their differences and ratios.

Sources: Wilson 1927; Clopper and Pearson 1934; Newcombe 1998 (method 10) for a difference of two
proportions; Byar's approximation of the Poisson interval (Breslow and Day 1987) for an
observed/expected ratio.
"""

from math import sqrt

import scipy

# Two-sided normal quantile.
Z95 = 1.959963984540054

Interval = tuple[float, float]


def wilson(successes: float, total: float, z: float = Z95) -> Interval | None:
    """Return the Wilson score interval of a proportion; `None` when nothing was observed.

    It is the 95 % interval, unless another normal quantile `z` is given.
    """
    if total <= 0:
        return None
    share = successes / total
    scale = 1 + z * z / total
    centre = (share + z * z / (2 * total)) / scale
    half = z / scale * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def exact(successes: float, total: float, level: float = 0.95) -> Interval | None:
    """Return the exact binomial interval of a proportion; `None` when nothing was observed.

    Source: Clopper and Pearson 1934.
    """
    if total <= 0:
        return None
    tail, failures = (1 - level) / 2, total - successes
    low = scipy.special.betaincinv(successes, failures + 1, tail) if successes else 0.0
    high = scipy.special.betaincinv(successes + 1, failures, 1 - tail) if failures else 1.0
    return float(low), float(high)


def newcombe(first: tuple[float, float], second: tuple[float, float]) -> Interval | None:
    """Return the 95 % interval of a difference of proportions, first less second.

    Args:
        first: (successes, total) of the first proportion.
        second: (successes, total) of the second.

    Returns:
        The interval; `None` when nothing was observed on one side.
    """
    one, two = wilson(*first), wilson(*second)
    if one is None or two is None:
        return None
    p, q = first[0] / first[1], second[0] / second[1]
    low = p - q - sqrt((p - one[0]) ** 2 + (two[1] - q) ** 2)
    high = p - q + sqrt((one[1] - p) ** 2 + (q - two[0]) ** 2)
    return low, high


def worst_case(successes: float, known: float, unknown: float) -> Interval | None:
    """Return the share of successes if all unknown outcomes fail, and if all of them succeed.

    Return `None` if there are no outcomes, known or unknown.
    """
    total = known + unknown
    if total <= 0:
        return None
    return successes / total, (successes + unknown) / total


def byar(observed: float, expected: float, z: float = Z95) -> Interval | None:
    """Return the interval of the ratio `observed / expected`; `None` when nothing was expected.

    It is the 95 % interval, unless another normal quantile `z` is given.
    """
    if expected <= 0:
        return None
    low = 0.0
    if observed > 0:
        low = observed * (1 - 1 / (9 * observed) - z / (3 * sqrt(observed))) ** 3
    more = observed + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    return max(0.0, low) / expected, high / expected
