"""Diagnostics of whether two arms are comparable: balance, overlap, effective size, trimming.

Thresholds (such as 0.1 for a standardised difference) are in `rules`, not here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.sample import Sample, check_sample
from cruscotto.evaluation.design import Vcov
from cruscotto.evaluation.errors import EvaluationError
from cruscotto.evaluation.estimators.fit import Fit, standard_error
from cruscotto.evaluation.estimators.linear import LogitFit

TRIMS = (0.01, 0.05, 0.10)
# Of covariates scaled to a deviation of one: below, what is left is rounding.
NO_VARIANCE = 1e-12


@dataclass(frozen=True)
class BalanceLine:
    """The means of one covariate in both arms, and how much they differ.

    Attributes:
        covariate: name of the covariate.
        treated: mean among the treated.
        comparison: unweighted mean among comparison persons.
        weighted: mean among comparison persons with the weights of the method.
        smd_before: standardised mean difference before weighting.
        smd_after: standardised mean difference after weighting.
        ratio_before: variance among the treated over that among comparison persons, before
            weighting.
        ratio_after: the same ratio of variances after weighting.
    """

    covariate: str
    treated: float
    comparison: float
    weighted: float
    smd_before: float
    smd_after: float
    ratio_before: float
    ratio_after: float


@dataclass(frozen=True)
class Overlap:
    """How many treated people resemble comparison persons, and how weights are distributed.

    Attributes:
        support_share: share of the treated whose propensity lies in the range that both groups have
            in common (common support).
        effective_n: number of unweighted comparison persons that would give the same precision
            (Kish 1965).
        largest_weight: share of the total weight that belongs to the comparison person with the
            largest weight.
        negative_share: share of the total absolute weight that is negative; above zero the method
            extrapolates.
    """

    support_share: float
    effective_n: float
    largest_weight: float
    negative_share: float


@dataclass(frozen=True)
class Trim:
    """The estimate among people whose propensity lies in [alpha, 1 - alpha].

    Where too few people are left, `att` and `se` are `None` and `refused` is the key of the reason.
    """

    alpha: float
    kept_treated: float
    att: float | None
    se: float | None
    refused: str | None = None


def measure_balance(sample: Sample, fit: Fit) -> tuple[BalanceLine, ...]:
    """Compare the means of the two arms in each covariate, before and after weighting by a fit.

    Each difference is divided by the square root of the mean of the two unweighted variances. The
    divisor is the same before and after weighting, so that only the means change (Austin 2009).
    """
    arms = [sample.in_treated, sample.in_comparison]
    weighted = [arm * fit.weights for arm in arms]
    plain, after = [_moments(sample, w) for w in arms], [_moments(sample, w) for w in weighted]
    unit = np.sqrt((plain[0][1] + plain[1][1]) / 2)
    gap_before, gap_after = plain[0][0] - plain[1][0], after[0][0] - after[1][0]
    return tuple(
        BalanceLine(
            covariate=name,
            treated=float(plain[0][0][j] * sample.scale[j] + sample.centre[j]),
            comparison=float(plain[1][0][j] * sample.scale[j] + sample.centre[j]),
            weighted=float(after[1][0][j] * sample.scale[j] + sample.centre[j]),
            smd_before=_ratio(gap_before[j], unit[j]),
            smd_after=_ratio(gap_after[j], unit[j]),
            ratio_before=_ratio(plain[0][1][j], plain[1][1][j]),
            ratio_after=_ratio(after[0][1][j], after[1][1][j]),
        )
        for j, name in enumerate(sample.names)
    )


def worst_difference(differences: list[float]) -> float:
    """Return the largest absolute standardised difference; zero for an empty list."""
    return max((abs(value) for value in differences), default=0.0)


def measure_overlap(sample: Sample, fit: Fit, logit: LogitFit | None) -> Overlap:
    """Measure overlap from the propensity scores and from the weights a method uses."""
    weights, count = fit.weights[~sample.treated], sample.count[~sample.treated]
    size = np.abs(weights)
    return Overlap(
        support_share=1.0 if logit is None else _support_share(sample, logit.index),
        effective_n=effective_size(weights, count),
        largest_weight=float(size.max() / (count @ size)),
        negative_share=float(count @ np.maximum(-weights, 0.0) / (count @ size)),
    )


def effective_size(weights: Array, count: Array) -> float:
    """Return Kish's effective sample size, (sum of weights)^2 / sum of squared weights."""
    return float((count @ weights) ** 2 / (count @ weights**2))


def trim_estimates(
    sample: Sample,
    logit: LogitFit,
    estimator: Callable[[Sample], Fit],
    vcov: Vcov,
    alphas: tuple[float, ...] = TRIMS,
) -> tuple[Trim, ...]:
    """Estimate again without the people whose probability of treatment was near zero or one.

    An effect that depends on such people is not reliable, because hardly anybody similar is in the
    other group. Source: Crump, Hotz, Imbens and Mitnik 2009.
    """
    return tuple(_trim(sample, logit, estimator, vcov, alpha) for alpha in alphas)


def _trim(
    sample: Sample, logit: LogitFit, estimator: Callable[[Sample], Fit], vcov: Vcov, alpha: float
) -> Trim:
    kept = sample.subset(np.abs(logit.probabilities - 0.5) <= 0.5 - alpha)
    try:
        check_sample(kept)
        fit = estimator(kept)
        return Trim(alpha, kept.n_treated, fit.att, standard_error(fit, kept, vcov))
    except EvaluationError as refusal:
        return Trim(alpha, kept.n_treated, None, None, refusal.key)


def _support_share(sample: Sample, index: Array) -> float:
    treated, comparison = index[sample.treated], index[~sample.treated]
    low, high = max(treated.min(), comparison.min()), min(treated.max(), comparison.max())
    inside = (treated >= low) & (treated <= high)
    return float(sample.count[sample.treated] @ inside / sample.n_treated)


def _moments(sample: Sample, weights: Array) -> tuple[Array, Array]:
    mean = weights @ sample.covariates / weights.sum()
    variance = weights @ (sample.covariates - mean) ** 2 / weights.sum()
    return mean, variance


def _ratio(numerator: float, denominator: float) -> float:
    """Divide two numbers: infinite if only the divisor is zero, one if both numbers are zero."""
    if denominator > NO_VARIANCE:
        return float(numerator / denominator)
    return 1.0 if abs(numerator) <= NO_VARIANCE else float(np.copysign(np.inf, numerator))
