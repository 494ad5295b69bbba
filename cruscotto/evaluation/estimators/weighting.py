"""Estimators that reweight the comparison persons until they resemble the treated.

Notation: p is the propensity score, the fitted probability of treatment. The weight of a comparison
person is the odds p / (1 - p), except in entropy balancing.
"""

import numpy as np

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.sample import Sample, require_mixed_covariates
from cruscotto.evaluation.errors import CollinearCovariate, NoOverlap
from cruscotto.evaluation.estimators.algebra import gram, invert_gram
from cruscotto.evaluation.estimators.doubly_robust import require_covariates
from cruscotto.evaluation.estimators.fit import Fit
from cruscotto.evaluation.estimators.linear import (
    LinearFit,
    LogitFit,
    fit_outcome_of_comparison,
    fit_propensity,
    least_squares,
)
from cruscotto.evaluation.inference.variance import Influence

BALANCE_TOLERANCE = 1e-11  # of a standard deviation
NEWTON_STEPS = 100


def inverse_probability(sample: Sample, propensity: LogitFit | None = None) -> Fit:
    """Weight comparison persons by the odds of treatment, with weights that sum to one.

    Estimand: ATT. Assumption: unconfoundedness, overlap, and a correct logit of treatment. Source:
    Hirano, Imbens and Ridder 2003; normalised as in Hájek 1971. The influence allows for the
    fitting of the logit (Newey and McFadden 1994).
    """
    require_covariates(sample, "ipw")
    logit = propensity or fit_propensity(sample)
    odds = comparison_odds(sample, logit)
    total = float(sample.count @ odds)
    counterfactual = float(sample.count @ (odds * sample.outcome) / total)
    deviation = sample.outcome - np.where(sample.treated, sample.treated_mean, counterfactual)
    slope = sample.treated / sample.n_treated - odds / total
    drift = (sample.count * odds * deviation) @ sample.matrix / total
    value = slope * deviation - _logit_influence(sample, logit, drift)
    return Fit(
        att=sample.treated_mean - counterfactual,
        influence=Influence(value, slope),
        weights=np.where(sample.treated, 1.0, odds),
    )


def doubly_robust(sample: Sample, propensity: LogitFit | None = None) -> Fit:
    """Weight comparison persons by the odds and correct the remaining imbalance by a regression.

    Estimand: ATT. Assumption: unconfoundedness and overlap. The estimate is consistent if the logit
    of treatment or the linear outcome of the comparison persons is correct. Source: Sant'Anna and
    Zhao 2020, equations 2.6 and 3.3, applied to levels; the logit is fitted by maximum likelihood,
    the outcome by least squares. The influence allows for the fitting of the logit and of the
    outcome.
    """
    require_covariates(sample, "aipw")
    return _augmented(sample, propensity or fit_propensity(sample))


def dr_did(change: Sample, propensity: LogitFit | None = None) -> Fit:
    """Estimate a doubly robust difference in differences from the change in outcome.

    Estimand: ATT after treatment. Assumption: parallel trends given covariates, and overlap. The
    estimate is consistent if the logit of treatment or the outcome regression is correct. Source:
    Sant'Anna and Zhao 2020, the "traditional" panel estimator. Without covariates the result is the
    plain difference in differences.
    """
    if not change.names:
        return _augmented(change, _constant_propensity(change))
    return _augmented(change, propensity or fit_propensity(change))


def entropy_balancing(sample: Sample) -> Fit:
    """Weight comparison persons so that their means of covariates equal those of the treated.

    Among such weights, those of maximum entropy are used. Estimand: ATT. Assumption:
    unconfoundedness and overlap; the outcome or the log odds must be linear in the covariates.
    Source: Hainmueller 2012; influence and double robustness of Zhao and Percival 2017.

    The `naive` variance is the HC1 variance of the weighted regression, which takes the weights as
    data. Imbens and Xu's published table uses this variance.

    Raises:
        NoOverlap: no weights reach the means of the treated; the error names the covariate that
            differs most.
    """
    require_covariates(sample, "entropy")
    require_mixed_covariates(sample)
    weights = _balancing_weights(sample)
    names = ("1", *sample.names)
    fit = least_squares(sample.matrix, sample.outcome, sample.count * weights, names)
    residual = sample.outcome - sample.matrix @ fit.coefficients
    counterfactual = float(sample.count @ (weights * sample.outcome))
    att = sample.treated_mean - counterfactual
    slope = sample.treated / sample.n_treated - weights
    return Fit(
        att=att,
        influence=Influence(slope * (residual - np.where(sample.treated, att, 0.0)), slope),
        weights=np.where(sample.treated, 1.0, weights),
        naive=_weighted_regression_variance(sample, slope, counterfactual),
    )


