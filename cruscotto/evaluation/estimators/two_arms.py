"""Estimate the effect of a design with treated and comparison persons; describe the result."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.reading import (
    Data,
    read_attrition,
    read_cross_sections,
    read_level,
    read_sample,
)
from cruscotto.evaluation.data.sample import Sample, hash_sample
from cruscotto.evaluation.design import (
    DifferenceInDifferences,
    MatchingOnObservables,
    Randomised,
    RepeatedCrossSections,
    TwoArms,
    Vcov,
)
from cruscotto.evaluation.errors import UnknownChoice
from cruscotto.evaluation.estimators.doubly_robust import (
    cross_sections,
    difference_in_means,
    oaxaca_blinder,
    regression,
)
from cruscotto.evaluation.estimators.fit import Fit, standard_error
from cruscotto.evaluation.estimators.linear import LogitFit, fit_propensity
from cruscotto.evaluation.estimators.weighting import (
    doubly_robust,
    dr_did,
    entropy_balancing,
    inverse_probability,
)
from cruscotto.evaluation.inference.sensitivity import (
    EValue,
    Robustness,
    risk_ratio_e_value,
    robustness_value,
    standardised_e_value,
)
from cruscotto.evaluation.inference.variance import (
    Influence,
    mean_influence,
    sample_clusters,
    sample_variance,
)
from cruscotto.evaluation.judgement.diagnostics import (
    Trim,
    measure_balance,
    measure_overlap,
    trim_estimates,
    worst_difference,
)
from cruscotto.evaluation.judgement.result import ImpactEstimate, Interval, interval, make_estimate
from cruscotto.evaluation.judgement.variation import measure_variation

Estimator = Callable[[Sample, LogitFit | None], Fit]

ESTIMATORS: dict[str, Estimator] = {
    "difference": lambda sample, _: difference_in_means(sample),
    "regression": lambda sample, _: regression(sample),
    "oaxaca": lambda sample, _: oaxaca_blinder(sample),
    "entropy": lambda sample, _: entropy_balancing(sample),
    "ipw": inverse_probability,
    "aipw": doubly_robust,
    "drdid": dr_did,
    "did": lambda sample, _: cross_sections(sample),
}

KNOWN_METHODS: dict[type[TwoArms], tuple[str, ...]] = {
    MatchingOnObservables: ("difference", "regression", "oaxaca", "ipw", "entropy", "aipw"),
    DifferenceInDifferences: ("difference", "regression", "ipw", "entropy", "drdid"),
    Randomised: ("difference", "regression"),
    RepeatedCrossSections: ("did",),
}


@dataclass(frozen=True, eq=False)
class Work:
    """A design and the fit of its estimator, with the sample and the propensities used."""

    design: TwoArms
    method: str
    sample: Sample
    logit: LogitFit | None
    fit: Fit
    vcov: Vcov

    @property
    def clusters(self) -> int:
        """The number of clusters in the standard error; zero without clusters."""
        return sample_clusters(self.sample) if self.vcov == "cluster" else 0

    @property
    def freedom(self) -> float | None:
        """Return the degrees of freedom of the interval; `None` without clusters."""
        return self.clusters - 1 if self.clusters else None


def choose_method(design: TwoArms) -> str:
    """Return the name of a design's estimator, or of the default one if the design names none.

    Raises:
        UnknownChoice: the design has no such estimator.
    """
    fallback = "did" if isinstance(design, RepeatedCrossSections) else "difference"
    method = str(getattr(design, "method", fallback))
    known = KNOWN_METHODS.get(type(design), ())
    if method not in known:
        raise UnknownChoice(choice=method, known=", ".join(known))
    return method


def fit_two_arms(design: TwoArms, data: Data) -> Work:
    """Read the data of a design and fit its estimator."""
    method = choose_method(design)
    if isinstance(design, RepeatedCrossSections):
        sample = read_cross_sections(design, data)
    else:
        sample = read_sample(design, data)
    # adjusting without overlap is extrapolation: the logit is fitted even where the method
    # does not weigh by it, so that separation is refused by every method alike
    adjusts = method not in ("difference", "did") and not isinstance(design, Randomised)
    logit = fit_propensity(sample) if adjusts and sample.names else None
    fit = ESTIMATORS[method](sample, logit)
    return Work(design, method, sample, logit, fit, design.standard_error)


def describe_two_arms(work: Work, data: Data) -> ImpactEstimate:
    """Turn a fit into an estimate with its interval, diagnostics and sensitivity."""
    design, sample, fit = work.design, work.sample, work.fit
    level = read_level(design, data) if isinstance(design, DifferenceInDifferences) else None
    error = standard_error(fit, sample, work.vcov)
    gross = _gross(work, level)
    is_repeated = isinstance(design, RepeatedCrossSections)
    balance = () if is_repeated else measure_balance(sample, fit)
    return make_estimate(
        design,
        work.method,
        fit.att,
        error,
        work.freedom,
        vcov=work.vcov,
        gross=gross,
        counterfactual=None if gross is None else gross - fit.att,
        n_treated=round(sample.n_treated),
        n_comparison=round(sample.n_comparison),
        clusters=work.clusters,
        outcome_sd=sample.outcome_sd,
        sample_hash=hash_sample(sample),
        robustness=_robustness(work, error),
        deadweight=None if gross is None else _deadweight(work, gross, level),
        balance=balance,
        smd_before=worst_difference([line.smd_before for line in balance]),
        smd_after=worst_difference([line.smd_after for line in balance]),
        overlap=None if is_repeated else measure_overlap(sample, fit, work.logit),
        e_value=_e_value(work, error),
        dropped=sample.dropped,
        attrition=read_attrition(design, data),
        variation=measure_variation(sample, fit) if work.clusters else None,
        is_share=is_share(sample),
        fewest=_fewest_of_four(sample) if is_repeated else None,
    )


def estimate_two_arms(design: TwoArms, data: Data) -> ImpactEstimate:
    """Read the data of a design, fit its estimator and describe the result."""
    return describe_two_arms(fit_two_arms(design, data), data)


def trim_two_arms(work: Work) -> tuple[Trim, ...]:
    """Return the effects estimated again without people of extreme propensity.

    The tuple is empty if the method uses no propensities.
    """
    if work.logit is None:
        return ()
    estimator = ESTIMATORS[work.method]
    return trim_estimates(
        work.sample, work.logit, lambda sample: estimator(sample, None), work.vcov
    )


def _fewest_of_four(sample: Sample) -> int:
    """Return the number of people in the smallest of four cells: each group in each period."""
    reached, late = (sample.covariates[:, :2] > 0).T
    groups = np.bincount(2 * reached + late, weights=sample.count, minlength=4)
    return int(groups.min())


def _gross(work: Work, level: Array | None) -> float | None:
    if not isinstance(work.design, DifferenceInDifferences):
        return work.sample.treated_mean
    return None if level is None else float(level[work.sample.treated].mean())


def _gross_influence(work: Work, level: Array | None) -> Influence:
    sample = work.sample
    if level is None:
        return mean_influence(sample)
    share = sample.treated / sample.n_treated
    return Influence(share * (level - level[sample.treated].mean()), np.zeros(len(level)))


def _ratio_variance(work: Work, influence: Influence) -> float:
    vcov: Vcov = "cluster" if work.vcov == "cluster" else "hc1"
    return sample_variance(influence, work.sample, vcov, work.fit.parameters)


def _deadweight(work: Work, gross: float, level: Array | None) -> Interval | None:
    """Return counterfactual over gross with an interval.

    `None` if counterfactual or gross is not positive.
    """
    counterfactual = gross - work.fit.att
    if gross <= 0 or counterfactual <= 0:
        return None
    drift = _gross_influence(work, level) * (work.fit.att / gross**2)
    error = float(np.sqrt(_ratio_variance(work, drift - work.fit.influence * (1 / gross))))
    share = counterfactual / gross
    return Interval(share, *interval(share, error, work.design.confidence, work.freedom))


def _e_value(work: Work, error: float) -> EValue:
    """Return the E-value of an effect.

    For a share, it is the E-value of the risk ratio. For other outcomes, for differences in
    differences, and where the risk ratio is not defined, it is the E-value of the difference in
    standard deviations.
    """
    sample, att = work.sample, work.fit.att
    gross, counterfactual = sample.treated_mean, sample.treated_mean - att
    of_share = not isinstance(work.design, DifferenceInDifferences) and is_share(sample)
    if not of_share or not 0 < counterfactual <= 1 or gross <= 0:
        return standardised_e_value(att / sample.outcome_sd, error / sample.outcome_sd)
    own = mean_influence(sample)
    log_ratio = own * (1 / gross) - (own - work.fit.influence) * (1 / counterfactual)
    reach = float(np.sqrt(_ratio_variance(work, log_ratio)))
    centre = float(np.log(gross / counterfactual))
    low, high = interval(centre, reach, work.design.confidence, work.freedom)
    ratio = gross / counterfactual
    return risk_ratio_e_value(ratio, float(np.exp(low)), float(np.exp(high)))


def is_share(sample: Sample) -> bool:
    """Return whether the outcome of every person is 0 or 1."""
    mean = sample.outcome
    if (mean < 0).any() or (mean > 1).any():
        return False
    return bool(np.allclose(sample.spread, sample.count * mean * (1 - mean), atol=1e-6))


def _robustness(work: Work, error: float) -> Robustness:
    freedom = work.sample.n - work.sample.matrix.shape[1] - 1
    return robustness_value(work.fit.att / error, freedom, alpha=1 - work.design.confidence)
