"""Standard errors from influence functions, for people or cells, independent or in clusters.

The influence of a person is roughly the change of the estimate when that person is added; the
variance is the sum of squared influences. Within a cell people differ only in their outcome, and
influence is linear in the outcome, with slope `slope`. So a cell adds `count * value**2 + slope**2
* spread`, exactly what its people would add one by one. Source: Hampel 1974; for clusters, Liang
and Zeger 1986.
"""

from dataclasses import dataclass

import numpy as np

from cruscotto.evaluation.data.columns import Array, Codes
from cruscotto.evaluation.data.sample import Sample
from cruscotto.evaluation.design import Vcov
from cruscotto.evaluation.errors import TooFewClusters, UnknownChoice

BAND_DRAWS = 20_000


@dataclass(frozen=True, eq=False)
class Influence:
    """The influence of one person of each row on an estimate.

    Attributes:
        value: influence of a person whose outcome is the mean of the row.
        slope: change of influence per unit of that person's outcome. For outcomes in several
            periods, an array (rows, periods).
    """

    value: Array
    slope: Array

    def __add__(self, other: "Influence") -> "Influence":
        return Influence(self.value + other.value, self.slope + other.slope)

    def __mul__(self, factor: float) -> "Influence":
        return Influence(self.value * factor, self.slope * factor)

    def __sub__(self, other: "Influence") -> "Influence":
        return self + other * -1.0


def count_clusters(cluster: Codes | None) -> int:
    """Return the number of clusters; zero when people are not clustered."""
    return 0 if cluster is None else len(np.unique(cluster))


def sample_clusters(sample: Sample) -> int:
    """Return the number of clusters of a sample; people in no cluster are not counted."""
    return sample.grouping.clusters if sample.grouping else count_clusters(sample.cluster)


def influence_variance(
    influence: Influence,
    count: Array,
    spread: Array,
    *,
    parameters: int = 1,
    cluster: Codes | None = None,
) -> float:
    """Return the variance of an estimate from the influence of people.

    Args:
        influence: the influence of one person of each row.
        count: number of people of each row.
        spread: sum of squared deviations of the outcome within each row. For outcomes in several
            periods, sums of products of deviations, an array (rows, periods, periods).
        parameters: number of fitted parameters for HC1; 1 gives the n - 1 of a sample variance, 0
            gives no factor.
        cluster: the cluster of each row. If given, influences are added up within clusters before
            they are squared, and the factor is G / (G - 1) * (n - 1) / (n - parameters).

    Raises:
        TooFewClusters: there is only one cluster.
    """
    n = float(count.sum())
    if cluster is None:
        within = _within(influence.slope, spread)
        return n / (n - parameters) * (float(count @ influence.value**2) + within)
    groups = count_clusters(cluster)
    if groups < 2:
        raise TooFewClusters(clusters=groups)
    # the deviations from the mean of a cell cancel in the sum over its cluster
    codes = np.unique(cluster, return_inverse=True)[1]
    sums = np.bincount(codes, weights=count * influence.value)
    return groups / (groups - 1) * (n - 1) / (n - parameters) * float(sums @ sums)


def sample_variance(influence: Influence, sample: Sample, vcov: Vcov, parameters: int = 1) -> float:
    """Return the variance of an estimate, clustered if `vcov` is `cluster`."""
    if vcov == "cluster" and sample.grouping is not None:
        return _grouped_variance(influence, sample, parameters)
    if vcov == "cluster" and sample.cluster is None:
        raise UnknownChoice(choice="cluster", known="iid, hc1")
    cluster = sample.cluster if vcov == "cluster" else None
    return influence_variance(
        influence, sample.count, sample.spread, parameters=parameters, cluster=cluster
    )


def _grouped_variance(influence: Influence, sample: Sample, parameters: int) -> float:
    assert sample.grouping is not None
    if sample.grouping.clusters < 2:
        raise TooFewClusters(clusters=sample.grouping.clusters)
    squares, groups = sample.grouping.squared_sums(influence.value, influence.slope, sample.outcome)
    return groups / (groups - 1) * (sample.n - 1) / (sample.n - parameters) * squares


def band_factor(covariance: Array, confidence: float, seed: int = 0) -> float:
    """Return the half-width, in standard errors, of a band that holds for all effects at once.

    The half-width is a quantile of the largest absolute value among correlated normal variables,
    simulated with a fixed seed (Montiel Olea and Plagborg-Møller 2019).
    """
    error = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(error, error)
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    draws = np.random.default_rng(seed).standard_normal((BAND_DRAWS, len(values))) @ root.T
    return float(np.quantile(np.abs(draws).max(axis=1), confidence))


def mean_influence(sample: Sample) -> Influence:
    """Return the influence of one person of each row on the mean outcome of the treated."""
    share = sample.treated / sample.n_treated
    return Influence(share * (sample.outcome - sample.treated_mean), share)


def _within(slope: Array, spread: Array) -> float:
    if spread.ndim == 1:
        return float(slope**2 @ spread)
    return float(np.einsum("it,its,is->", slope, spread, slope))