def comparison_odds(sample: Sample, logit: LogitFit) -> Array:
    """Return the odds of treatment of comparison persons, zero for the treated."""
    return np.where(sample.treated, 0.0, logit.odds)


def _augmented(sample: Sample, logit: LogitFit) -> Fit:
    outcome = fit_outcome_of_comparison(sample)
    residual = sample.outcome - sample.matrix @ outcome.coefficients
    odds = comparison_odds(sample, logit)
    total = float(sample.count @ odds)
    gain = float(sample.in_treated @ residual / sample.n_treated)
    bias = float(sample.count @ (odds * residual) / total)
    influence = _augmented_influence(sample, logit, outcome, residual, (gain, bias))
    return Fit(gain - bias, influence, np.where(sample.treated, 1.0, odds))


def _augmented_influence(
    sample: Sample, logit: LogitFit, outcome: LinearFit, residual: Array, means: tuple[float, float]
) -> Influence:
    gain, bias = means
    odds = comparison_odds(sample, logit)
    total = float(sample.count @ odds)
    share = sample.treated / sample.n_treated - odds / total
    centred = residual - np.where(sample.treated, gain, bias)
    # imbalance of covariates that the odds leave: how far the regression still matters
    imbalance = (sample.count * share) @ sample.matrix
    reach = np.where(sample.treated, 0.0, sample.matrix @ (outcome.inverse @ imbalance))
    drift = (sample.count * odds * (residual - bias)) @ sample.matrix / total
    value = share * centred - reach * residual - _logit_influence(sample, logit, drift)
    return Influence(value, share - reach)


def _logit_influence(sample: Sample, logit: LogitFit, drift: Array) -> Array:
    """Return the part of each person's influence that is due to the fitting of the logit.

    `drift` is the change of the counterfactual per unit of each coefficient of the logit.
    """
    surprise = sample.treated - logit.probabilities
    influence: Array = surprise * (sample.matrix @ (logit.inverse @ drift))
    return influence


def _constant_propensity(sample: Sample) -> LogitFit:
    share = sample.n_treated / sample.n
    inverse = np.array([[1 / (sample.n * share * (1 - share))]])
    coefficients = np.array([np.log(share / (1 - share))])
    return LogitFit(coefficients, np.full(len(sample.count), coefficients[0]), inverse)


def _balancing_weights(sample: Sample) -> Array:
    """Return the weights of entropy balancing, found by Newton steps on the dual problem."""
    target = sample.in_treated @ sample.covariates / sample.n_treated
    gaps = sample.covariates - target
    tilt = np.zeros(gaps.shape[1])
    weights, level = _tilted(sample, gaps, tilt)
    for _ in range(NEWTON_STEPS):
        slope = gaps.T @ (sample.count * weights)
        if np.abs(slope).max() < BALANCE_TOLERANCE:
            return weights
        curvature = gram(gaps - slope, sample.count * weights)
        try:
            step = invert_gram(curvature, sample.names) @ slope
        except CollinearCovariate as error:
            if not tilt.any():  # the covariates themselves, not the weights, are at fault
                raise
            raise NoOverlap(covariate=_most_uneven(sample, slope)) from error
        tilt, weights, level = _descend(sample, gaps, tilt, step, level)
    raise NoOverlap(covariate=_most_uneven(sample, slope))


def _most_uneven(sample: Sample, gaps: Array) -> str:
    return sample.names[int(np.argmax(np.abs(gaps)))]


def _descend(
    sample: Sample, gaps: Array, tilt: Array, step: Array, level: float
) -> tuple[Array, Array, float]:
    """Take a Newton step on the dual problem, halved until the dual function does not rise."""
    for _ in range(30):
        weights, reached = _tilted(sample, gaps, tilt - step)
        if reached <= level + 1e-12 * max(1.0, abs(level)):
            break
        step = step / 2
    return tilt - step, weights, reached


def _tilted(sample: Sample, gaps: Array, tilt: Array) -> tuple[Array, float]:
    index = gaps @ tilt
    peak = float(index[~sample.treated].max())
    raw = np.where(sample.treated, 0.0, np.exp(np.minimum(index - peak, 0.0)))
    total = float(sample.count @ raw)
    return raw / total, peak + float(np.log(total))


def _weighted_regression_variance(sample: Sample, slope: Array, counterfactual: float) -> float:
    mean = np.where(sample.treated, sample.treated_mean, counterfactual)
    squares = sample.count @ (slope * (sample.outcome - mean)) ** 2 + slope**2 @ sample.spread
    return float(sample.n / (sample.n - 2) * squares)
