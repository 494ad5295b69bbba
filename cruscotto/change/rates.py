"""The rates at which cohorts settle once late reports are in, estimated age by age.

A cohort is the persons of one year; its age is the number of years since then. From one age to the
next, a cohort's rate is expected to change as the rates of earlier cohorts did at that age. The
change of each earlier cohort is weighted by its number of known outcomes before the change, since a
single report moves a rate less where more outcomes are known. The scatter of the changes over
cohorts gives the error. The number of outcomes that will become known is estimated by chain ladder.
As in `triangles`, cohorts are assumed to be independent and to change alike in every calendar year.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy

from cruscotto.change.triangles import Floats, Refusal, refusal, settle


@dataclass(frozen=True)
class SettledRates:
    """The rates at which cohorts settle once late reports are in.

    Attributes:
        rates: the settled rate of each cohort, the oldest first, a fraction of one.
        errors: the standard error of each rate.
        freedom: degrees of freedom of each error.
        known: how many outcomes of each cohort are expected to be known in the end.
        total: the settled rate of all cohorts together.
        total_error: the standard error of `total`.
        total_freedom: degrees of freedom of `total_error`.
    """

    rates: Floats
    errors: Floats
    freedom: Floats
    known: Floats
    total: float
    total_error: float
    total_freedom: float

    def band(self, cohort: int, level: float) -> tuple[float, float]:
        """Return the interval (low, high) of a cohort's settled rate.

        Args:
            cohort: the cohort's index, the oldest first.
            level: the confidence level, such as 0.8.
        """
        rate, error = float(self.rates[cohort]), float(self.errors[cohort])
        return _band(rate, error, float(self.freedom[cohort]), level)

    def total_band(self, level: float) -> tuple[float, float]:
        """Return the interval (low, high) of the settled rate of all cohorts together."""
        return _band(self.total, self.total_error, self.total_freedom, level)


@dataclass(frozen=True)
class Steps:
    """How much cohorts' rates change from each age to the next; arrays with one entry per age.

    Attributes:
        means: the mean change, weighted by known outcomes.
        scatter: the variance of one cohort's change, times its known outcomes before the change.
        weights: the known outcomes before the change, in all cohorts together.
        freedom: degrees of freedom of the scatter.
    """

    means: Floats
    scatter: Floats
    weights: Floats
    freedom: Floats

    def variance(self, age: int, known: float) -> float:
        """Return the variance of a cohort's change of rate after an age.

        Args:
            age: the age before the change.
            known: how many of the cohort's outcomes are known at that age.
        """
        own = self.scatter[age] / known if known > 0 else 0.0
        return float(own + self._shared(age))

    def _shared(self, age: int) -> float:
        return float(self.scatter[age] / self.weights[age]) if self.weights[age] > 0 else 0.0


def refusal_of_rates(met: Floats, known: Floats, slack: float = 0.0) -> Refusal | None:
    """Return why settled rates must not be estimated; `None` where they may be.

    Args:
        met: persons with the outcome, as for `settle_rates`.
        known: persons whose outcome is known, as for `settle_rates`.
        slack: by how many persons each count may be wrong.
    """
    return refusal(known, LEAST, slack) or refusal(met, LEAST, slack)


# A growth that differs from the others by less is a correction, and no habit.
LEAST = 0.005


def settle_rates(met: Floats, known: Floats) -> SettledRates:
    """Estimate the rates at which cohorts settle once late reports are in.

    Args:
        met: persons with the outcome, by cohort (rows, the oldest first) and age (columns); NaN at
            ages still to come.
        known: persons whose outcome is known, of the same shape.
    """
    rows, ages = known.shape
    steps, grown = steps_of(met, known), settle(known)
    full = known.copy()
    for age in range(1, ages):
        ahead = ~np.isfinite(full[:, age])
        full[ahead, age] = full[ahead, age - 1] * grown.factors[age - 1]
    last = np.array([int(np.isfinite(row).sum()) - 1 for row in known])
    at = np.arange(rows)
    rates = met[at, last] / known[at, last]
    own, parts = np.zeros((rows, ages - 1)), np.zeros((rows, ages - 1))
    for row in range(rows):
        for age in range(last[row], ages - 1):
            rates[row] += steps.means[age]
            parts[row, age] = steps.variance(age, float(full[row, age]))
            own[row, age] = steps.scatter[age] / max(float(full[row, age]), 1.0)
    settled = np.clip(rates, 0.0, 1.0)
    weights = grown.ultimate
    total = float((weights * settled).sum() / weights.sum())
    joint = _joint(own, weights, steps, last)
    return SettledRates(
        settled,
        np.sqrt(parts.sum(axis=1)),
        np.array([_freedom(row, steps.freedom) for row in parts]),
        weights,
        total,
        sqrt(joint.sum()) / float(weights.sum()),
        _freedom(joint, steps.freedom),
    )


def steps_of(met: Floats, known: Floats) -> Steps:
    """Return the mean change of rates after each age, and the scatter of cohorts around it.

    Args:
        met: persons with the outcome, as for `settle_rates`.
        known: persons whose outcome is known, as for `settle_rates`.
    """
    ages = known.shape[1]
    means, scatter, weights, freedom = (np.zeros(ages - 1) for _ in range(4))
    for age in range(ages - 1):
        seen = np.isfinite(known[:, age + 1]) & (known[:, age] > 0)
        weight = known[seen, age]
        if not len(weight):
            continue
        moved = met[seen, age + 1] / known[seen, age + 1] - met[seen, age] / weight
        means[age] = (weight * moved).sum() / weight.sum()
        weights[age] = weight.sum()
        freedom[age] = max(1, len(weight) - 1)
        if len(weight) > 1:
            scatter[age] = (weight * (moved - means[age]) ** 2).sum() / (len(weight) - 1)
        elif age > 1:
            scatter[age] = min(scatter[age - 1], scatter[age - 2])
    return Steps(means, scatter, weights, freedom)


def next_rates(met: Floats, known: Floats) -> list[tuple[int, int, float, float, float]]:
    """Return the rate expected of each cohort at its next age, the first age not known yet.

    Cohorts that are at the last age, or have no known outcome, are left out.

    Args:
        met: persons with the outcome, as for `settle_rates`.
        known: persons whose outcome is known, as for `settle_rates`.

    Returns:
        For each cohort: index, next age, expected rate, standard error, degrees of freedom.
    """
    steps, found = steps_of(met, known), []
    for row, cells in enumerate(known):
        age = int(np.isfinite(cells).sum()) - 1
        if age < len(cells) - 1 and cells[age] > 0:
            rate = float(met[row, age] / cells[age] + steps.means[age])
            error = sqrt(steps.variance(age, float(cells[age])))
            found.append((row, age + 1, rate, error, float(steps.freedom[age])))
    return found


def _joint(own: Floats, weights: Floats, steps: Steps, last: Floats) -> Floats:
    """Return how much the change after each age adds to the variance of the weighted sum of rates.

    All cohorts use the same estimated mean changes. So the variance of these means is added for the
    sum of the cohorts, not for each cohort.

    Args:
        own: the variance of each cohort's own change after each age (cohorts, ages).
        weights: the weight of each cohort in the sum.
        steps: the mean changes, with their scatter.
        last: the last age known of each cohort.
    """
    found = np.asarray((weights[:, None] ** 2 * own).sum(axis=0))
    for age in range(len(found)):
        ahead = weights[last <= age]
        if steps.weights[age] > 0:
            found[age] += steps.scatter[age] / steps.weights[age] * ahead.sum() ** 2
    return found


def _freedom(variances: Floats, freedom: Floats) -> float:
    """Return the degrees of freedom of a sum of variances (Satterthwaite 1946).

    Args:
        variances: the variances that are added up.
        freedom: degrees of freedom of each variance.
    """
    whole = float(variances.sum())
    if whole == 0:
        return 1.0
    each = (variances**2 / np.maximum(freedom, 1.0)).sum()
    return max(1.0, whole**2 / float(each))


def _band(rate: float, error: float, freedom: float, level: float) -> tuple[float, float]:
    if error == 0:
        return rate, rate
    wide = float(scipy.stats.t.ppf((1 + level) / 2, freedom)) * error
    return max(0.0, rate - wide), min(1.0, rate + wide)
