"""Estimate the standard error of designs with two arms by resampling people (bootstrap)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cruscotto.evaluation.data.columns import Array, Codes
from cruscotto.evaluation.data.reading import Data
from cruscotto.evaluation.data.sample import Sample, check_sample
from cruscotto.evaluation.design import TwoArms
from cruscotto.evaluation.errors import EvaluationError, UnstableResampling
from cruscotto.evaluation.estimators.linear import refit_propensity
from cruscotto.evaluation.estimators.two_arms import ESTIMATORS, Work, fit_two_arms

MOST_FAILURES = 0.05


@dataclass(frozen=True)
class BootstrapResult:
    """The uncertainty of an effect by resampling.

    Attributes:
        se: standard deviation of the estimates.
        low: lower limit of the percentile interval.
        high: upper limit of the percentile interval.
        draws: number of resamples, including those that gave no estimate.
        failed: number of resamples that gave no estimate.
        seed: seed of the random numbers.
    """

    se: float
    low: float
    high: float
    draws: int
    failed: int
    seed: int


def bootstrap(design: TwoArms, data: Data, draws: int = 500, seed: int = 0) -> BootstrapResult:
    """Resample people, or whole clusters if the design names some, and estimate again each time.

    If the data are cells of similar people, the number drawn from each cell is multinomial. The
    mean outcome of the people drawn is binomial for outcomes of 0 or 1 (exact). For other outcomes
    it is normal, with the variance of the cell. Source: Efron 1979; percentile limits.

    Raises:
        UnstableResampling: more than one resample in twenty gave no estimate.
    """
    work = fit_two_arms(design, data)
    generator = np.random.default_rng(seed)
    estimates = np.array([_estimate(work, s) for s in _resample(work, draws, generator)])
    found = estimates[np.isfinite(estimates)]
    if len(found) < (1 - MOST_FAILURES) * draws or len(found) < 2:
        raise UnstableResampling(failed=draws - len(found), draws=draws)
    tail = (1 - design.confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    failed = draws - len(found)
    return BootstrapResult(float(found.std(ddof=1)), float(low), float(high), draws, failed, seed)


def _estimate(work: Work, sample: Sample) -> float:
    try:
        check_sample(sample)
        logit = None if work.logit is None else refit_propensity(sample, work.logit)
        return ESTIMATORS[work.method](sample, logit).att
    except EvaluationError:
        return float("nan")


def _resample(work: Work, draws: int, generator: np.random.Generator) -> Iterator[Sample]:
    cluster = work.sample.cluster if work.vcov == "cluster" else None
    codes = None if cluster is None else np.unique(cluster, return_inverse=True)[1]
    for _ in range(draws):
        if codes is not None:
            yield _draw_clusters(work.sample, codes, generator)
        else:
            yield _draw_people(work.sample, generator)


def _draw_clusters(sample: Sample, codes: Codes, generator: np.random.Generator) -> Sample:
    groups = int(codes.max()) + 1
    times = np.bincount(generator.integers(groups, size=groups), minlength=groups)[codes]
    return replace(sample, count=sample.count * times, spread=sample.spread * times)


def _draw_people(sample: Sample, generator: np.random.Generator) -> Sample:
    n = round(sample.n)
    count = generator.multinomial(n, sample.count / sample.n).astype(np.float64)
    if not sample.spread.any():
        return replace(sample, count=count)
    outcome = _draw_means(sample, count, generator)
    variance = sample.spread / sample.count
    return replace(sample, count=count, outcome=outcome, spread=variance * count)


def _draw_means(sample: Sample, count: Array, generator: np.random.Generator) -> Array:
    mean, drawn = sample.outcome, np.maximum(count, 1.0)
    variance = sample.spread / sample.count
    if ((mean >= 0) & (mean <= 1)).all() and np.allclose(variance, mean * (1 - mean)):
        return np.asarray(generator.binomial(drawn.astype(np.int64), mean) / drawn)
    return np.asarray(mean + np.sqrt(variance / drawn) * generator.standard_normal(len(mean)))
