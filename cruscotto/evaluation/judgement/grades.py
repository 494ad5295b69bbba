"""Grades for many units whose values are estimated with error, such as providers.

The distribution of true values is estimated from the estimates (a deconvolution). Each unit then
gets its posterior distribution. Two units get different grades only if it is sufficiently sure
which of the two is better. Source: Kline, Rose and Walters 2023, sections 3 and 4; Efron 2016 for
the log-spline density.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array

# Columns of the natural spline of the log density, and how its penalty is looked for.
COLUMNS, PENALTIES, NEAR = 5, (0.0, 0.1), 1e-4
POINTS = 400
# A pair put in order wrongly costs as much as four pairs ordered rightly are worth.
WORTH = 0.25


@dataclass(frozen=True, eq=False)
class Posterior:
    """The posterior distribution of each unit's true value.

    Attributes:
        points: values that a unit may truly have, shape (points,).
        mass: the probability of each point for each unit, shape (units, points).
        prior: the distribution of true values over all units, shape (points,).
    """

    points: Array
    mass: Array
    prior: Array

    @property
    def means(self) -> Array:
        """Return the posterior mean of each unit."""
        return np.asarray(self.mass @ self.points)

    @property
    def above(self) -> Array:
        """Return, for each pair of units, the probability that the first has the larger true value.

        A tie counts half, so that the probabilities of the two orders add up to one.
        """
        below = np.cumsum(self.mass, axis=1) - self.mass / 2
        return np.asarray(self.mass @ below.T)


@dataclass(frozen=True, eq=False)
class Grades:
    """The grades of all units, and how certain the order of the grades is.

    Attributes:
        of: the grade of each unit, 1 the highest.
        means: the posterior mean of each unit.
        wrong: among pairs of units with different grades, the share expected to be in the wrong
            order.
        apart: the share of all pairs that have different grades.
    """

    of: tuple[int, ...]
    means: tuple[float, ...]
    wrong: float
    apart: float

    @property
    def count(self) -> int:
        """Return the number of grades."""
        return max(self.of, default=0)


def deconvolve(
    estimates: Array, errors: Array, points: int = POINTS, penalty: float | None = None
) -> Posterior:
    """Estimate how true values are distributed, and the posterior of each unit.

    Args:
        estimates: one estimate per unit, in any unit of measure.
        errors: the standard error of each estimate, taken as known.
        points: number of grid points between the smallest and the largest estimate.
        penalty: penalty on the spline's coefficients. When left out, the penalty is chosen so that
            the density has the mean and spread that the estimates imply.
    """
    values = np.linspace(estimates.min(), estimates.max(), points)
    seen = scipy.stats.norm.pdf(estimates[:, None], values, errors[:, None])
    spline = _standardised(_natural_spline(values, COLUMNS))
    fit = _Fit(seen, spline, values, estimates, errors)
    prior = fit.density(_penalty(fit) if penalty is None else penalty)
    mass = seen * prior
    return Posterior(values, mass / mass.sum(axis=1, keepdims=True), prior)


def grade(posterior: Posterior, worth: float = WORTH) -> Grades:
    """Put units into grades so that the expected gain over all pairs is greatest.

    A pair with different grades gains `worth` if its order is right, and loses one if its order is
    wrong. A pair within a grade counts zero. Units are sorted by posterior mean, and the best cuts
    are found exactly.

    Args:
        posterior: the result of `deconvolve`.
        worth: gain of a pair in the right order. Two units alone get different grades if one is
            better with a probability above 1 / (1 + worth).
    """
    means = posterior.means
    order = np.argsort(-means, kind="stable")
    above = posterior.above[np.ix_(order, order)]
    cuts = _cuts(np.triu(above.T - worth * above, 1))
    place = np.searchsorted(cuts, np.arange(order.size), side="right")
    of = np.empty(order.size, dtype=np.int64)
    of[order] = place
    split = np.triu(place[:, None] != place[None, :], 1)
    pairs = order.size * (order.size - 1) / 2
    wrong = float(above.T[split].mean()) if split.any() else 0.0
    apart = float(split.sum() / pairs) if pairs else 0.0
    return Grades(tuple(of.tolist()), tuple(means.tolist()), wrong, apart)


def _cuts(cost: Array) -> Array:
    """Return the index of the unit at which each grade begins, so that the total cost is least.

    `cost` has the cost of separating each pair of units. A pair within a grade costs nothing.
    """
    size = len(cost)
    sums = np.zeros((size + 1, size + 1))
    sums[1:, 1:] = cost.cumsum(axis=0).cumsum(axis=1)
    best, start = np.zeros(size + 1), np.zeros(size + 1, dtype=np.int64)
    for end in range(1, size + 1):
        first = np.arange(end)
        spared = sums[end, end] - sums[first, end] - sums[end, first] + sums[first, first]
        total = best[:end] + spared
        start[end] = int(np.argmax(total))
        best[end] = total[start[end]]
    found, end = [], size
    while end:
        end = int(start[end])
        found.append(end)
    return np.array(found[::-1])


@dataclass(frozen=True, eq=False)
class _Fit:
    """A log-spline density that is fitted to estimates by penalised likelihood."""

    seen: Array
    spline: Array
    values: Array
    estimates: Array
    errors: Array

    def density(self, penalty: float) -> Array:
        start = np.full(self.spline.shape[1], 0.1)
        found = scipy.optimize.minimize(
            self._loss, start, (penalty,), "BFGS", jac=True, options={"gtol": 1e-8, "maxiter": 2000}
        )
        return self._normalised(found.x)

    def _normalised(self, weights: Array) -> Array:
        heights = self.spline @ weights
        raised = np.exp(heights - heights.max())
        return np.asarray(raised / raised.sum())

    def _loss(self, weights: Array, penalty: float) -> tuple[float, Array]:
        prior, size = self._normalised(weights), float(np.sqrt(weights @ weights))
        likelihood = self.seen @ prior
        pulled = (self.seen.T @ (1 / likelihood)) * prior - len(self.seen) * prior
        slope = -(self.spline.T @ pulled) + penalty * weights / max(size, 1e-300)
        return float(-np.log(likelihood).sum() + penalty * size), slope

    def distance(self, penalty: float) -> float:
        """Return how far the density's mean and spread are from those that the estimates imply."""
        prior = self.density(penalty)
        mean = float(self.values @ prior)
        spread = float(np.sqrt(max(float(self.values**2 @ prior) - mean**2, 0.0)))
        noise, gaps = self.errors**2, (self.estimates - self.estimates.mean()) ** 2
        wanted = float(np.sqrt(max(float(self.estimates.var(ddof=1) - noise.mean()), 0.0)))
        off = np.array([mean - self.estimates.mean(), wanted - spread])
        both = -2 * float(gaps @ noise)
        spreads = 2 * float(noise @ noise) + 4 * float((gaps - noise).sum())
        covariance = np.array([[noise.sum(), both], [both, spreads]]) / len(noise) ** 2
        return float(off @ np.linalg.pinv(covariance) @ off)


def _penalty(fit: _Fit) -> float:
    found = scipy.optimize.minimize_scalar(
        fit.distance, bounds=PENALTIES, method="bounded", options={"xatol": NEAR, "maxiter": 500}
    )
    return float(found.x)


def _natural_spline(values: Array, columns: int) -> Array:
    """Return a basis of cubic splines with knots at quantiles.

    The second derivative is zero at both ends.
    """
    inner = np.quantile(values, np.linspace(0, 1, columns + 1))[1:-1]
    knots = np.concatenate(([values[0]] * 4, inner, [values[-1]] * 4))
    spline = scipy.interpolate.BSpline(knots, np.eye(len(knots) - 4), 3)
    bent: Array = spline(values[[0, -1]], nu=2)[:, 1:]
    rotation, _ = scipy.linalg.qr(bent.T)
    return np.asarray((spline(values)[:, 1:] @ rotation)[:, 2:])


def _standardised(basis: Array) -> Array:
    centred = basis - basis.mean(axis=0)
    return np.asarray(centred / np.sqrt((centred**2).sum(axis=0)))
