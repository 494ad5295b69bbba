"""What a net effect says, in plain sentences: never more than the verdict allows."""

from cruscotto.evaluation import Assessment, Direction, ImpactEstimate, Interval, Judgement
from cruscotto.i18n import Lang, error_sentence, format_number, t
from cruscotto.impact import words as verdict_words
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import OUTCOMES
from cruscotto.impact.leagues import Group
from cruscotto.ui.net_impact import choices as impact_choices
from cruscotto.ui.net_impact import session as impact_session
from cruscotto.ui.text import words

MINUS = "\u2212"


def points(value: float, lang: Lang, *, signed: bool = True) -> str:
    """Write a difference of shares: `+11,8 p.p.`."""
    sign = ("+" if value > 0 else MINUS if value < 0 else "") if signed else ""
    number = format_number(abs(value) * 100, lang, 1)
    return f"{sign if number.strip('0,.') else ''}{number}{words.UNBROKEN}p.p."


def limits(one: ImpactEstimate | Interval, lang: Lang) -> str:
    """Write an interval: `da +11,2 a +12,4`."""
    return t("net_impact.limits", lang, low=bare(one.low, lang), high=bare(one.high, lang))


def share(value: float | None, lang: Lang) -> str:
    """Write a share."""
    return words.short(value, "share", lang)


def count(value: float, lang: Lang) -> str:
    """Write a number of persons."""
    return format_number(round(value), lang)


def finding(said: Answer, lang: Lang) -> str:
    """Return the answer of the page in one sentence."""
    assert said.found
    key, one = _key(said.found), said.found.estimate
    return t(
        f"net_impact.finding_{key}",
        lang,
        who=impact_choices.in_words(said.choice, lang),
        outcome=OUTCOMES[said.choice.outcome].share.in_(lang),
        gross=share(one.gross, lang),
        without=share(one.counterfactual, lang),
        net=points(one.att, lang),
        limits=limits(one, lang),
    )


def _key(found: Assessment) -> str:
    if found.verdict.judgement is Judgement.NOT_DETERMINABLE:
        return "not_determinable"
    if found.verdict.judgement is Judgement.WEAK:
        return "weak"
    return str(Direction(found.verdict.direction))


def verdict(found: Assessment, lang: Lang) -> list[str]:
    """Return the judgement, what it allows to say, and every reason."""
    said = found.verdict
    head = f"**{verdict_words.judgement(said, lang)}.** "
    head += verdict_words.direction(said, lang) or t("net_impact.no_effect_word", lang)
    allowed = t(f"net_impact.allowed_{said.judgement}", lang)
    level = t("net_impact.level", lang, level=said.maryland_level)
    return [f"{head} {allowed}", *(f"- {words.plain(one)}" for one in reasons(found, lang)), level]


def reasons(found: Assessment, lang: Lang) -> list[str]:
    """Return the sentence of each reason."""
    return verdict_words.reasons(
        found.verdict, lang, "pp", lambda name: impact_session.label(name, lang)
    )


def placebo(found: Assessment, lang: Lang) -> str:
    """Say whether the test on an outcome settled beforehand was passed."""
    one = found.placebo
    if one is None:
        return t("net_impact.placebo_missing", lang)
    failed = any(reason.key == "placebo_failed" for reason in found.verdict.reasons)
    return t(
        f"net_impact.placebo_{'failed' if failed else 'passed'}",
        lang,
        att=points(one.att, lang),
        limits=limits(one, lang),
    )


def group_state(group: Group, lang: Lang) -> str:
    """Say of a group its judgement, or why it has no estimate."""
    if group.is_hidden:
        return t("states.hidden", lang)
    if group.found is None:
        return error_sentence(group.refused, lang) if group.refused else t("states.missing", lang)
    return verdict_words.judgement(group.found.verdict, lang)


def cost(value: Interval | None, lang: Lang) -> str:
    """Write the cost of one more person at work, or that it cannot be told."""
    if value is None:
        return t("net_impact.not_determinable", lang)
    return words.short(value.value, "eur", lang)


def bare(value: float, lang: Lang) -> str:
    """Write a difference of shares without its unit, where an axis says it."""
    return points(value, lang).removesuffix(f"{words.UNBROKEN}p.p.")
