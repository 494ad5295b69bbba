"""Results of an estimate: each effect has its interval, its counts and its assumption."""

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy

from cruscotto.evaluation.design import Design, Vcov
from cruscotto.evaluation.inference.sensitivity import EValue, Robustness
from cruscotto.evaluation.judgement.attrition import Attrition, AttritionBounds, bounds
from cruscotto.evaluation.judgement.diagnostics import BalanceLine, Overlap

if TYPE_CHECKING:
    from cruscotto.evaluation.judgement.variation import Variation


@dataclass(frozen=True)
class Interval:
    """A figure with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """One line of a table of effects.

    Attributes:
        name: `2004@2006` for a cohort and a period, `+2` for a time since treatment, or the name of
            a regressor.
        att: estimate.
        se: standard error.
        low: lower pointwise limit.
        high: upper pointwise limit.
        band_low: lower limit of a band that holds for all effects of the table at once.
        band_high: upper limit of that band.
    """

    name: str
    att: float
    se: float
    low: float
    high: float
    band_low: float | None = None
    band_high: float | None = None


@dataclass(frozen=True)
class Discontinuity:
    """Results that only a regression discontinuity has.

    Attributes:
        bandwidth: half-width of the window of the estimate.
        bias_bandwidth: half-width of the window of the correction for bias.
        conventional: effect before the correction for bias.
        conventional_se: standard error of `conventional`, which ignores the bias.
        distinct: number of distinct values of the running variable in the window, on the side that
            has fewer.
        density_t: t value of the jump in the density of the running variable at the cutoff.
        density_p: p-value of that jump; small if people choose their side. `None` if it cannot be
            estimated.
    """

    bandwidth: float
    bias_bandwidth: float
    conventional: float
    conventional_se: float
    distinct: int
    density_t: float | None
    density_p: float | None


@dataclass(frozen=True)
class PreTrend:
    """Joint test that effects before treatment are zero.

    Attributes:
        statistic: Wald statistic.
        freedom: degrees of freedom of the statistic.
        p_value: small where the trends of the groups differed before treatment.
    """

    statistic: float
    freedom: int
    p_value: float


@dataclass(frozen=True)
class ImpactEstimate:
    """An estimated effect and all that a reader needs to judge it.

    Attributes:
        design: class name of the design.
        method: name of the estimator.
        estimand: key of the estimand, the quantity that is estimated.
        assumption: key of the assumption that the estimate rests on.
        outcome: column of the outcome.
        att: effect, in the unit of the outcome.
        se: standard error.
        low: lower limit of the interval.
        high: upper limit of the interval.
        p_value: two-sided p-value of the hypothesis of no effect.
        confidence: confidence level of the interval.
        vcov: kind of standard error.
        gross: mean outcome of the treated; `None` if only changes of the outcome are known.
        counterfactual: mean outcome that the treated would have had without treatment: `gross` less
            `att`.
        deadweight: counterfactual over gross, with a delta-method interval; `None` if either is not
            positive.
        n_treated: number of persons (or units) treated.
        n_comparison: number of comparison persons (or units).
        fewest: number of persons of the smallest group, if there are more than two groups.
        clusters: number of clusters; zero if not clustered.
        outcome_sd: standard deviation of the outcome.
        balance: comparison of the arms, one line per covariate.
        smd_before: worst standardised difference before weighting, in absolute value.
        smd_after: worst standardised difference after weighting, in absolute value.
        overlap: common support and weights; missing if the method does no weighting.
        e_value: least risk ratio by which a hidden confounder could explain the effect.
        robustness: least strength of a hidden confounder that could explain the effect.
        effects: for panels, the table of effects or coefficients.
        discontinuity: results that only a regression discontinuity has.
        pre_trend: for staggered adoption, the test of effects before treatment.
        dropped: covariates left out because they are constant, or combinations of other covariates.
        left_out: cohorts left out because they have only one unit, which has no variance.
        is_share: whether the outcome of every person is 0 or 1.
        attrition: counts of people whose outcome is due, and of those whose outcome is not known;
            `None` if not counted.
        variation: how far the effect varies between clusters; `None` without clusters.
        sample_hash: fingerprint of the data used, independent of row order.
    """

    design: str
    method: str
    estimand: str
    assumption: str
    outcome: str
    att: float
    se: float
    low: float
    high: float
    p_value: float
    confidence: float
    vcov: Vcov
    gross: float | None
    counterfactual: float | None
    n_treated: int
    n_comparison: int
    clusters: int
    outcome_sd: float
    sample_hash: str
    robustness: Robustness
    deadweight: Interval | None = None
    balance: tuple[BalanceLine, ...] = ()
    smd_before: float = 0.0
    smd_after: float = 0.0
    overlap: Overlap | None = None
    e_value: EValue | None = None
    effects: tuple[Effect, ...] = ()
    discontinuity: Discontinuity | None = None
    pre_trend: PreTrend | None = None
    dropped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    is_share: bool = False
    attrition: Attrition | None = None
    variation: "Variation | None" = None
    fewest: int | None = None

    @property
    def smallest(self) -> int:
        """The number of persons (or units) in the smallest group that the estimate rests on."""
        arms = (self.n_treated, self.n_comparison)
        return min(arms if self.fewest is None else (*arms, self.fewest))

    @property
    def bounds(self) -> AttritionBounds | None:
        """Return the bounds of the effect over all possible values of the unknown outcomes.

        `None` if the outcome is not a share, or if people with unknown outcomes were not counted.
        """
        if self.attrition is None or not self.is_share:
            return None
        if self.gross is None or self.counterfactual is None:
            return None
        return bounds(self.gross, min(max(self.counterfactual, 0.0), 1.0), self.attrition)

    @property
    def effective_n(self) -> float:
        """The effective size of the comparison group."""
        return self.overlap.effective_n if self.overlap else float(self.n_comparison)

    @property
    def normal_error(self) -> float:
        """Return the standard error that gives a normal interval as wide as the estimate's own.

        The estimate's own interval may be a t interval. Comparisons of estimates assume normal
        intervals.
        """
        reach = float(scipy.special.ndtri((1 + self.confidence) / 2))
        return (self.high - self.low) / (2 * reach)

    @property
    def excludes_zero(self) -> bool:
        """Return whether the interval lies wholly on one side of zero."""
        return self.low > 0 or self.high < 0


def interval(
    value: float, error: float, confidence: float, freedom: float | None = None
) -> tuple[float, float]:
    """Return the limits of an interval: normal, or of a t distribution if `freedom` is given."""
    share = (1 + confidence) / 2
    quantile = scipy.special.ndtri(share) if freedom is None else scipy.stats.t.ppf(share, freedom)
    reach = float(quantile) * error
    return value - reach, value + reach


def two_sided_p(value: float, error: float, freedom: float | None = None) -> float:
    """Return the two-sided p-value of no effect."""
    size = abs(value) / error
    tail = scipy.special.ndtr(-size) if freedom is None else scipy.stats.t.sf(size, freedom)
    return float(2 * tail)


def make_effect(
    name: str, value: float, error: float, confidence: float, freedom: float | None = None
) -> Effect:
    """Return an effect with its pointwise interval."""
    return Effect(name, value, error, *interval(value, error, confidence, freedom))


def make_estimate(
    design: Design, method: str, att: float, error: float, freedom: float | None, **rest: Any
) -> ImpactEstimate:
    """Return an estimate with the interval and p-value that its standard error gives.

    Args:
        design: the design of the estimate.
        method: name of the estimator.
        att: effect.
        error: standard error.
        freedom: degrees of freedom of a t interval; `None` for a normal interval.
        rest: the other fields of `ImpactEstimate`.
    """
    low, high = interval(att, error, design.confidence, freedom)
    return ImpactEstimate(
        design=type(design).__name__,
        method=method,
        estimand=design.estimand,
        assumption=design.assumption,
        outcome=design.outcome,
        att=att,
        se=error,
        low=low,
        high=high,
        p_value=two_sided_p(att, error, freedom),
        confidence=design.confidence,
        **rest,
    )


def cost_per_additional(estimate: ImpactEstimate, cost_per_participant: float) -> Interval | None:
    """Return the cost of each additional success; `None` if it cannot be determined.

    The figure is cost over net effect, with limits cost / high and cost / low. It cannot be
    determined if the interval of the effect reaches zero or below: the cost would be infinite or
    negative.

    Args:
        estimate: effect on a share (0 to 1).
        cost_per_participant: cost per participant, in euro.
    """
    if estimate.low <= 0:
        return None
    return Interval(
        cost_per_participant / estimate.att,
        cost_per_participant / estimate.high,
        cost_per_participant / estimate.low,
    )


def to_plain(value: Any) -> Any:
    """Turn a result into dictionaries, lists, numbers and text, ready for JSON.

    Infinite figures and NaN become `None`, since JSON has no notation for them.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else None
    return value
