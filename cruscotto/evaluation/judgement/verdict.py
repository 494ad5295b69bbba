"""A judgement by rule: what may be concluded from an estimate, and why.

The rules can only lower a judgement. An effect may be called causal if the design identifies it and
every check that the design allows was made and passed; a check that was not made counts as a reason
for doubt, not as passed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from cruscotto.evaluation.errors import EvaluationError
from cruscotto.evaluation.judgement.diagnostics import Trim
from cruscotto.evaluation.judgement.result import ImpactEstimate
from cruscotto.evaluation.judgement.rules import Reason, Thresholds, find_reasons


class Judgement(StrEnum):
    """How far an estimate may be relied on."""

    CREDIBLE = "credible"
    WEAK = "weak"
    NOT_DETERMINABLE = "not_determinable"


class Direction(StrEnum):
    """Whether an effect is positive, negative or not distinguishable from zero."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NONE_DETECTED = "none_detected"


@dataclass(frozen=True)
class Verdict:
    """A judgement with its reasons.

    Attributes:
        judgement: how far the estimate may be relied on.
        direction: the sign of the effect, by its interval.
        maryland_level: level of the design on the Maryland scale, 1 to 5, less one if a check of
            the design fails.
        reasons: a reason for every rule that was broken, the blocking reasons first; empty if the
            estimate is credible.
    """

    judgement: Judgement
    direction: Direction
    maryland_level: int
    reasons: tuple[Reason, ...]

    @property
    def may_say_causal(self) -> bool:
        """Return whether the word "causal" may be used: only for a credible estimate."""
        return self.judgement is Judgement.CREDIBLE

    @property
    def is_effective(self) -> bool:
        """Return whether the intervention may be called effective."""
        return self.may_say_causal and self.direction is Direction.POSITIVE

    def among_others(self, adjusted_p: float, estimate: ImpactEstimate) -> "Verdict":
        """Return the verdict with a direction that allows for the number of groups compared.

        `adjusted_p` is the p-value adjusted for that number.
        """
        return replace(self, direction=_direction(estimate, adjusted_p))

    def with_doubt(self, reason: Reason) -> "Verdict":
        """Return the verdict with one more reason for doubt; a credible verdict becomes weak."""
        is_credible = self.judgement is Judgement.CREDIBLE
        judgement = Judgement.WEAK if is_credible else self.judgement
        return replace(self, judgement=judgement, reasons=(*self.reasons, reason))

    @property
    def wording(self) -> str:
        """Return the key of the noun that a screen must use: `effect` or `association`."""
        return "verdict.wording.effect" if self.may_say_causal else "verdict.wording.association"


DEFAULT_THRESHOLDS = Thresholds()

# Maryland Scientific Methods Scale (What Works Centre 2016): the most a design can reach.
TOP_LEVELS = {
    "Randomised": 5,
    "RegressionDiscontinuity": 4,
    "DifferenceInDifferences": 3,
    "RepeatedCrossSections": 3,
    "StaggeredAdoption": 3,
    "PanelRegression": 3,
    "MatchingOnObservables": 3,
}
# methods that do less than their design could: a raw gap, a cross-section with controls
LOWER_LEVELS = {
    ("MatchingOnObservables", "difference"): 1,
    ("MatchingOnObservables", "regression"): 2,
    ("PanelRegression", "random_effects"): 2,
}
# broken by these, the design did not do what its level presumes
LEVEL_REASONS = {
    "placebo_failed",
    "pre_trend_failed",
    "density_jump",
    "overlap_poor",
    "imbalance_severe",
    "arms_unbalanced",
    "arms_apart",
}


def judge(
    estimate: ImpactEstimate,
    *,
    placebo: ImpactEstimate | EvaluationError | None = None,
    trims: tuple[Trim, ...] = (),
    adjusted_p: float | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Verdict:
    """Judge an estimate by rule.

    Args:
        estimate: the estimate to judge.
        placebo: the estimate of the same design on its placebo outcome, or the error that prevented
            this estimate.
        trims: the effect without people of extreme propensity.
        adjusted_p: p-value adjusted for the number of subgroups, if there are several.
        thresholds: limits between good, doubtful and unusable.
    """
    level = maryland_level(estimate)
    reasons = find_reasons(estimate, level, placebo, trims, thresholds)
    fails = any(reason.key in LEVEL_REASONS for reason in reasons)
    direction = _direction(estimate, adjusted_p)
    return Verdict(_judgement(reasons), direction, max(1, level - fails), reasons)


def maryland_level(estimate: ImpactEstimate) -> int:
    """Return the Maryland level that the design and method can reach if no check fails."""
    top = TOP_LEVELS[estimate.design]
    return LOWER_LEVELS.get((estimate.design, estimate.method), top)


def _judgement(reasons: tuple[Reason, ...]) -> Judgement:
    if any(reason.blocks for reason in reasons):
        return Judgement.NOT_DETERMINABLE
    return Judgement.WEAK if reasons else Judgement.CREDIBLE


def _direction(estimate: ImpactEstimate, adjusted_p: float | None) -> Direction:
    if adjusted_p is not None and adjusted_p >= 1 - estimate.confidence:
        return Direction.NONE_DETECTED
    if estimate.low > 0:
        return Direction.POSITIVE
    return Direction.NEGATIVE if estimate.high < 0 else Direction.NONE_DETECTED
