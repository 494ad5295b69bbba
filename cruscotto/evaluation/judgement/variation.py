"""Test whether effects vary between clusters, such as courses, by more than chance."""

from dataclasses import dataclass

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.sample import Sample
from cruscotto.evaluation.estimators.fit import Fit
from cruscotto.evaluation.inference.grouping import ALONE, Grouping


@dataclass(frozen=True)
class Variation:
    """How far effects differ between clusters of treated people.

    Attributes:
        between: standard deviation of effects between clusters, in the unit of the outcome, without
            the part due to chance. Effects differ because of local conditions as well as courses.
        clusters: number of clusters of treated people.
        p_value: p-value of the hypothesis that all clusters have the same effect (Cochran's Q).
    """

    between: float
    clusters: int
    p_value: float


def measure_variation(sample: Sample, fit: Fit) -> Variation | None:
    """Measure how the effect varies between clusters; `None` with fewer than two clusters.

    Source: DerSimonian and Laird 1986, applied to the mean influence of the treated of each
    cluster.
    """
    grouping = sample.groups
    if grouping is None:
        return None
    treated = sample.treated[grouping.row] & (grouping.cluster != ALONE)
    own, spread = _deviations(sample, fit, grouping)
    codes = np.unique(grouping.cluster[treated], return_inverse=True)[1]
    if len(codes) == 0 or codes.max() < 1:
        return None
    count = grouping.count[treated]
    people = np.bincount(codes, weights=count)
    means = np.bincount(codes, weights=count * own[treated]) / people
    within = float(count @ (own[treated] - means[codes]) ** 2 + spread[treated].sum())
    freedom = people.sum() - len(people)
    if freedom <= 0 or within <= 0:
        return None
    return _pooled(means, people * freedom / within)


def _deviations(sample: Sample, fit: Fit, grouping: Grouping) -> tuple[Array, Array]:
    """Return two arrays with an entry for the people of each row in each cluster.

    The first has the mean deviation of these people from the effect. The second has the sum of
    squares of their deviations from that mean.
    """
    slope = fit.influence.slope[grouping.row] * sample.n_treated
    value = fit.influence.value[grouping.row] * sample.n_treated
    own = value + slope * (grouping.outcome - sample.outcome[grouping.row])
    return own, slope**2 * grouping.spread


def _pooled(means: Array, weights: Array) -> Variation:
    scatter = float(weights @ (means - weights @ means / weights.sum()) ** 2)
    freedom = len(means) - 1
    room = weights.sum() - weights @ weights / weights.sum()
    between = float(np.sqrt(max(0.0, (scatter - freedom) / room)))
    return Variation(between, len(means), float(scipy.stats.chi2.sf(scatter, freedom)))
