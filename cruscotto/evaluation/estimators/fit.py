"""The result of an estimator, before it becomes an `ImpactEstimate`."""

from dataclasses import dataclass

import numpy as np

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.sample import Sample
from cruscotto.evaluation.design import Vcov
from cruscotto.evaluation.errors import ArmOfOneCluster, ErrorVanishes, UnknownChoice
from cruscotto.evaluation.inference.variance import Influence, sample_variance

ROUNDING = 1e-9  # of the outcome's standard deviation: a hundred million people give 1e-4


@dataclass(frozen=True, eq=False)
class Fit:
    """An estimate, with the inputs of its standard error and diagnostics.

    Attributes:
        att: effect on the treated.
        influence: influence on `att` of one person of each row.
        weights: for each row, the weight of one person when the two arms are made alike. The scale
            may differ between arms. A weight is negative where a method extrapolates.
        parameters: number of fitted parameters for HC1; 1 if the influence already allows for the
            fitting.
        equal_variance: variance of `att` if all errors had the same variance; for least squares
            only.
        naive: variance of `att` if imputed outcomes or balancing weights were observed data.
            Published tables use this variance; a verdict never does.
    """

    att: float
    influence: Influence
    weights: Array
    parameters: int = 1
    equal_variance: float | None = None
    naive: float | None = None


def standard_error(fit: Fit, sample: Sample, vcov: Vcov) -> float:
    """Return the standard error of a fit.

    For least squares, `iid` assumes that all errors have the same variance. For other estimators,
    the variance is the sum of squared influences with `iid`, and that sum times n / (n - 1) with
    `hc1`.

    Raises:
        UnknownChoice: the estimator has no such standard error.
        ErrorVanishes: the standard error is not a number, or differs from zero by rounding only.
        ArmOfOneCluster: the standard error is clustered, and an arm has only one cluster.
    """
    if vcov == "cluster":
        _require_clusters_of_both_arms(sample)
    error = float(np.sqrt(_variance(fit, sample, vcov)))
    if not np.isfinite(error) or error <= ROUNDING * sample.outcome_sd:
        raise ErrorVanishes(outcome=sample.outcome_name)
    return error


def _require_clusters_of_both_arms(sample: Sample) -> None:
    """Raise an error if an arm has only one cluster.

    The influences of the people of such an arm add up to zero, so its variance is unknown. Samples
    with a `grouping` are checked later, when the variance is computed.
    """
    if sample.cluster is None or sample.grouping is not None:
        return
    arms = (sample.treated, ~sample.treated)
    treated, compared = (len(np.unique(sample.cluster[arm])) for arm in arms)
    if min(treated, compared) < 2 <= len(np.unique(sample.cluster)):
        raise ArmOfOneCluster(treated=treated, compared=compared)


def _variance(fit: Fit, sample: Sample, vcov: Vcov) -> float:
    if vcov == "nn":
        raise UnknownChoice(choice="nn", known="iid, hc1, cluster")
    if vcov == "naive":
        if fit.naive is None:
            raise UnknownChoice(choice="naive", known="iid, hc1, cluster")
        return fit.naive
    if vcov == "iid":
        plain = sample_variance(fit.influence, sample, vcov, 0)
        return plain if fit.equal_variance is None else fit.equal_variance
    return sample_variance(fit.influence, sample, vcov, fit.parameters)
