"""Split the difference of two rates into one effect for each factor of the rate.

The effect of a factor is the change of the rate when this factor changes, averaged over all
combinations of the first and second values of the other factors. The effects add up to the
difference, and do not depend on the order of the factors. Source: Das Gupta 1993, *Standardization
and decomposition of rates*, Bureau of the Census P23-186.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def effects(
    rate: Callable[..., float], first: Mapping[str, ArrayLike], second: Mapping[str, ArrayLike]
) -> dict[str, float]:
    """Return the effect of each factor on `rate(**second) - rate(**first)`.

    Args:
        rate: the rate as a function of its factors, which are numbers or arrays of one length.
        first: the value of each factor in the first population, by name.
        second: the value of each factor in the second population.
    """
    one, two = ({k: np.asarray(v, dtype=np.float64) for k, v in p.items()} for p in (first, second))
    return {name: _effect(rate, name, one, two) for name in one}


def _effect(
    rate: Callable[..., float], name: str, first: Mapping[str, Floats], second: Mapping[str, Floats]
) -> float:
    others = [other for other in first if other != name]
    found = 0.0
    for size in range(len(others) + 1):
        weight = factorial(size) * factorial(len(others) - size) / factorial(len(others) + 1)
        for moved in combinations(others, size):
            rest = {other: (second if other in moved else first)[other] for other in others}
            step = rate(**rest, **{name: second[name]}) - rate(**rest, **{name: first[name]})
            found += weight * float(step)
    return found
