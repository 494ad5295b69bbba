"""Backtests of settled values: each edition is predicted from the editions before it.

Values that could no longer change are not counted.
"""

import numpy as np
import scipy

from cruscotto.change.rates import next_rates, refusal_of_rates
from cruscotto.change.triangles import LEVELS, Floats, next_diagonal, refusal
from cruscotto.kpi.change.cohorts import HeldBack

# A growth of amounts that differs from the others by less is a correction, and no habit.
LEAST_GROWTH = 0.005
Expected = list[tuple[float, float, float, float]]  # came, expected, error, degrees of freedom


def held_back(triangle: Floats) -> HeldBack | None:
    """Test by past editions whether the intervals predicted for amounts contain the later amounts.

    Each edition's amounts are predicted from the editions before it.

    Args:
        triangle: cumulative amounts by cohort (rows, the oldest first) and age (columns); NaN at
            ages still to come.

    Returns:
        The backtest; `None` where no edition could be predicted.
    """
    found: Expected = []
    for before in _earlier(triangle):
        if refusal(before, LEAST_GROWTH) is None:
            found += [
                (float(triangle[row, age]), value, error, freedom)
                for row, age, value, error, freedom in next_diagonal(before)
            ]
    return _counted(found)


def held_back_rates(met: Floats, known: Floats, slack: float = 0.0) -> HeldBack | None:
    """Test by past editions whether the intervals predicted for rates contain the later rates.

    Each edition's rates are predicted from the editions before it.

    Args:
        met: persons with the outcome, by cohort (rows, the oldest first) and age (columns).
        known: persons whose outcome is known, of the same shape.
        slack: by how many persons noise may change the growth of a count from one age to the next.

    Returns:
        The backtest; `None` where no edition could be predicted.
    """
    found: Expected = []
    for met_before, before in zip(_earlier(met), _earlier(known), strict=True):
        if refusal_of_rates(met_before, before, slack) is None:
            found += [
                (float(met[row, age] / known[row, age]), rate, error, freedom)
                for row, age, rate, error, freedom in next_rates(met_before, before)
            ]
    return _counted(found)


def _earlier(triangle: Floats) -> list[Floats]:
    """Return what a triangle was one edition ago, two editions ago, and so on.

    In each step back every cohort loses the value of its highest age.
    """
    found: list[Floats] = []
    now = triangle
    while True:
        before = now.copy()
        for row in before:
            if np.isfinite(row).any():
                row[int(np.isfinite(row).sum()) - 1] = np.nan
        before = before[np.isfinite(before).any(axis=1)]
        before = before[:, np.isfinite(before).any(axis=0)]
        if not before.size:
            return found
        found.append(before)
        now = before


def _counted(found: Expected) -> HeldBack | None:
    moving = [(came, value, error, free) for came, value, error, free in found if error > 0]
    if not moving:
        return None
    within = [
        sum(
            abs(came - value) <= error * scipy.stats.t.ppf((1 + level) / 2, free)
            for came, value, error, free in moving
        )
        for level in LEVELS
    ]
    return HeldBack(len(moving), int(within[0]), int(within[1]))
