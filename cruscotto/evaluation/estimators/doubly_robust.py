"""Estimators that compare means or fit a regression.

Each function takes a `Sample` and returns a `Fit`. Notation: t marks the treated, x is the
covariates with a constant, n is the number of people of a row.
"""

import numpy as np

from cruscotto.evaluation.data.sample import Sample, require_mixed_covariates
from cruscotto.evaluation.errors import NoCovariates
from cruscotto.evaluation.estimators.fit import Fit
from cruscotto.evaluation.estimators.linear import fit_outcome_of_comparison, least_squares
from cruscotto.evaluation.inference.variance import Influence


def difference_in_means(sample: Sample) -> Fit:
    """Subtract the mean outcome of the comparison persons from that of the treated.

    Estimand: ATT. Assumption: both groups would have had the same outcomes without treatment, for
    example because treatment was assigned at random. Source: Neyman 1923; the two-parameter
    regression of outcome on treatment.
    """
    one = np.where(sample.treated, 1 / sample.n_treated, -1 / sample.n_comparison)
    comparison_mean = float(sample.in_comparison @ sample.outcome / sample.n_comparison)
    residual = sample.outcome - np.where(sample.treated, sample.treated_mean, comparison_mean)
    squares = float(sample.count @ residual**2 + sample.spread.sum())
    return Fit(
        att=sample.treated_mean - comparison_mean,
        influence=Influence(one * residual, one),
        weights=np.ones(len(one)),
        parameters=2,
        equal_variance=squares / (sample.n - 2) * (1 / sample.n_treated + 1 / sample.n_comparison),
    )


def regression(sample: Sample) -> Fit:
    """Regress the outcome on treatment and covariates; the effect is the coefficient of treatment.

    Estimand: an average of effects weighted by the variance of treatment given covariates. It is
    the ATT if the effect is the same for all. Assumption: unconfoundedness and linearity. Source:
    least squares; standard error HC1 of MacKinnon and White 1985. Chattopadhyay and Zubizarreta
    2023 derive the weights that least squares implies.
    """
    require_covariates(sample, "regression")
    require_mixed_covariates(sample)
    return _coefficient_of_treatment(sample)


def cross_sections(sample: Sample) -> Fit:
    """Regress the outcome on group, later period, group times later period, and covariates.

    The estimate is the coefficient of group times later period. Estimand: effect in the later
    period on the group that treatment reached. Assumption: parallel trends. Source: least squares;
    Wooldridge 2010, section 6.5 (repeated cross-sections).
    """
    return _coefficient_of_treatment(sample)


def _coefficient_of_treatment(sample: Sample) -> Fit:
    matrix = np.column_stack([sample.matrix, sample.treated])
    fit = least_squares(matrix, sample.outcome, sample.count, ("1", *sample.names, "treated"))
    residual = sample.outcome - matrix @ fit.coefficients
    slope = matrix @ fit.inverse[:, -1]
    freedom = sample.n - matrix.shape[1]
    squares = float(sample.count @ residual**2 + sample.spread.sum())
    return Fit(
        att=float(fit.coefficients[-1]),
        influence=Influence(slope * residual, slope),
        weights=np.where(sample.treated, slope, -slope),
        parameters=matrix.shape[1],
        equal_variance=squares / freedom * float(fit.inverse[-1, -1]),
    )


def oaxaca_blinder(sample: Sample) -> Fit:
    """Predict the outcomes of the treated without treatment by a regression on comparison persons.

    Estimand: ATT. Assumption: unconfoundedness and a linear outcome without treatment; effects may
    differ between persons. Source: Oaxaca 1973 and Blinder 1973; Kline 2011 shows that the
    estimator is a doubly robust reweighting.

    The `naive` variance compares the mean observed and the mean predicted outcome of the treated,
    as if they came from two samples. Imbens and Xu's published table uses this variance.
    """
    require_covariates(sample, "oaxaca")
    require_mixed_covariates(sample)
    fit = fit_outcome_of_comparison(sample)
    imputed = sample.matrix @ fit.coefficients
    residual = sample.outcome - imputed
    mean_x = sample.in_treated @ sample.matrix / sample.n_treated
    weights = sample.matrix @ (fit.inverse @ mean_x)  # sum to one over comparison persons
    att = float(sample.in_treated @ residual / sample.n_treated)
    share = sample.treated / sample.n_treated
    slope = np.where(sample.treated, share, -weights)
    return Fit(
        att=att,
        influence=Influence(slope * (residual - np.where(sample.treated, att, 0.0)), slope),
        weights=np.where(sample.treated, 1.0, weights),
        naive=_stacked_variance(sample, imputed),
    )


def require_covariates(sample: Sample, method: str) -> None:
    """Raise an error if a sample has no covariates to find similar people by.

    Raises:
        NoCovariates: no covariate of the sample varies.
    """
    if not sample.names:
        raise NoCovariates(method=method, dropped=", ".join(sample.dropped) or "–")


def _stacked_variance(sample: Sample, imputed: np.ndarray) -> float:
    n = sample.n_treated
    mean = sample.in_treated @ imputed / n
    observed = sample.in_treated @ (sample.outcome - sample.treated_mean) ** 2
    squares = observed + sample.spread[sample.treated].sum()
    squares += sample.in_treated @ (imputed - mean) ** 2
    return float(2 * n / (2 * n - 2) * squares / n**2)
