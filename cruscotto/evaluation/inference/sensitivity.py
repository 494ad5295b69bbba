"""How strong a hidden confounder must be to explain an effect."""

from dataclasses import dataclass

import numpy as np
import scipy


@dataclass(frozen=True)
class EValue:
    """The least risk ratio that a hidden confounder needs to explain an effect.

    The confounder must have at least this risk ratio with treatment and with the outcome.

    Attributes:
        point: the risk ratio needed to explain the whole estimate.
        limit: the risk ratio needed to move the interval to no effect; 1 if the interval already
            includes no effect.
    """

    point: float
    limit: float


@dataclass(frozen=True)
class Robustness:
    """The share of residual variance that a hidden confounder must explain to remove an effect.

    The confounder must explain this share for treatment and for the outcome.

    Attributes:
        value: the share needed to bring the estimate to zero.
        alpha_value: the share needed to make the estimate not significant; 0 if the estimate is
            not significant anyway.
    """

    value: float
    alpha_value: float


def risk_ratio_e_value(ratio: float, low: float | None = None, high: float | None = None) -> EValue:
    """Return two E-values: of a risk ratio, and of the limit of its interval nearest to one.

    Source: VanderWeele and Ding 2017: RR + sqrt(RR (RR - 1)), where a ratio below one is inverted.
    """
    if ratio < 1:
        swapped = [None if limit is None else 1 / limit for limit in (high, low)]
        return risk_ratio_e_value(1 / ratio, *swapped)
    nearest = ratio if low is None else max(low, 1.0)
    return EValue(_e_value(ratio), _e_value(nearest))


def standardised_e_value(difference: float, error: float) -> EValue:
    """Return the E-value of a difference in standard deviations, converted to a risk ratio.

    Source: VanderWeele and Ding 2017 after Chinn 2000: RR = exp(0.91 d), limits exp(0.91 d -/+ 1.78
    se).
    """
    centre, reach = 0.91 * difference, 1.78 * error
    low, high = float(np.exp(centre - reach)), float(np.exp(centre + reach))
    return risk_ratio_e_value(float(np.exp(centre)), low, high)


def robustness_value(
    t_value: float, freedom: float, share: float = 1.0, alpha: float = 0.05
) -> Robustness:
    """Return how strong a confounder must be to remove an effect, or its significance.

    Args:
        t_value: estimate over standard error.
        freedom: residual degrees of freedom.
        share: share of the estimate to be removed; 1 for all of it.
        alpha: level of the two-sided test.

    Source: Cinelli and Hazlett 2020, sections 4.3 and 4.4; for strong effects, Cinelli and Hazlett
    2025. The formula is for linear regression. For other estimators it is an approximation that
    uses their t value.
    """
    partial = share * abs(t_value) / np.sqrt(freedom)
    critical = float(scipy.stats.t.ppf(1 - alpha / 2, freedom - 1)) / np.sqrt(freedom - 1)
    return Robustness(_robustness(partial), _robustness_with_noise(partial, critical))


def _e_value(ratio: float) -> float:
    return float(ratio + np.sqrt(ratio * (ratio - 1)))


def _robustness(partial: float) -> float:
    square = partial**2
    return float((np.sqrt(square**2 + 4 * square) - square) / 2)


def _robustness_with_noise(partial: float, critical: float) -> float:
    if partial <= critical:
        return 0.0
    if partial > 1 / critical:
        return float((partial**2 - critical**2) / (1 + partial**2))
    return _robustness(partial - critical)
