"""Compute derived figures again from the figures shown, and convert results into their unit.

The protected and the public audience are shown figures with noise. P-value, robustness, deadweight
and verdict are computed from the figures shown. If they were computed from the persons, they would
reveal more about the persons than the noise allows, for example on which side of a limit an exact
count is.

A mean can reveal more of a person than a count does: the amount. So a mean is computed in units of
the ceiling, the highest amount counted for a single person. The sum of the amounts then gets the
noise of a count. The variance of the noise is public. The mean's interval is widened by this
variance, so that the interval keeps its coverage.
"""

from dataclasses import replace
from math import ceil, floor, inf, log10, sqrt
from typing import overload

from cruscotto.evaluation import (
    Assessment,
    EvaluationError,
    ImpactEstimate,
    Interval,
    Reason,
    judge,
    risk_ratio_e_value,
    robustness_value,
    standardised_e_value,
)
from cruscotto.evaluation.judgement.diagnostics import BalanceLine
from cruscotto.evaluation.judgement.result import interval, two_sided_p

# Digits of an error; places of a standard deviation in ceilings: of pay, steps of 50 euro.
DIGITS, COARSE = 2, 2
# An error of shares is shown in steps of a tenth of a point, and zero is less than one.
LEAST_ERROR = 0.0005
# Figures of a reason of the verdict that are in the unit of the outcome.
IN_OUTCOME = {"trimming_changes": "att"}
EXACT_TO = 6


def following(one: ImpactEstimate, share: float, covariates: int) -> ImpactEstimate:
    """Return an estimate of a share, with derived figures computed again from the figures shown.

    The deadweight keeps the width of its interval.

    Args:
        one: the estimate with its noise, rounded.
        share: share of people with the outcome in both groups together, as shown.
        covariates: number of covariates of the estimate.
    """
    freedom = one.clusters - 1 if one.clusters else None
    error, spread = max(one.se, LEAST_ERROR), sqrt(share * (1 - share))
    residual = max(one.n_treated + one.n_comparison - covariates - 2, 2)
    wide = max(spread, LEAST_ERROR)
    dead, e_value = None, standardised_e_value(one.att / wide, error / wide)
    gross, without = one.gross, one.counterfactual
    if one.deadweight and gross and without and min(gross, without) > 0:
        value, by = without / gross, without / gross - one.deadweight.value
        dead = Interval(value, one.deadweight.low + by, one.deadweight.high + by)
        low = 1 / dead.high
        high = 1 / dead.low if dead.low > 0 else inf
        e_value = risk_ratio_e_value(1 / value, low, high)
    return replace(
        one,
        p_value=two_sided_p(one.att, error, freedom),
        outcome_sd=spread,
        robustness=robustness_value(one.att / error, residual, alpha=1 - one.confidence),
        e_value=e_value,
        deadweight=dead,
    )


def widened(one: ImpactEstimate, moved: ImpactEstimate, variance: float) -> ImpactEstimate:
    """Return an estimate of a mean, with derived figures computed again from rounded figures.

    The standard error includes the variance of the noise. It has two digits, rounded upwards. The
    effect has as many decimals as the standard error.

    Args:
        one: the estimate, rounded as an estimate of a share is.
        moved: the estimate with its noise, not rounded.
        variance: the variance of the noise, in the squared unit of the estimate.
    """
    error = sqrt(moved.se**2 + variance)
    places = DIGITS - 1 - floor(log10(error))
    se = ceil(error * 10**places) / 10**places
    att = round(moved.att, places)
    gross = None if moved.gross is None else round(moved.gross, places)
    freedom = one.clusters - 1 if one.clusters else None
    low, high = interval(att, se, one.confidence, freedom)
    spread = max(round(one.outcome_sd, COARSE), 10**-COARSE)
    residual = max(one.n_treated + one.n_comparison - len(one.balance) - 2, 2)
    return replace(
        one,
        att=att,
        se=se,
        low=low,
        high=high,
        p_value=two_sided_p(att, se, freedom),
        outcome_sd=spread,
        gross=gross,
        counterfactual=None if gross is None else round(gross - att, places),
        robustness=robustness_value(att / se, residual, alpha=1 - one.confidence),
        e_value=standardised_e_value(att / spread, se / spread),
        deadweight=None,
        variation=None,
    )


def judged_again(
    found: Assessment, balance: tuple[BalanceLine, ...], *, is_mean: bool
) -> Assessment:
    """Return an assessment with its verdict computed from the figures shown.

    A trimmed estimate leaves out people whose probability of treatment is near zero or one; they
    may be few. For a mean, its standard error is removed, because it would reveal their amounts.

    Args:
        found: the assessment as shown.
        balance: all lines of the balance; the verdict uses also the lines that are not shown.
        is_mean: whether the outcome is a mean.
    """
    placebo = found.placebo or as_refused(found)
    trims = found.trims
    if is_mean:
        trims = tuple(replace(trim, se=None) for trim in trims)
    whole = replace(found.estimate, balance=balance)
    return replace(found, trims=trims, verdict=judge(whole, placebo=placebo, trims=trims))


def as_refused(found: Assessment) -> EvaluationError | None:
    """Return the error because of which an assessment has no placebo; `None` if there was none.

    The assessment keeps only the key of the error; the returned error has this key and no facts.
    """
    if found.placebo_refused is None:
        return None
    refusal = EvaluationError()
    refusal.key = found.placebo_refused  # type: ignore[misc]
    return refusal


def in_unit(found: Assessment, ceiling: float) -> Assessment:
    """Return an assessment converted from units of the ceiling into the outcome's unit.

    Args:
        found: the assessment in units of the ceiling.
        ceiling: the ceiling in the unit of the outcome; if it is zero or one, nothing is converted.
    """
    if ceiling in (0.0, 1.0):
        return found
    one, by = found.estimate, ceiling
    varies = one.variation
    estimate = replace(
        one,
        **{name: _times(getattr(one, name), by) for name in ("att", "se", "low", "high")},
        gross=_times(one.gross, by),
        counterfactual=_times(one.counterfactual, by),
        outcome_sd=one.outcome_sd * by,
        variation=varies and replace(varies, between=varies.between * by),
    )
    trims = tuple(replace(t, att=_times(t.att, by), se=_times(t.se, by)) for t in found.trims)
    reasons = tuple(_in_unit(reason, by) for reason in found.verdict.reasons)
    return replace(
        found, estimate=estimate, trims=trims, verdict=replace(found.verdict, reasons=reasons)
    )


def _in_unit(reason: Reason, by: float) -> Reason:
    name = IN_OUTCOME.get(reason.key, "")
    value = reason.facts.get(name)
    if not isinstance(value, float):
        return reason
    return replace(reason, facts={**reason.facts, name: _times(value, by)})


@overload
def _times(value: float, by: float) -> float: ...
@overload
def _times(value: float | None, by: float) -> float | None: ...
def _times(value: float | None, by: float) -> float | None:
    return None if value is None else round(value * by, EXACT_TO)
