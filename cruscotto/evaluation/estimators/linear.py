"""Least squares and logit on weighted rows; an error names the covariate that causes it."""

from dataclasses import dataclass

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.sample import Sample, require_mixed_covariates
from cruscotto.evaluation.errors import CollinearCovariate, Separation
from cruscotto.evaluation.estimators.algebra import gram, invert_gram

NEWTON_STEPS = 35  # a logit that exists converges in about ten


@dataclass(frozen=True, eq=False)
class LinearFit:
    """A fitted linear regression: coefficients and the inverse of X'WX."""

    coefficients: Array
    inverse: Array


@dataclass(frozen=True, eq=False)
class LogitFit:
    """A fitted logit: coefficients, linear index, inverse of the information matrix."""

    coefficients: Array
    index: Array
    inverse: Array

    @property
    def probabilities(self) -> Array:
        """Fitted probabilities of treatment."""
        return np.asarray(scipy.special.expit(self.index), dtype=np.float64)

    @property
    def odds(self) -> Array:
        """Fitted odds of treatment, which stay finite where a probability rounds to one."""
        return np.exp(self.index)


def least_squares(
    matrix: Array, outcome: Array, weights: Array, names: tuple[str, ...]
) -> LinearFit:
    """Fit a weighted linear regression; `names` has a name for each column of `matrix`."""
    inverse = invert_gram(gram(matrix, weights), names)
    return LinearFit(inverse @ (matrix.T @ (weights * outcome)), inverse)


def fit_outcome_of_comparison(sample: Sample) -> LinearFit:
    """Regress the outcome on the covariates among the comparison persons."""
    names = ("1", *sample.names)
    return least_squares(sample.matrix, sample.outcome, sample.in_comparison, names)


def fit_propensity(sample: Sample) -> LogitFit:
    """Fit the probability of treatment given covariates by maximum likelihood (Newton).

    Raises:
        Separation: the likelihood has no maximum, because a combination of covariates separates the
            arms; the error names the covariate with the largest weight in that combination.
    """
    require_mixed_covariates(sample)
    names = ("1", *sample.names)
    share = sample.n_treated / sample.n
    beta = np.zeros(len(names))
    beta[0] = np.log(share / (1 - share))
    step = beta
    for _ in range(NEWTON_STEPS):
        fitted = scipy.special.expit(sample.matrix @ beta)
        slope = sample.matrix.T @ (sample.in_treated - sample.count * fitted)
        information = gram(sample.matrix, sample.count * fitted * (1 - fitted))
        try:
            inverse = invert_gram(information, names)
        except CollinearCovariate:
            if _is_flat(fitted):
                break
            raise
        step = _damped(sample, beta, inverse @ slope, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-9:
            return LogitFit(beta, sample.matrix @ beta, inverse)
    raise Separation(covariate=_heaviest(step, sample.names))


def refit_propensity(sample: Sample, start: LogitFit) -> LogitFit:
    """Fit the propensity of a resample, starting from the fit of the whole sample.

    To save time, every step uses the information matrix of `start`. The result also has the inverse
    matrix of `start`, so use it for point estimates only. If the steps do not converge, the result
    is that of `fit_propensity`.
    """
    beta = start.coefficients
    for _ in range(4 * NEWTON_STEPS):
        fitted = scipy.special.expit(sample.matrix @ beta)
        slope = sample.matrix.T @ (sample.in_treated - sample.count * fitted)
        step = start.inverse @ slope
        if not np.abs(step).max() < 1e3:
            break
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            return LogitFit(beta, sample.matrix @ beta, start.inverse)
    return fit_propensity(sample)


def _is_flat(fitted: Array) -> bool:
    """Return whether any fitted probability is zero or one; the logit has no maximum then."""
    return bool((np.minimum(fitted, 1 - fitted) < 1e-9).any())


def _heaviest(step: Array, names: tuple[str, ...]) -> str:
    return names[int(np.argmax(np.abs(step[1:])))]


def _damped(sample: Sample, beta: Array, step: Array, slope: Array) -> Array:
    """Return a Newton step, halved until it does not lower the likelihood."""
    if slope @ step < 1e-8 * sample.n:  # so near the top that the parabola is exact
        return step
    here = _log_likelihood(sample, beta)
    for _ in range(20):
        if _log_likelihood(sample, beta + step) >= here:
            break
        step = step / 2
    return step


def _log_likelihood(sample: Sample, beta: Array) -> float:
    index = sample.matrix @ beta
    softplus = np.maximum(index, 0) + np.log1p(np.exp(-np.abs(index)))
    return float(sample.in_treated @ index - sample.count @ softplus)
