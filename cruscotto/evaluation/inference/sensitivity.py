"""How strong hidden confounding would have to be to explain an effect away."""

from dataclasses import dataclass

import numpy as np
import scipy


@dataclass(frozen=True)
class EValue:
    """The least risk ratio that a hidden confounder needs, with treatment and with outcome.

    Attributes:
        point: to explain the whole estimate.
        limit: to move the interval to no effect; 1 if the interval already includes no effect.
    """

    point: float
    limit: float


@dataclass(frozen=True)
class Robustness:
    """Share of residual variance, of treatment and outcome, that a confounder must explain.

    Attributes:
        value: to bring the estimate to zero.
        alpha_value: to make the estimate indistinguishable from zero; 0 if it already is.
    """

    value: float
    alpha_value: float


def risk_ratio_e_value(ratio: float, low: float | None = None, high: float | None = None) -> EValue:
    """Return the E-value of a risk ratio and of the limit of its interval nearest to one.

    Source: VanderWeele and Ding 2017: RR + sqrt(RR (RR - 1)), after inverting ratios below one.
    """
    if ratio < 1:
        swapped = [None if limit is None else 1 / limit for limit in (high, low)]
        return risk_ratio_e_value(1 / ratio, *swapped)
    nearest = ratio if low is None else max(low, 1.0)
    return EValue(_e_value(ratio), _e_value(nearest))


def standardised_e_value(difference: float, error: float) -> EValue:
    """Return the E-value of a difference in standard deviations, through an approximate ratio.

    Source: VanderWeele and Ding 2017 after Chinn 2000: RR = exp(0.91 d), limits exp(0.91 d
    -/+ 1.78 se).
    """
    centre, reach = 0.91 * difference, 1.78 * error
    low, high = float(np.exp(centre - reach)), float(np.exp(centre + reach))
    return risk_ratio_e_value(float(np.exp(centre)), low, high)


def robustness_value(
    t_value: float, freedom: float, share: float = 1.0, alpha: float = 0.05
) -> Robustness:
    """Return how much confounding would remove a share of an effect, or its significance.

    Args:
        t_value: estimate over standard error.
        freedom: residual degrees of freedom.
        share: of the estimate to be removed; 1 for all of it.
        alpha: level of the two-sided test.

    Source: Cinelli and Hazlett 2020, sections 4.3 and 4.4; the second branch of the limit is
    that of Cinelli and Hazlett 2025 for strong effects. The scale is that of a linear regression;
    for other estimators it is read through their t value, as an approximation.
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
