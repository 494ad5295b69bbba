"""The rate of an outcome that is expected of a place, given the unemployment of its territory.

In places with more unemployment fewer people find work, whatever their courses do. A line is fitted
to the standardised rates of all places against their unemployment. Each place is compared with the
rate on that line. Limits show how far places usually are from the line.
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
    """The rate expected of a place at its unemployment.

    Attributes:
        unemployment: the unemployment rate of the place, in per cent.
        rate: the standardised rate expected at that unemployment (0.42 is 42 %).
        limits: the limits within which the rates of places of this size usually are.
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
    """Return the rate expected of each place from its unemployment; `None` with too few places.

    A line of rates against unemployment is fitted by weighted least squares. The weight of a place
    is the inverse of its variance. The variance is the square of its error plus the variance of
    places around the line, which is estimated together with the line.

    Args:
        rates: the rate of each place, standardised for kinds of participants (0.42 is 42 %).
        errors: the standard error of each rate.
        unemployment: the unemployment rate of each place, in per cent.
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
