"""Fixed and random effects for units observed repeatedly."""

from dataclasses import dataclass

import numpy as np

from cruscotto.evaluation.data.columns import Array, Codes
from cruscotto.evaluation.design import Vcov
from cruscotto.evaluation.errors import (
    CollinearCovariate,
    TooFewClusters,
    TooFewObservations,
    UnknownChoice,
)
from cruscotto.evaluation.estimators.algebra import gram, invert_gram


@dataclass(frozen=True, eq=False)
class LongPanel:
    """A panel with one row per unit and period.

    Attributes:
        outcome: the outcome of each row.
        regressors: array (rows, regressors), the treatment first, dummies of the periods last.
        names: the names of the regressors.
        unit: the number, from zero, of each row's unit.
        cluster: the number of each row's cluster; where absent, each unit is a cluster.
    """

    outcome: Array
    regressors: Array
    names: tuple[str, ...]
    unit: Codes
    cluster: Codes | None = None

    @property
    def units(self) -> int:
        """The number of units in the panel."""
        return int(self.unit.max()) + 1

    @property
    def periods_of_unit(self) -> Array:
        """The number of rows of each unit."""
        return np.bincount(self.unit).astype(np.float64)


@dataclass(frozen=True, eq=False)
class PanelFit:
    """Coefficients of a panel regression.

    Attributes:
        names: the names of the regressors that have a coefficient.
        coefficients: the coefficients of `names`, in order.
        covariance: the covariance matrix of the coefficients.
        freedom: residual degrees of freedom.
        theta: share of each unit's mean that was removed from its rows; 1 for fixed effects.
    """

    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    freedom: int
    theta: Array

    def effect(self, name: str) -> tuple[float, float]:
        """Return the coefficient of a regressor and its standard error."""
        position = self.names.index(name)
        error = float(np.sqrt(self.covariance[position, position]))
        return float(self.coefficients[position]), error


def fixed_effects(panel: LongPanel, vcov: Vcov = "iid") -> PanelFit:
    """Estimate the coefficient of treatment by changes within units.

    Estimand: the coefficient of treatment, which is the effect if all units have the same effect.
    Assumption: given periods, unobserved influences on the outcome stay constant within units, and
    shocks neither follow nor cause treatment. Source: the within estimator (Wooldridge 2010,
    section 10.5); clustered variance of Arellano 1987.

    Raises:
        CollinearCovariate: a regressor does not vary within units.
        TooFewObservations: no degrees of freedom are left.
        TooFewClusters: the variance is clustered and there is one cluster.
    """
    regressors = _remove_means(panel.regressors, panel, np.ones(panel.units))
    _require_within_variation(panel, regressors)
    outcome = _remove_means(panel.outcome[:, None], panel, np.ones(panel.units))[:, 0]
    freedom = len(outcome) - regressors.shape[1] - panel.units
    return _fit(panel, regressors, outcome, panel.names, freedom, vcov, np.ones(panel.units))


def random_effects(panel: LongPanel, vcov: Vcov = "iid") -> PanelFit:
    """Estimate the coefficient of treatment by changes within units and differences between units.

    Changes and differences are weighted by their precision.

    Estimand: coefficient of treatment. Assumptions: the assumption of `fixed_effects`; besides,
    influences that are constant within units are unrelated to treatment. That second assumption is
    rarely believable for people who chose to take part. Source: Swamy and Arora 1972; unbalanced
    panels as Baltagi and Chang 1994, with the harmonic mean of the periods.

    Raises:
        CollinearCovariate: a regressor is a combination of others.
        TooFewObservations: no degrees of freedom are left.
        TooFewClusters: the variance is clustered and there is one cluster.
    """
    theta = _random_effects_share(panel)
    constant = np.ones((len(panel.outcome), 1))
    regressors = _remove_means(np.column_stack([panel.regressors, constant]), panel, theta)
    outcome = _remove_means(panel.outcome[:, None], panel, theta)[:, 0]
    freedom = len(outcome) - regressors.shape[1]
    names = (*panel.names, "1")
    return _fit(panel, regressors, outcome, names, freedom, vcov, theta)


