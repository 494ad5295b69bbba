"""The results of a net effect as plain sentences, which state no more than the verdict allows."""

from cruscotto.evaluation import Assessment, Direction, ImpactEstimate, Interval, Judgement
from cruscotto.i18n import Lang, error_sentence, format_number, t
from cruscotto.impact import verdict_sentences as verdict_words
from cruscotto.impact.answers import Answer
from cruscotto.impact.courses import State, state_of
from cruscotto.impact.leagues import Group
from cruscotto.ui.net_impact import choices as impact_choices
from cruscotto.ui.state import net_effects
from cruscotto.ui.text import effects, words


def count(value: float, lang: Lang) -> str:
    """Return a number of persons as text."""
    return format_number(round(value), lang)


def finding(answer: Answer, lang: Lang) -> str:
    """Return a sentence: the outcome with the course, the outcome without it, and the net effect.

    Its wording depends on the verdict, so that it claims no more than the verdict allows.
    """
    assert answer.found
    key, one = _key(answer.found), answer.found.estimate
    outcome, unit = answer.choice.measured, answer.choice.measured.unit
    line = t(
        f"net_impact.finding_mean_{key}" if outcome.is_mean else f"net_impact.finding_{key}",
        lang,
        who=impact_choices.in_words(answer.choice, lang),
        outcome=outcome.share.in_(lang),
        gross=effects.level(one.gross, lang, unit),
        without=effects.level(one.counterfactual, lang, unit),
        net=effects.points(one.att, lang, unit=unit),
        limits=effects.limits(one, lang),
    )
    return line if key == "not_determinable" else _as_rounded(line, one, lang)


def lock_in(answer: Answer, lang: Lang) -> str:
    """Return a sentence: how much less participants work during a course, or why it is unknown."""
    found, state = answer.found, state_of(answer)
    if found is None:
        why = error_sentence(answer.refused, lang) if answer.refused else ""
        return t(f"net_impact.lock_in_{state}", lang, why=words.plain(why))
    one, verdict = found.estimate, found.verdict
    key: str = state
    if state is State.SHOWN:
        is_effect = verdict.judgement is Judgement.CREDIBLE
        key = str(Direction(verdict.direction)) if is_effect else "weak"
    line = t(
        f"net_impact.lock_in_{key}",
        lang,
        during=effects.share(one.gross, lang),
        without=effects.share(one.counterfactual, lang),
        net=effects.points(one.att, lang),
        limits=effects.limits(one, lang),
    )
    return _as_rounded(f"{line}.", one, lang).removesuffix(".") if state is State.SHOWN else line


def _as_rounded(line: str, one: ImpactEstimate, lang: Lang) -> str:
    """Return `line`, with a note added if its rounded figures do not seem to add up."""
    return f"{line} {effects.rounded_apart(one, lang)}".rstrip()


def _key(found: Assessment) -> str:
    if found.verdict.judgement is Judgement.NOT_DETERMINABLE:
        return "not_determinable"
    if found.verdict.judgement is Judgement.WEAK:
        return "weak"
    return str(Direction(found.verdict.direction))


def verdict(found: Assessment, lang: Lang) -> list[str]:
    """Return sentences: the verdict, the statements it allows, its reasons, its level of evidence.

    A sentence on unknown outcomes is added if they could make the net effect zero.
    """
    written = found.verdict
    head = f"**{verdict_words.judgement(written, lang)}.** "
    head += verdict_words.direction(written, lang) or t("net_impact.no_effect_word", lang)
    allowed = t(f"net_impact.allowed_{written.judgement}", lang)
    level = t("net_impact.level", lang, level=written.maryland_level)
    listed = [*reasons(found, lang), *(unknown(found, lang) if may_be_zero(found) else ())]
    return [f"{head} {allowed}", *(f"- {words.plain(one)}" for one in listed), level]


def may_be_zero(found: Assessment) -> bool:
    """Return whether the effect could be zero for some values of the unknown outcomes."""
    limits = found.estimate.bounds
    return limits is not None and limits.manski_low <= 0 <= limits.manski_high


def unknown(found: Assessment, lang: Lang) -> list[str]:
    """Return one sentence on the outcomes that are unknown, or an empty list.

    It states how many are unknown and, for an outcome that is a share, how far they could move the
    net effect. The list is empty if no participant's outcome is unknown, or if the outcome is a
    mean and the verdict's reasons already state the shares of unknown outcomes.
    """
    one = found.estimate
    if one.attrition is None or not one.attrition.treated_unknown:
        return []
    if not one.bounds and any(r.key.startswith("attrition") for r in found.verdict.reasons):
        return []
    return [
        t(
            "net_impact.unknown" if one.bounds else "net_impact.unknown_mean",
            lang,
            treated=effects.share(one.attrition.treated_share, lang),
            compared=effects.share(one.attrition.compared_share, lang),
            limits=bounds(one, "manski", lang),
        )
    ]


def bounds(one: ImpactEstimate, kind: str, lang: Lang) -> str:
    """Return as text the lowest and highest net effect that the unknown outcomes allow.

    The unit is percentage points. Without bounds the text is a dash.

    Args:
        one: the estimate.
        kind: the method of the bounds, `manski` or `lee`.
        lang: the reader's language.
    """
    found = one.bounds
    if found is None:
        return words.NOTHING
    low, high = getattr(found, f"{kind}_low"), getattr(found, f"{kind}_high")
    return f"{effects.limits(Interval(one.att, low, high), lang)}{words.UNBROKEN}p.p."


def reasons(found: Assessment, lang: Lang) -> list[str]:
    """Return a sentence for each reason of the verdict."""
    return verdict_words.reasons(
        found.verdict,
        lang,
        effects.unit_of(found.estimate.outcome),
        lambda name: net_effects.label(name, lang),
    )


def placebo(found: Assessment, lang: Lang) -> str:
    """Return a sentence on whether the estimate passed its placebo test, or that it has no test."""
    one = found.placebo
    if one is None:
        return t("net_impact.placebo_missing", lang)
    return t(
        f"net_impact.placebo_{placebo_result(found)}",
        lang,
        att=effects.points(one.att, lang),
        limits=effects.limits(one, lang),
    )


def placebo_result(found: Assessment) -> str:
    """Return the placebo test's result: `failed`, `slight` or `passed`.

    `slight` means that the placebo effect is small, but larger than chance explains.
    """
    keys = {reason.key for reason in found.verdict.reasons}
    results = [one for one in ("failed", "slight") if f"placebo_{one}" in keys]
    return results[0] if results else "passed"


def group_state(group: Group, lang: Lang) -> str:
    """Return the verdict on a group as text, or the reason why the group has no estimate."""
    if group.is_hidden:
        return t("states.hidden", lang)
    if group.found is None:
        return error_sentence(group.refused, lang) if group.refused else t("states.missing", lang)
    return verdict_words.judgement(group.found.verdict, lang)


def cost(value: Interval | None, lang: Lang) -> str:
    """Return the cost of one more person at work as text, or that it cannot be determined."""
    if value is None:
        return t("net_impact.not_determinable", lang)
    return words.short(value.value, "eur", lang)
