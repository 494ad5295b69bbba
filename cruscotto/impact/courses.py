"""The figure of lock-in: how much less participants work during the course than similar people."""

from dataclasses import dataclass
from enum import StrEnum

from cruscotto.evaluation import Direction, Judgement
from cruscotto.evaluation.errors import OutcomeNotDue, OutcomeUnknown
from cruscotto.impact.answers import Answer


class State(StrEnum):
    """Whether there is a figure of lock-in, or why there is none."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    HIDDEN = "hidden"
    NOT_DUE = "not_due"
    UNKNOWN = "unknown"
    REFUSED = "refused"


ABSENT: dict[type, State] = {OutcomeNotDue: State.NOT_DUE, OutcomeUnknown: State.UNKNOWN}


@dataclass(frozen=True)
class LockIn:
    """Work during the course, compared with that of similar people in the same months.

    Attributes:
        state: whether there is a figure, or why there is none.
        during: share of months in which participants worked, among months looked up in the
            registers.
        without: the same share among comparison persons, weighted to resemble participants.
        difference: `during` less `without`; negative if participants work less.
        low: lower limit of the interval of the difference.
        high: upper limit of that interval.
        confidence: confidence level of the interval.
        n_treated: participants looked up during the course.
        n_compared: comparison persons looked up in the same months.
        treated_unknown: share of participants looked up in no month of their course.
        compared_unknown: the same share of comparison persons.
        verdict: how far the figure may be relied on.
        direction: the sign of the difference by its interval.
        is_effect: whether the difference may be called an effect of the course.
    """

    state: State
    during: float | None = None
    without: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    n_treated: int | None = None
    n_compared: int | None = None
    treated_unknown: float | None = None
    compared_unknown: float | None = None
    verdict: Judgement | None = None
    direction: Direction | None = None
    is_effect: bool | None = None


def state_of(answer: Answer) -> State:
    """Return whether an answer about work during the course has a figure, or why it has none."""
    if answer.is_hidden:
        return State.HIDDEN
    if answer.found is None:
        kind = type(answer.refused)
        return ABSENT.get(kind, State.REFUSED)
    withheld = answer.found.verdict.judgement is Judgement.NOT_DETERMINABLE
    return State.WITHHELD if withheld else State.SHOWN


def lock_in_of(answer: Answer) -> LockIn:
    """Return the lock-in from the answer about work during the course."""
    if answer.found is None:
        return LockIn(state_of(answer))
    one, verdict = answer.found.estimate, answer.found.verdict
    lost = one.attrition
    return LockIn(
        state_of(answer),
        during=one.gross,
        without=one.counterfactual,
        difference=one.att,
        low=one.low,
        high=one.high,
        confidence=one.confidence,
        n_treated=one.n_treated,
        n_compared=one.n_comparison,
        treated_unknown=lost.treated_share if lost else None,
        compared_unknown=lost.compared_share if lost else None,
        verdict=verdict.judgement,
        direction=Direction(verdict.direction),
        is_effect=verdict.judgement is Judgement.CREDIBLE,
    )
