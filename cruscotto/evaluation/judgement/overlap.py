"""The distribution of propensities in each group, for an overlap plot."""

from dataclasses import dataclass

import numpy as np

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.reading import Data
from cruscotto.evaluation.design import TwoArms
from cruscotto.evaluation.errors import NoCovariates
from cruscotto.evaluation.estimators.two_arms import fit_two_arms

BINS = 20


@dataclass(frozen=True)
class Propensities:
    """Shares of each group by estimated propensity.

    Attributes:
        edges: the edges of the bins, one more than there are bins.
        treated: share of the treated in each bin.
        comparison: share of the comparison persons in each bin.
    """

    edges: tuple[float, ...]
    treated: tuple[float, ...]
    comparison: tuple[float, ...]


def propensities(design: TwoArms, data: Data, bins: int = BINS) -> Propensities:
    """Estimate propensities, and return the share of each group in each bin of propensity.

    Raises:
        EvaluationError: the data do not allow the estimate.
        NoCovariates: the design uses no propensity.
    """
    work = fit_two_arms(design, data)
    if work.logit is None:
        raise NoCovariates(method=work.method, dropped="–")
    edges = np.linspace(0.0, 1.0, bins + 1)
    shares = [
        _shares(work.logit.probabilities, arm, edges)
        for arm in (work.sample.in_treated, work.sample.in_comparison)
    ]
    return Propensities(tuple(edges.tolist()), shares[0], shares[1])


def _shares(probabilities: Array, arm: Array, edges: Array) -> tuple[float, ...]:
    counts = np.histogram(probabilities, edges, weights=arm)[0]
    return tuple((counts / arm.sum()).tolist())
