"""Polynomials fitted near a cutoff with triangular weights, and their variances.

A row is a person or a cell of people. Every estimate is a weighted sum of outcomes; the weight of
an outcome is its loading. The variance is the sum, over people, of squared loading times squared
residual. A cell adds exactly what its people would add one by one.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array, Codes, Flags
from cruscotto.evaluation.errors import RunningTooCoarse, TooFewClusters

NEIGHBOURS = 3
EQUAL = float(np.sqrt(np.finfo(np.float64).eps))  # distances that differ by less are equal


@dataclass(frozen=True, eq=False)
class Score:
    """People and their distance from the cutoff; people at or above the cutoff are treated.

    Attributes:
        running: distance from the cutoff; negative on the untreated side.
        outcome: mean outcome of each row.
        count: number of people of each row.
        spread: sum of squared deviations of the outcome within each row.
        cluster: number of the cluster of each row; if given, variances are sums over clusters.
        residual: how residuals are computed without clusters: from nearest neighbours (`nn`) or
            from the fit (`hc1`).
    """

    running: Array
    outcome: Array
    count: Array
    spread: Array
    cluster: Codes | None = None
    residual: Literal["nn", "hc1"] = "nn"

    def side(self, rows: Flags) -> "Score":
        """Return the people of the flagged rows, such as those on one side of the cutoff."""
        return replace(
            self,
            running=self.running[rows],
            outcome=self.outcome[rows],
            count=self.count[rows],
            spread=self.spread[rows],
            cluster=None if self.cluster is None else self.cluster[rows],
        )

    def within(self, width: float) -> "Score":
        """Return the people whose distance from the cutoff is less than a width."""
        return self.side(np.abs(self.running) < width)


@dataclass(frozen=True, eq=False)
class Local:
    """A polynomial fitted with kernel weights to one side of the cutoff.

    The argument of the polynomial is the scaled distance u = running / width.
    """

    score: Score
    width: float
    order: int
    inverse: Array
    coefficients: Array

    def loadings(self, score: Score) -> Array:
        """Return how much each coefficient rises if one person's outcome rises by one unit.

        The array has the shape (rows, coefficients); each row is about one of the row's people.
        """
        scaled = score.running / self.width
        kernel = np.maximum(1 - np.abs(scaled), 0.0) / self.width
        loadings: Array = kernel[:, None] * _powers(scaled, self.order) @ self.inverse
        return loadings

    def fitted(self, score: Score) -> Array:
        """Return the polynomial's value at each row."""
        fitted: Array = _powers(score.running / self.width, self.order) @ self.coefficients
        return fitted

    @property
    def covariance(self) -> Array:
        """Covariance of the coefficients."""
        return covariance(
            self.score, self.loadings(self.score), self.fitted(self.score), self.order + 1
        )


def fit_local(score: Score, width: float, order: int) -> Local:
    """Fit a polynomial of `order` with triangular weights to the rows within `width` of the cutoff.

    Raises:
        RunningTooCoarse: too few distinct values, or people, within the width.
    """
    kept = score.within(width)
    scaled = kept.running / width
    powers = _powers(scaled, order)
    weights = kept.count * (1 - np.abs(scaled)) / width
    inverse = _invert(powers.T @ (weights[:, None] * powers), kept, order)
    return Local(kept, width, order, inverse, inverse @ (powers.T @ (weights * kept.outcome)))


def covariance(score: Score, loadings: Array, fitted: Array, parameters: int) -> Array:
    """Return the covariance of estimates that are sums of outcomes times loadings.

    Args:
        score: people of one side within the window.
        loadings: loadings of one person of each row, an array (rows, estimates).
        fitted: the fitted values, from which residuals are computed unless nearest neighbours are
            used.
        parameters: number of parameters of the fit, for the factor of HC1 and of clusters.

    Raises:
        TooFewClusters: there is only one cluster.
    """
    n = float(score.count.sum())
    if score.cluster is not None:
        sums = _cluster_sums(
            score.cluster, loadings * (score.count * (score.outcome - fitted))[:, None]
        )
        groups = len(sums)
        factor = groups / (groups - 1) * (n - 1) / (n - parameters)
        return np.asarray(factor * sums.T @ sums, dtype=np.float64)
    if score.residual == "nn":
        squares = _against_neighbours(score)
    else:
        gaps = score.count * (score.outcome - fitted) ** 2 + score.spread
        squares = n / (n - parameters) * gaps
    return np.asarray(loadings.T @ (squares[:, None] * loadings), dtype=np.float64)


def _powers(scaled: Array, order: int) -> Array:
    return np.vander(scaled, order + 1, increasing=True)


def _cluster_sums(cluster: Codes, scores: Array) -> Array:
    codes = np.unique(cluster, return_inverse=True)[1]
    sums = np.column_stack([np.bincount(codes, weights=column) for column in scores.T])
    if len(sums) < 2:
        raise TooFewClusters(clusters=len(sums))
    return np.asarray(sums, dtype=np.float64)


def _against_neighbours(score: Score) -> Array:
    """Return, for each row, the sum of its people's squared residuals from their neighbours.

    The neighbours of a person are the three people with the nearest values of the running variable,
    and everybody as near as the third. The residual is sqrt((J + 1) / J) (y - m), where J is the
    number of neighbours, and m is the mean of the person and the neighbours. Source: Abadie and
    Imbens 2008; Calonico, Cattaneo and Titiunik 2014, section 2.4.
    """
    values, codes = np.unique(score.running, return_inverse=True)
    people = np.r_[0.0, np.cumsum(np.bincount(codes, score.count))]
    totals = np.r_[0.0, np.cumsum(np.bincount(codes, score.count * score.outcome))]
    first, last = _neighbourhoods(values, people)
    size = people[last + 1] - people[first]
    mean = ((totals[last + 1] - totals[first]) / size)[codes]
    squares = score.spread + score.count * (score.outcome - mean) ** 2
    return np.asarray((size / (size - 1))[codes] * squares, dtype=np.float64)


def _neighbourhoods(values: Array, people: Array) -> tuple[Codes, Codes]:
    """Return, for each distinct value, the first and the last index in `values` of its neighbours.

    The people at the value itself are neighbours. The people at the nearest other values are added
    until each person has at least three neighbours.
    """
    first = np.arange(len(values))
    last = first.copy()
    padded = np.r_[-np.inf, values, np.inf]
    wanted = min(NEIGHBOURS, people[-1] - 1) + 1
    while (open_ := people[last + 1] - people[first] < wanted).any():
        left, right = values - padded[first], padded[last + 2] - values
        reach = np.maximum(
            np.where(np.isfinite(left), left, 0), np.where(np.isfinite(right), right, 0)
        )
        nearer_left, nearer_right = left - right > EQUAL * reach, right - left > EQUAL * reach
        first, last = first - (open_ & ~nearer_left), last + (open_ & ~nearer_right)
    return first, last


def _invert(product: Array, score: Score, order: int) -> Array:
    factor, failed = scipy.linalg.lapack.dpotrf(product, lower=1)
    thin = failed or (np.diag(factor) ** 2 < 1e-13 * np.diag(product)).any()
    if thin or score.count.sum() <= order + 2:
        raise RunningTooCoarse(distinct=len(np.unique(score.running)), needed=order + 2)
    inverse = scipy.linalg.lapack.dpotri(factor, lower=1)[0]
    return np.asarray(np.tril(inverse) + np.tril(inverse, -1).T, dtype=np.float64)
