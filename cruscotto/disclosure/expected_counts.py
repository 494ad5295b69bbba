"""Noise for counts of persons that are expected and not counted: standardised numbers.

A group at another group's rates is worked out on exact records, and would give them away to the
last digit. Its noise has the variance of a count's, times the square of what one person can move it
by, and comes from the keys of the persons behind it: the same question has the same noise, other
persons have other noise, and of several codes of a filter each cell brings its own, so that a
difference of two unions is never averaged out. The noise is no whole number, for its steps would
show what lies between them; the sum is rounded to persons.
"""

from collections.abc import Sequence
from math import sqrt
from zlib import crc32

import numpy as np
import scipy

from cruscotto.disclosure.noise import KEY_BITS, other_keys
from cruscotto.disclosure.thresholds import Audience, Rules


def perturb_expected(
    value: float, behind: Sequence[tuple[Sequence[int], float]], purpose: str, rules: Rules
) -> float:
    """Return an expected number of persons as an audience may see it.

    Args:
        value: the exact expectation, in persons.
        behind: for each group of persons that it depends on, the sums of keys of its cells and the
            most that one of these persons can move it by.
        purpose: what the number is; two numbers of the same persons have different noise.
        rules: the audience and its noise.
    """
    if not rules.guards:
        return value
    added = sum(_noise(keys, reach, purpose, rules) for keys, reach in behind)
    return float(max(0, round(value + added)))


def noise_variance(behind: Sequence[tuple[Sequence[int], float]], rules: Rules) -> float:
    """Return the variance of the noise of an expected number, in persons squared."""
    if not rules.guards:
        return 0.0
    each = rules.noise_variance
    if rules.audience is Audience.PUBLIC:
        each += rules.public_extra_variance
    return sum(each * len(keys) * reach**2 for keys, reach in behind)


def _noise(keys: Sequence[int], reach: float, purpose: str, rules: Rules) -> float:
    found = sqrt(rules.noise_variance) * _normal(keys, purpose)
    if rules.audience is Audience.PUBLIC:
        found += sqrt(rules.public_extra_variance) * _normal(keys, f"public {purpose}")
    return reach * found


def _normal(keys: Sequence[int], purpose: str) -> float:
    """Return the sum of one standard normal number for each key, always the same."""
    scattered = other_keys(other_keys(np.asarray(keys, dtype=np.int64)) + crc32(purpose.encode()))
    return float(scipy.special.ndtri((scattered + 0.5) / 2**KEY_BITS).sum())
