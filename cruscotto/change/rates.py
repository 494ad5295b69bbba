"""The rates at which cohorts settle once late reports are in, estimated step by step of age.

From one age to the next, a cohort's rate is expected to change as those of earlier cohorts changed
at that age. A step is weighted by how many outcomes were known before it, since one rate can change
less the more are known. The scatter of steps over cohorts gives the error. The number of outcomes
that will be known is estimated by chain ladder. As in `triangles`, cohorts are assumed to be
independent and to change alike in every calendar year.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy

from cruscotto.change.triangles import Floats, Refusal, refusal, settle


@dataclass(frozen=True)
class SettledRates:
    """The rates at which the cohorts of a triangle settle.

    Attributes:
        rates: the settled rate of each cohort, the oldest first.
        errors: its standard error.
        freedom: degrees of freedom behind each of these errors.
        known: how many outcomes of each cohort are expected to become known.
        total: the settled rate of all cohorts together.
        total_error: its standard error.
        total_freedom: degrees of freedom behind it.
    """

    rates: Floats
    errors: Floats
    freedom: Floats
    known: Floats
    total: float
    total_error: float
    total_freedom: float

    def band(self, cohort: int, level: float) -> tuple[float, float]:
        """Return the interval of a cohort's settled rate."""
        rate, error = float(self.rates[cohort]), float(self.errors[cohort])
        return _band(rate, error, float(self.freedom[cohort]), level)

    def total_band(self, level: float) -> tuple[float, float]:
        """Return the interval of the settled rate of all cohorts."""
        return _band(self.total, self.total_error, self.total_freedom, level)


@dataclass(frozen=True)
class Steps:
    """How much rates change from each age to the next.

    Attributes:
        means: the mean step.
        scatter: the variance of a cohort's step, times the number known before the step.
        weights: how many were known before the step, in all cohorts together.
        freedom: degrees of freedom behind the scatter.
    """

    means: Floats
    scatter: Floats
    weights: Floats
    freedom: Floats

    def variance(self, age: int, known: float) -> float:
        """Return the variance of the step of a cohort with a number of known outcomes."""
        own = self.scatter[age] / known if known > 0 else 0.0
        return float(own + self._shared(age))

    def _shared(self, age: int) -> float:
        return float(self.scatter[age] / self.weights[age]) if self.weights[age] > 0 else 0.0


def refusal_of_rates(met: Floats, known: Floats, slack: float = 0.0) -> Refusal | None:
    """Return why the rates of a triangle must not be estimated; `None` where they may be.

    Args:
        met: see `settle_rates`.
        known: see `settle_rates`.
        slack: by how many persons each count may be off.
    """
    return refusal(known, LEAST, slack) or refusal(met, LEAST, slack)


# A growth that differs from the others by less is a correction, and no habit.
LEAST = 0.005


def settle_rates(met: Floats, known: Floats) -> SettledRates:
    """Estimate the rates at which the cohorts of a triangle settle.

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
    """Return the mean step of rates at each age, and how far cohorts scatter around it."""
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
    """Return (cohort, age, expected rate, error, degrees of freedom) for each cohort's next age."""
    steps, found = steps_of(met, known), []
    for row, cells in enumerate(known):
        age = int(np.isfinite(cells).sum()) - 1
        if age < len(cells) - 1 and cells[age] > 0:
            rate = float(met[row, age] / cells[age] + steps.means[age])
            error = sqrt(steps.variance(age, float(cells[age])))
            found.append((row, age + 1, rate, error, float(steps.freedom[age])))
    return found


def _joint(own: Floats, weights: Floats, steps: Steps, last: Floats) -> Floats:
    """Return the variance of the sum of all rates by age: cohorts share the mean steps."""
    found = np.asarray((weights[:, None] ** 2 * own).sum(axis=0))
    for age in range(len(found)):
        ahead = weights[last <= age]
        if steps.weights[age] > 0:
            found[age] += steps.scatter[age] / steps.weights[age] * ahead.sum() ** 2
    return found


def _freedom(variances: Floats, freedom: Floats) -> float:
    """Return the degrees of freedom of a sum of variances (Satterthwaite 1946)."""
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
