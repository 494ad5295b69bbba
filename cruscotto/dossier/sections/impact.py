"""Net impact: what would have happened anyway, in the words that the verdict allows."""

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Bullets, Paragraph, Section
from cruscotto.dossier.notes import editions
from cruscotto.dossier.sections.parts import in_sentence
from cruscotto.evaluation import Assessment, Direction, Judgement
from cruscotto.facts.net_effects import answer
from cruscotto.i18n import error_sentence, format_number, format_value, t
from cruscotto.i18n.grammar import capital, place
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import FILTERS, OUTCOMES, Choice, column_label
from cruscotto.impact.verdict_sentences import judgement, reasons

MOST_REASONS = 3


def section(facts: Facts) -> Section | None:
    """Return the net effect on work after six months; nothing where none can be asked for.

    The cells that it comes from hold the newest edition alone.
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
    return Section(t("dossier.impact.title", facts.lang), tuple(_blocks(facts, found)))


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
    return [*blocks, Paragraph(t("dossier.impact.method", lang), "small")]


def _sentence(facts: Facts, answered: Answer, found: Assessment) -> str:
    """Write the judgement and, if it is determinable, the effect with its interval."""
    verdict, effect, lang = found.verdict, found.estimate, facts.lang
    judged = f"{judgement(verdict, lang)}."
    if verdict.judgement is Judgement.NOT_DETERMINABLE:
        return f"{judged} {t('dossier.impact.no_figure', lang)}"
    key = {Direction.POSITIVE: "more", Direction.NEGATIVE: "less", Direction.NONE_DETECTED: "none"}[
        Direction(verdict.direction)
    ]
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
    """Write how many would be at work without the course, where the effect may be called one."""
    without = found.estimate.counterfactual
    if without is None or not found.verdict.may_say_causal:
        return ""
    rate = in_sentence(facts, format_value(without, "share", facts.lang).replace(" ", "\u00a0"))
    return t("dossier.impact.anyway", facts.lang, rate=rate)


def _points(facts: Facts, value: float) -> str:
    return format_number(value * 100, facts.lang, 1)


def _note(facts: Facts, found: Answer) -> str:
    facts.notes.also(("comparisons", "employment_history"), (found.edition,))
    outcome = OUTCOMES[found.choice.outcome].label.in_(facts.lang)
    return facts.notes.marked(
        t(
            "dossier.impact.note",
            facts.lang,
            outcome=outcome,
            filters=facts.in_words(facts.subject.selection),
            edition=editions((found.edition,), facts.lang),
        )
    )
