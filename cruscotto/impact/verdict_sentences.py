"""Sentences on a verdict: the judgement, the direction, and each reason with its figures."""

from collections.abc import Callable

from cruscotto.evaluation import Direction, Judgement, Reason, Verdict
from cruscotto.evaluation.judgement.rules import Fact
from cruscotto.i18n import Lang, format_number, format_value, t
from cruscotto.i18n.catalogue import catalogue

# What the figures of a reason are; the others are in the unit of the outcome.
SHARES = (
    "overlap_poor",
    "overlap_partial",
    "fragile",
    "trimming_changes",
    "attrition",
    "attrition_severe",
    "attrition_explains",
    "attrition_explains_mean",
)
PROBABILITIES = ("pre_trend_failed", "density_jump")
COUNTS = (
    "outcome_dropped",
    "effective_n_poor",
    "effective_n_low",
    "clusters_few",
    "running_coarse",
    "arm_small",
    "covariates_many",
)
IN_OUTCOME = ("att", "low", "high")

Label = Callable[[str], str]


def as_it_is(name: str) -> str:
    """Return the name of a column as its label."""
    return name


def judgement(verdict: Verdict, lang: Lang) -> str:
    """Return the judgement in a few words, such as "Credible estimate"."""
    return t(f"verdict.judgement.{verdict.judgement}", lang)


def direction(found: Verdict, lang: Lang) -> str:
    """Return the sentence on the sign of the effect; empty if the effect is not determinable."""
    if found.judgement is Judgement.NOT_DETERMINABLE:
        return ""
    # a weak estimate is an association: its direction is that of a difference
    of = "difference" if found.judgement is Judgement.WEAK else "direction"
    return t(f"verdict.{of}.{Direction(found.direction)}", lang)


def reasons(verdict: Verdict, lang: Lang, unit: str = "", label: Label = as_it_is) -> list[str]:
    """Return a sentence for each reason of a verdict.

    Reasons that alone make the effect not determinable come first.

    Args:
        verdict: the verdict.
        lang: the reader's language.
        unit: `pp` if the outcome is a share, `eur` if it is an amount, otherwise empty.
        label: a function that returns the label of a column.
    """
    return [reason_sentence(reason, lang, unit, label) for reason in verdict.reasons]


def reason_sentence(reason: Reason, lang: Lang, unit: str = "", label: Label = as_it_is) -> str:
    """Return the sentence of one reason."""
    facts = {
        name: _fact(reason.key, name, value, lang, unit, label)
        for name, value in reason.facts.items()
    }
    return t(f"verdict.{reason.key}", lang, **facts)


def figure(value: float, lang: Lang, unit: str = "") -> str:
    """Write a figure of an outcome with its unit; without a unit, with about four digits."""
    if unit:
        return format_value(value, unit, lang)
    size = abs(value)
    return format_number(value, lang, 0 if size >= 1000 else 2 if size >= 10 else 4)


def probability(value: float, lang: Lang, decimals: int = 3) -> str:
    """Write a probability: `= 0.012`, or `< 0.001` where it would be rounded to zero."""
    if value < 0.5 * 10**-decimals:
        return f"< {format_number(10**-decimals, lang, decimals)}"
    return f"= {format_number(value, lang, decimals)}"


def _fact(key: str, name: str, value: Fact, lang: Lang, unit: str, label: Label) -> str:
    if isinstance(value, str):
        return _words(name, value, lang, label)
    if name in IN_OUTCOME:
        # a test beforehand is on a share, whatever the outcome
        own = "pp" if unit and key.startswith("placebo") else unit
        return figure(value, lang, own)
    if name == "p" or (key in PROBABILITIES and name == "value"):
        return probability(value, lang)
    if name in ("odds", "deviations"):
        return format_number(value, lang, 1)
    if key in SHARES:
        return format_value(value, "share", lang)
    if key in COUNTS:
        return format_number(value, lang)
    return format_number(value, lang, 2)


def _words(name: str, value: str, lang: Lang, label: Label) -> str:
    if name != "error":
        return label(value)
    # what stopped the placebo without its figures, which may be of few people
    own = f"verdict.placebo_error.{value.removeprefix('errors.evaluation_')}"
    return t(own if own in catalogue(lang) else "verdict.placebo_error.other", lang)
