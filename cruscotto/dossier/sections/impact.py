"""Section on net impact, whose sentences claim no more than the verdict allows."""

from dataclasses import replace

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Bullets, Paragraph, Section
from cruscotto.dossier.notes import editions
from cruscotto.dossier.sections.parts import in_sentence
from cruscotto.evaluation import Assessment, Direction, Judgement
from cruscotto.facts.net_effects import answer
from cruscotto.i18n import error_sentence, format_number, format_value, t
from cruscotto.i18n.grammar import capital, place
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import FILTERS, Choice, column_label
from cruscotto.impact.verdict_sentences import judgement, reasons

MOST_REASONS = 3
PAY = "earnings_12m"
KEYS = {Direction.POSITIVE: "more", Direction.NEGATIVE: "less", Direction.NONE_DETECTED: "none"}


def section(facts: Facts) -> Section | None:
    """Return the section on net effects on work and pay, or on why they are refused.

    `None` for an older edition, which has no data for the estimate, and for a subject with a filter
    that cannot be applied to net effects.
    """
    if facts.subject.selection.slot != "current":
        return None
    where = tuple(pair for pair in facts.subject.selection.where if pair[0] in FILTERS)
    if len(where) < len(facts.subject.selection.where):
        return None
    choice = Choice(where=where)
    found = answer(facts.edition, choice)
    if not found.edition:
        return None
    pay = answer(facts.edition, replace(choice, outcome=PAY))
    blocks = (*_blocks(facts, found), Paragraph(_pay(facts, pay)), _method(facts))
    return Section(t("dossier.impact.title", facts.lang), blocks)


def _method(facts: Facts) -> Paragraph:
    return Paragraph(t("dossier.impact.method", facts.lang), "small")


def _pay(facts: Facts, answered: Answer) -> str:
    """Return a sentence on the net effect on pay, or on why it is not given."""
    lang, found = facts.lang, answered.found
    if found is None or found.verdict.judgement is Judgement.NOT_DETERMINABLE:
        kind = "hidden" if answered.is_hidden else "refused"
        return t(f"dossier.impact.pay_{kind}", lang)
    one, direction = found.estimate, Direction(found.verdict.direction)
    low, high = one.low, one.high
    if direction is Direction.NEGATIVE:
        low, high = -high, -low
    lost = one.attrition.treated_share if one.attrition else 0.0
    written = t(
        f"dossier.impact.pay_{KEYS[direction]}",
        lang,
        within=facts.subject.noun.within,
        euro=format_value(abs(one.att), "eur", lang),
        low=format_value(low, "eur", lang),
        high=format_value(high, "eur", lang),
        unknown=format_value(lost, "share", lang),
        note=_note(facts, answered),
    )
    kind = t(f"dossier.impact.{found.verdict.wording.rsplit('.', 1)[-1]}", lang)
    return f"{capital(written)} {kind}"


def _blocks(facts: Facts, found: Answer) -> list[Block]:
    lang = facts.lang
    if found.is_hidden:
        return [Paragraph(t("dossier.impact.hidden", lang))]
    if found.found is None:
        why = error_sentence(found.refused, lang) if found.refused else ""
        return [Paragraph(f"{t('dossier.impact.refused', lang)} {why}".strip())]
    blocks: list[Block] = [Paragraph(_sentence(facts, found, found.found))]
    regions = {code: place(code, lang).name for code in facts.region_codes()}
    limits = reasons(
        found.found.verdict, lang, "pp", lambda name: column_label(name, lang, regions)
    )
    if limits:
        blocks.append(Bullets(tuple(limits[:MOST_REASONS])))
    return blocks


def _sentence(facts: Facts, answered: Answer, found: Assessment) -> str:
    """Return sentences on the verdict and, if it is credible or weak, on effect and interval."""
    verdict, effect, lang = found.verdict, found.estimate, facts.lang
    judged = f"{judgement(verdict, lang)}."
    if verdict.judgement is Judgement.NOT_DETERMINABLE:
        return f"{judged} {t('dossier.impact.no_figure', lang)}"
    key = KEYS[Direction(verdict.direction)]
    low, high = effect.low, effect.high
    if verdict.direction is Direction.NEGATIVE:
        low, high = -effect.high, -effect.low
    size = t(
        f"dossier.impact.{key}",
        lang,
        within=facts.subject.noun.within,
        points=_points(facts, abs(effect.att)),
        low=_points(facts, low),
        high=_points(facts, high),
        note=_note(facts, answered),
    )
    kind = t(f"dossier.impact.{verdict.wording.rsplit('.', 1)[-1]}", lang)
    return " ".join([judged, capital(size), kind, _anyway(facts, found)]).strip()


def _anyway(facts: Facts, found: Assessment) -> str:
    """Return a sentence on the share that would work without the course.

    The sentence is empty if the verdict does not allow a causal statement.
    """
    without = found.estimate.counterfactual
    if without is None or not found.verdict.may_say_causal:
        return ""
    rate = in_sentence(facts, format_value(without, "share", facts.lang).replace(" ", "\u00a0"))
    return t("dossier.impact.anyway", facts.lang, rate=rate)


def _points(facts: Facts, value: float) -> str:
    return format_number(value * 100, facts.lang, 1)


def _note(facts: Facts, found: Answer) -> str:
    facts.notes.also(("comparisons", "employment_history"), (found.edition,))
    outcome = found.choice.measured.label.in_(facts.lang)
    return facts.notes.marked(
        t(
            "dossier.impact.note",
            facts.lang,
            outcome=outcome,
            filters=facts.in_words(facts.subject.selection),
            edition=editions((found.edition,), facts.lang),
        )
    )
