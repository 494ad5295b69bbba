"""What outcomes a territory's unemployment leads one to expect.

Places with more unemployment place fewer people, whatever their courses do. The line through the
standardised rates of all places against their unemployment shows what is usual at each level;
a place is held against that, and against how far places usually are from it.
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
    """What is expected of a place whose unemployment is known.

    Attributes:
        unemployment: its rate, in per cent.
        rate: the outcome expected at that unemployment, its participants being as everywhere.
        limits: how far from it places of this size usually are.
    """

    unemployment: float
    rate: float
    limits: FunnelLimits

    def is_outside(self, rate: float) -> bool:
        """Whether a rate is outside the limits of 99.8 %."""
        return not self.limits.low_998 <= rate <= self.limits.high_998


def expect_by_unemployment(
    rates: NDArray[np.float64], errors: NDArray[np.float64], unemployment: NDArray[np.float64]
) -> tuple[Labour, ...] | None:
    """Expect each place's rate from its unemployment; nothing where there are too few places.

    Least squares, each place weighed by its error and by how far places are from the line anyway,
    which is estimated with it.

    Args:
        rates: standardised for the kind of participants.
        errors: of the rates.
        unemployment: of the places, in per cent.
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
