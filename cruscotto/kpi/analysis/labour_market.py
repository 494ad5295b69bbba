"""Estimate the outcome rates expected of regions, programmes or providers from unemployment.

Where unemployment is higher, fewer people find work, however good their courses are. A line is
fitted to the standardised rates against the unemployment of each rate's region. Each rate is
compared with the line. Limits show how far rates usually are from the line.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cruscotto.evaluation.judgement.funnel_and_shrinkage import (
    FunnelLimits,
    Overdispersion,
    funnel_limits,
    overdispersion,
)

# A line through fewer places follows each of them.
FEWEST = 8


@dataclass(frozen=True)
class Labour:
    """The rate expected of a region, programme or provider, given the unemployment of its region.

    Attributes:
        unemployment: the unemployment rate of the region, in per cent.
        rate: the standardised rate expected at that unemployment (0.42 is 42 %).
        limits: the limits within which rates with the same standard error usually are.
    """

    unemployment: float
    rate: float
    limits: FunnelLimits

    def is_outside(self, rate: float) -> bool:
        """Return whether a rate is outside the limits of 99.8 % around the expected rate."""
        return not self.limits.low_998 <= rate <= self.limits.high_998


def expect_by_unemployment(
    rates: NDArray[np.float64], errors: NDArray[np.float64], unemployment: NDArray[np.float64]
) -> tuple[Labour, ...] | None:
    """Return the rate expected of each region, programme or provider, given its unemployment.

    The result is `None` with fewer than `FEWEST` rates, or if unemployment is the same for all.

    A line of rates against unemployment is fitted by weighted least squares. The weight of a rate
    is the inverse of its variance: its standard error squared, plus the variance of rates around
    the line. The variance around the line is estimated together with the line.

    Args:
        rates: the rates, standardised for kinds of participants (0.42 is 42 %).
        errors: the standard error of each rate.
        unemployment: the unemployment rate of each rate's region, in per cent.
    """
    if len(rates) < FEWEST or np.ptp(unemployment) == 0:
        return None
    extra = Overdispersion()
    line = np.zeros(len(rates))
    for _ in range(20):  # the weights need the distance from the line, and the line the weights
        line = _line(rates, np.hypot(errors, extra.between), unemployment)
        again = overdispersion(rates - line, errors, lost=2)
        if abs(again.between - extra.between) < 1e-9:
            break
        extra = again
    limits = funnel_limits(line, errors, extra)
    return tuple(
        Labour(float(u), float(expected), limit)
        for u, expected, limit in zip(unemployment, line, limits, strict=True)
    )


def _line(
    rates: NDArray[np.float64], errors: NDArray[np.float64], unemployment: NDArray[np.float64]
) -> NDArray[np.float64]:
    matrix = np.column_stack([np.ones(len(rates)), unemployment]) / errors[:, None]
    fitted = np.linalg.lstsq(matrix, rates / errors, rcond=None)[0]
    return np.asarray(fitted[0] + fitted[1] * unemployment, dtype=np.float64)