def _remove_means(values: Array, panel: LongPanel, share: Array) -> Array:
    """Return values less a share of their unit's mean, column by column."""
    periods = panel.periods_of_unit
    means = np.column_stack([np.bincount(panel.unit, weights=column) for column in values.T])
    removed: Array = values - (share / periods)[panel.unit, None] * means[panel.unit]
    return removed


def _require_within_variation(panel: LongPanel, within: Array) -> None:
    size = np.sqrt((panel.regressors**2).sum(axis=0)) + 1e-300
    still = np.sqrt((within**2).sum(axis=0)) / size < 1e-10
    if still.any():
        raise CollinearCovariate(covariate=panel.names[int(np.argmax(still))])


def _fit(
    panel: LongPanel,
    regressors: Array,
    outcome: Array,
    names: tuple[str, ...],
    freedom: int,
    vcov: Vcov,
    theta: Array,
) -> PanelFit:
    if freedom < 1:
        raise TooFewObservations(rows=len(outcome), needed=len(outcome) - freedom + 1)
    inverse = invert_gram(gram(regressors, np.ones(len(outcome))), names)
    coefficients = inverse @ (regressors.T @ outcome)
    residual = outcome - regressors @ coefficients
    if vcov == "iid":
        covariance = float(residual @ residual) / freedom * inverse
    else:
        meat = _meat(panel, regressors * residual[:, None], freedom, vcov)
        covariance = inverse @ meat @ inverse
    return PanelFit(names, coefficients, covariance, freedom, theta)


def _meat(panel: LongPanel, scores: Array, freedom: int, vcov: Vcov) -> Array:
    """Return the sum of the squared scores of rows or clusters, times a small-sample factor."""
    n = len(scores)
    if vcov == "hc1":
        return np.asarray(n / freedom * scores.T @ scores, dtype=np.float64)
    if vcov != "cluster":
        raise UnknownChoice(choice=vcov, known="iid, hc1, cluster")
    codes = panel.unit if panel.cluster is None else panel.cluster
    codes = np.unique(codes, return_inverse=True)[1]
    groups = int(codes.max()) + 1
    if groups < 2:
        raise TooFewClusters(clusters=groups)
    sums = np.column_stack([np.bincount(codes, weights=column) for column in scores.T])
    # means of units nested in clusters are not counted as parameters (Stata's convention)
    factor = groups / (groups - 1) * (n - 1) / (n - scores.shape[1])
    return np.asarray(factor * sums.T @ sums, dtype=np.float64)


def _random_effects_share(panel: LongPanel) -> Array:
    """Return the share of each unit's mean to remove.

    The share is 1 - sqrt(within / (periods * between + within)), where `within` and `between` are
    the variances within and between units.
    """
    within = _within_variance(panel)
    periods = panel.periods_of_unit
    means = [np.bincount(panel.unit, weights=column) / periods for column in panel.regressors.T]
    matrix = np.column_stack([*means, np.ones(panel.units)])
    outcome = np.bincount(panel.unit, weights=panel.outcome) / periods
    # dummies of the periods do not vary between units of a balanced panel: rank, not columns
    coefficients, _, rank, _ = np.linalg.lstsq(matrix, outcome, rcond=None)
    freedom = panel.units - int(rank)
    if freedom < 1:
        raise TooFewObservations(rows=panel.units, needed=int(rank) + 1)
    residual = outcome - matrix @ coefficients
    harmonic = panel.units / float((1 / periods).sum())
    between = max(0.0, float(residual @ residual) / freedom - within / harmonic)
    return np.asarray(1 - np.sqrt(within / (periods * between + within)), dtype=np.float64)


def _within_variance(panel: LongPanel) -> float:
    """Return the residual variance of the fixed effects regression.

    Regressors that do not vary within units are ignored.
    """
    share = np.ones(panel.units)
    regressors = _remove_means(panel.regressors, panel, share)
    outcome = _remove_means(panel.outcome[:, None], panel, share)[:, 0]
    coefficients, _, rank, _ = np.linalg.lstsq(regressors, outcome, rcond=1e-10)
    freedom = len(outcome) - int(rank) - panel.units
    if freedom < 1:
        raise TooFewObservations(rows=len(outcome), needed=len(outcome) - freedom + 1)
    residual = outcome - regressors @ coefficients
    return float(residual @ residual) / freedom
