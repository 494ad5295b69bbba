"""The rules of a verdict: each checks one thing and returns the reason if the check fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite

from cruscotto.evaluation.errors import EvaluationError
from cruscotto.evaluation.judgement.attrition import (
    DEVIATIONS,
    ODDS_RATIO,
    Attrition,
    tilted,
    tilted_mean,
)
from cruscotto.evaluation.judgement.diagnostics import Trim
from cruscotto.evaluation.judgement.result import ImpactEstimate

Fact = float | int | str


@dataclass(frozen=True)
class Reason:
    """One reason for a judgement: the key of its sentence, and the figures of the sentence.

    Attributes:
        key: key of the sentence in the catalogues, without the leading `verdict.`.
        blocks: whether this reason alone makes the effect not determinable.
        facts: figures of the sentence.
    """

    key: str
    blocks: bool
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Thresholds:
    """Limits between good, doubtful and unusable, each with its source.

    Attributes:
        smallest_arm: persons of an arm. Below this number the normal approximation is not good
            enough.
        least_effective_n: effective comparison persons below which no judgement is given.
        doubtful_effective_n: effective comparison persons below which there is doubt.
        least_per_covariate: persons of the smaller arm for each covariate. Below this number
            intervals are too narrow: they do not allow for the number of fitted parameters (Peduzzi
            et al. 1996).
        least_support: share of the treated on common support below which no judgement is given.
        doubtful_support: share of the treated on common support below which there is doubt.
        doubtful_smd: standardised difference after weighting above which there is doubt (Austin
            2009).
        worst_smd: standardised difference after weighting that regression cannot repair (Rubin
            2001).
        test_level: level of placebo, trend and density tests.
        negligible_placebo: size of a placebo effect, in standard deviations. A significant placebo
            below this size gives a doubt but does not block: with millions of persons every
            difference is significant.
        blunt_placebo: half-width of the placebo's interval, in standard deviations. If the interval
            is wider, the placebo could hardly fail, so that passing shows little.
        imprecise: half-width of an interval, in standard deviations, that is too wide to use.
        fewest_clusters: clusters below which clustered errors are too small (Cameron and Miller
            2015).
        fewest_values: distinct values of the running variable on a side of the window. With fewer
            the estimate depends on the shape assumed for the curve (Kolesár and Rothe 2018).
        fragile: share of residual variance; there is doubt if a confounder that explains less would
            make the effect not significant.
        attrition_gap: difference of the two groups' shares of unknown outcomes, above which there
            is doubt (roughly the cautious boundary of What Works Clearinghouse 2022).
        worst_attrition_gap: difference of these shares above which no judgement is given. At least
            half of the intervals then miss the truth if people with an unknown outcome have lower
            odds of the outcome (`benchmarks/worlds.py`).
    """

    smallest_arm: int = 30
    least_effective_n: float = 30.0
    doubtful_effective_n: float = 100.0
    least_per_covariate: int = 10
    least_support: float = 0.80
    doubtful_support: float = 0.95
    doubtful_smd: float = 0.10
    worst_smd: float = 0.25
    test_level: float = 0.05
    negligible_placebo: float = 0.02
    blunt_placebo: float = 0.25
    imprecise: float = 0.20
    fewest_clusters: int = 30
    fewest_values: int = 20
    fragile: float = 0.01
    attrition_gap: float = 0.05
    worst_attrition_gap: float = 0.10


DEFAULT_THRESHOLDS = Thresholds()

NEED_PLACEBO = {"MatchingOnObservables", "DifferenceInDifferences", "RepeatedCrossSections"}


def find_reasons(
    estimate: ImpactEstimate,
    level: int,
    placebo: ImpactEstimate | EvaluationError | None,
    trims: tuple[Trim, ...],
    lines: Thresholds,
) -> tuple[Reason, ...]:
    """Return a reason for every rule that an estimate breaks, the blocking reasons first."""
    found = [
        *_size_reasons(estimate, lines),
        *_attrition_reasons(estimate, lines),
        *_overlap_reasons(estimate, lines),
        *_balance_reasons(estimate, lines),
        *_placebo_reasons(estimate, placebo, lines),
        *_trend_reasons(estimate, lines),
        *_density_reasons(estimate, lines),
        *_precision_reasons(estimate, lines),
        *_method_reasons(estimate, level),
        *_trim_reasons(estimate, trims),
    ]
    return tuple(sorted(found, key=lambda reason: not reason.blocks))


def _size_reasons(estimate: ImpactEstimate, lines: Thresholds) -> Iterator[Reason]:
    smallest = estimate.smallest
    if smallest < lines.smallest_arm:
        yield Reason("arm_small", True, {"n": smallest, "line": lines.smallest_arm})
    effective = estimate.effective_n
    if effective < lines.least_effective_n:
        yield Reason("effective_n_poor", True, _facts(effective, lines.least_effective_n))
    elif effective < lines.doubtful_effective_n:
        yield Reason("effective_n_low", False, _facts(effective, lines.doubtful_effective_n))
    covariates = len(estimate.balance)
    if covariates and smallest < lines.least_per_covariate * covariates:
        facts: dict[str, Fact] = {"value": covariates, "n": smallest}
        yield Reason("covariates_many", False, facts)
    if 0 < estimate.clusters < lines.fewest_clusters:
        yield Reason("clusters_few", False, _facts(estimate.clusters, lines.fewest_clusters))


def _attrition_reasons(estimate: ImpactEstimate, lines: Thresholds) -> Iterator[Reason]:
    lost = estimate.attrition
    if lost is None:
        return
    facts: dict[str, Fact] = {"treated": lost.treated_share, "compared": lost.compared_share}
    if abs(lost.gap) > lines.worst_attrition_gap:
        yield Reason("attrition_severe", True, {**facts, "line": lines.worst_attrition_gap})
    elif abs(lost.gap) > lines.attrition_gap:
        yield Reason("attrition", False, {**facts, "line": lines.attrition_gap})
    if estimate.excludes_zero and _unknown_could_explain(estimate, lost):
        if estimate.is_share:
            yield Reason("attrition_explains", False, {**facts, "odds": ODDS_RATIO})
        else:
            yield Reason("attrition_explains_mean", False, {**facts, "deviations": DEVIATIONS})


def _unknown_could_explain(estimate: ImpactEstimate, lost: Attrition) -> bool:
    """Return whether the unknown outcomes could explain the effect.

    They could if the interval reaches zero, or the effect changes sign, under the assumptions of
    `attrition.tilted` or `tilted_mean`.
    """
    if estimate.is_share and estimate.gross is not None:
        moved = tilted(estimate.att, estimate.gross, lost)
    else:
        moved = tilted_mean(estimate.att, estimate.outcome_sd, lost)
    shift = moved - estimate.att
    return estimate.low + shift <= 0 <= estimate.high + shift or moved * estimate.att <= 0


def _overlap_reasons(estimate: ImpactEstimate, lines: Thresholds) -> Iterator[Reason]:
    if estimate.overlap is None:
        return
    share = estimate.overlap.support_share
    if share < lines.least_support:
        yield Reason("overlap_poor", True, _facts(share, lines.least_support))
    elif share < lines.doubtful_support:
        yield Reason("overlap_partial", False, _facts(share, lines.doubtful_support))


def _balance_reasons(estimate: ImpactEstimate, lines: Thresholds) -> Iterator[Reason]:
    worst = max(estimate.balance, key=lambda line: abs(line.smd_after), default=None)
    if worst is None or estimate.smd_after <= lines.doubtful_smd:
        return
    facts: dict[str, Fact] = {
        **_facts(estimate.smd_after, lines.doubtful_smd),
        "covariate": worst.covariate,
    }
    if estimate.design == "Randomised" and not isfinite(estimate.smd_after):
        yield Reason("arms_apart", True, {"covariate": worst.covariate})
    elif estimate.design == "Randomised":
        yield Reason("arms_unbalanced", False, facts)
    elif estimate.smd_after > lines.worst_smd:
        yield Reason("imbalance_severe", True, {**facts, "line": lines.worst_smd})
    else:
        yield Reason("imbalance", False, facts)


def _placebo_reasons(
    estimate: ImpactEstimate, placebo: ImpactEstimate | EvaluationError | None, lines: Thresholds
) -> Iterator[Reason]:
    if isinstance(placebo, EvaluationError):
        yield Reason("placebo_refused", False, {"error": placebo.key})
        return
    if placebo is None:
        if estimate.design in NEED_PLACEBO:
            yield Reason("placebo_absent", False)
        return
    facts: dict[str, Fact] = {
        "outcome": placebo.outcome,
        "att": placebo.att,
        "low": placebo.low,
        "high": placebo.high,
        "p": placebo.p_value,
    }
    if placebo.p_value < lines.test_level:
        blocks = abs(placebo.att) >= lines.negligible_placebo * placebo.outcome_sd
        yield Reason("placebo_failed" if blocks else "placebo_slight", blocks, facts)
    elif (placebo.high - placebo.low) / 2 > lines.blunt_placebo * placebo.outcome_sd:
        yield Reason("placebo_blunt", False, facts)


def _trend_reasons(estimate: ImpactEstimate, lines: Thresholds) -> Iterator[Reason]:
    if estimate.design == "PanelRegression":
        yield Reason("pre_trend_absent", False)
    if estimate.design != "StaggeredAdoption":
        return
    if estimate.left_out:
        yield Reason("cohorts_alone", False, {"cohorts": ", ".join(estimate.left_out)})
    if estimate.pre_trend is None:
        yield Reason("pre_trend_absent", False)
    elif estimate.pre_trend.p_value < lines.test_level:
        yield Reason("pre_trend_failed", True, _facts(estimate.pre_trend.p_value, lines.test_level))


def _density_reasons(estimate: ImpactEstimate, lines: Thresholds) -> Iterator[Reason]:
    if estimate.discontinuity is None:
        return
    p_value = estimate.discontinuity.density_p
    if p_value is None:
        yield Reason("density_unknown", False)
    elif p_value < lines.test_level:
        yield Reason("density_jump", True, _facts(p_value, lines.test_level))
    distinct = estimate.discontinuity.distinct
    if distinct < lines.fewest_values:
        yield Reason("running_coarse", False, _facts(distinct, lines.fewest_values))


def _precision_reasons(estimate: ImpactEstimate, lines: Thresholds) -> Iterator[Reason]:
    reach = (estimate.high - estimate.low) / 2 / estimate.outcome_sd
    if estimate.excludes_zero:
        if estimate.robustness.alpha_value < lines.fragile:
            yield Reason("fragile", False, _facts(estimate.robustness.alpha_value, lines.fragile))
    elif reach > lines.imprecise:
        yield Reason("imprecise", False, _facts(reach, lines.imprecise))


def _method_reasons(estimate: ImpactEstimate, level: int) -> Iterator[Reason]:
    if level == 1:
        yield Reason("method_raw", True)
    elif level == 2:
        yield Reason("method_cross_section", False)
    if estimate.vcov == "naive":
        yield Reason("standard_error_naive", False)


def _trim_reasons(estimate: ImpactEstimate, trims: tuple[Trim, ...]) -> Iterator[Reason]:
    for trim in trims:
        if trim.att is not None and not estimate.low <= trim.att <= estimate.high:
            yield Reason("trimming_changes", False, {"alpha": trim.alpha, "att": trim.att})
            return


def _facts(value: float, line: float) -> dict[str, Fact]:
    return {"value": value, "line": line}
