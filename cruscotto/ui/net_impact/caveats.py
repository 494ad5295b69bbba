"""The limits of an estimate: people left out, unknown outcomes, differences between courses."""

from dataclasses import fields

from cruscotto.evaluation import ImpactEstimate
from cruscotto.i18n import Lang, t
from cruscotto.impact.answers import Answer
from cruscotto.kpi.query.result import State
from cruscotto.ui.net_impact import findings
from cruscotto.ui.text import effects, states, words

# From so small a p-value on, effects are stated to differ between operations.
VARIES = 0.05


def sentences(answer: Answer, lang: Lang) -> list[str]:
    """Return a sentence for each caveat that applies to the estimate."""
    assert answer.found
    beside = [] if findings.may_be_zero(answer.found) else findings.unknown(answer.found, lang)
    means = answer.choice.measured.assumption
    what = [means.in_(lang)] if means else []
    return [*what, *_left_out(answer, lang), *beside, *_variation(answer, lang)]


def lines(one: ImpactEstimate, lang: Lang) -> list[tuple[str, str]]:
    """Return the rows of an estimate's table that are about its caveats.

    A row is a pair: the end of a catalogue key, and a text.
    """
    varies = one.variation
    unit = effects.unit_of(one.outcome)
    between = words.NOTHING
    if varies:
        between = effects.points(varies.between, lang, signed=False, unit=unit)
    return [
        ("unknown", _shares(one, lang)),
        ("manski", findings.bounds(one, "manski", lang)),
        ("lee", findings.bounds(one, "lee", lang)),
        ("clusters", findings.count(one.clusters, lang)),
        ("variation", between),
    ]


def _left_out(answer: Answer, lang: Lang) -> list[str]:
    """Return sentences on how many people the estimate leaves out, and why."""
    counts = {field.name: getattr(answer.left_out, field.name) for field in fields(answer.left_out)}
    return [
        t(f"net_impact.{name}", lang, n=_count(n, lang)) for name, n in counts.items() if n != 0
    ]


def _count(n: int | None, lang: Lang) -> str:
    return states.MARKS[State.HIDDEN] if n is None else findings.count(n, lang)


def _variation(answer: Answer, lang: Lang) -> list[str]:
    assert answer.found
    varies = answer.found.estimate.variation
    if varies is None or varies.p_value >= VARIES:
        return []
    key = "varies" if answer.found.verdict.may_say_causal else "varies_association"
    unit = answer.choice.measured.unit
    between = effects.points(varies.between, lang, signed=False, unit=unit)
    n = findings.count(varies.clusters, lang)
    return [t(f"net_impact.{key}", lang, n=n, between=between)]


def _shares(one: ImpactEstimate, lang: Lang) -> str:
    if one.attrition is None:
        return words.NOTHING
    shares = (one.attrition.treated_share, one.attrition.compared_share)
    treated, compared = (effects.share(value, lang) for value in shares)
    return t("net_impact.both_unknown", lang, treated=treated, compared=compared)
