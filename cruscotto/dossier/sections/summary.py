"""The dossier's first section: the main findings in a few sentences, and the key figures."""

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Bullets, Paragraph, Section
from cruscotto.dossier.sections import reported
from cruscotto.dossier.sections.needs import asked
from cruscotto.dossier.sections.parts import (
    in_sentence,
    italy,
    key_table,
    planned_periods,
    points,
    rate_for,
)
from cruscotto.facts.figures import rows
from cruscotto.i18n import format_number, t
from cruscotto.i18n.grammar import capital
from cruscotto.kpi.query.result import KpiRow
from cruscotto.kpi.registry.money import (
    AVERAGE_DELAY_DAYS,
    AVERAGE_OVERDUE_DAYS,
    COMMITMENT_RATE,
    COMMITMENTS_EUR,
    CONCLUDED_SHARE,
    OPERATIONS_COUNT,
    OVERDUE_SHARE,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PAYMENTS_ON_COMMITMENTS,
    PLANNED_BUDGET_EUR,
    PUBLIC_FUNDING_EUR,
)
from cruscotto.kpi.registry.outcomes import COST_PER_PARTICIPANT_EUR, PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import (
    COMPLETION_RATE,
    PARTICIPANTS_COUNT,
    PERSONS_COUNT,
    QUALIFICATION_RATE,
)
from cruscotto.kpi.wording.phrases import MANY_UNKNOWN, figure, spoken

# The figures that head the cockpits, and those of people.
MONEY = (
    OPERATIONS_COUNT,
    PLANNED_BUDGET_EUR,
    PUBLIC_FUNDING_EUR,
    COMMITMENTS_EUR,
    PAYMENTS_EUR,
    COMMITMENT_RATE,
    PAYMENT_RATE,
    PAYMENTS_ON_COMMITMENTS,
    CONCLUDED_SHARE,
    AVERAGE_DELAY_DAYS,
    OVERDUE_SHARE,
    AVERAGE_OVERDUE_DAYS,
)
PEOPLE = (
    PARTICIPANTS_COUNT,
    PERSONS_COUNT,
    COMPLETION_RATE,
    QUALIFICATION_RATE,
    PLACEMENT_RATE_6M,
    COST_PER_PARTICIPANT_EUR,
)


def section(facts: Facts) -> Section:
    """Return the first section: sentences on money and people, and tables of key figures."""
    sentences = [s for s in (spread(facts), participants(facts), placed(facts)) if s]
    blocks: list[Block] = []
    paid = money(facts) or reported.sentence(facts) or asked(facts)
    if paid:
        blocks.append(Paragraph(paid, "lead"))
    if sentences:
        blocks.append(Bullets(tuple(sentences)))
    known = [kpi for kpi in MONEY if facts.fits(kpi)]
    # a warehouse without any operation has nothing to list, not twelve figures that are missing
    if known and rows(facts.edition, "editions"):
        blocks.append(key_table(facts, known, t("dossier.summary.money", facts.lang)))
    if rate_for(facts) is PAYMENT_RATE:
        covers = t("cards.plan_covers", facts.lang, periods=planned_periods(facts))
        blocks.append(Paragraph(covers, "small"))
    if has_people(facts):
        blocks.append(key_table(facts, PEOPLE, t("dossier.summary.people", facts.lang)))
    else:
        blocks.append(Paragraph(t("dossier.summary.no_people", facts.lang), "small"))
    return Section(t("dossier.summary.title", facts.lang), tuple(blocks))


def has_people(facts: Facts) -> bool:
    """Return whether there are records of participants, even if too few to be shown."""
    return bool(facts.measure(PARTICIPANTS_COUNT).rows)


def money(facts: Facts) -> str:
    """Return a sentence on how much of the plan, or of the commitments, has been paid."""
    kpi = rate_for(facts)
    row, lang = facts.row(kpi), facts.lang
    if row is None:
        return ""
    rate = in_sentence(facts, figure(row.value, kpi, lang)) + facts.notes.of(facts.measure(kpi))
    return capital(
        t(
            f"dossier.summary.{kpi.name}",
            lang,
            within=facts.subject.noun.within,
            paid=spoken(row.numerator, "eur", lang),
            base=spoken(row.denominator, "eur", lang),
            rate=rate,
            periods=planned_periods(facts) if kpi is PAYMENT_RATE else "",
        )
    )


def spread(facts: Facts) -> str:
    """Return a sentence on the gap between the payment rate of the subject and that of Italy."""
    kpi, lang = rate_for(facts), facts.lang
    here, there = facts.row(kpi), facts.row(kpi, italy(facts))
    if here is None or there is None:
        return ""
    far = points(facts, here, there, kpi)
    key = "same" if not far else "above" if far > 0 else "below"
    return t(
        f"dossier.summary.{key}",
        lang,
        kpi=kpi.label.in_(lang),
        points=format_number(abs(far) * 100, lang, 1),
        italy=facts.written(facts.measure(kpi, (), italy(facts))),
    )


def participants(facts: Facts) -> str:
    """Return a sentence on the number of participations and of persons."""
    row, persons = facts.row(PARTICIPANTS_COUNT), facts.row(PERSONS_COUNT)
    if row is None or persons is None:
        return ""
    number = "one" if row.value == 1 else "many"
    people = "one" if persons.value == 1 else "many"
    if (persons.value or 0) >= (row.value or 0):
        # each count has noise of its own: more persons than participations would be absurd
        people = "as_many"
    return capital(
        t(
            f"dossier.summary.participations.{number}",
            facts.lang,
            within=facts.subject.noun.within,
            n=facts.written(facts.measure(PARTICIPANTS_COUNT)),
            persons=t(
                f"dossier.summary.persons.{people}",
                facts.lang,
                n=facts.written(facts.measure(PERSONS_COUNT)),
            ),
        )
    )


def placed(facts: Facts) -> str:
    """Return a sentence on the share at work after six months, its interval, and Italy's share."""
    row, there = facts.row(PLACEMENT_RATE_6M), facts.row(PLACEMENT_RATE_6M, italy(facts))
    if row is None or row.low is None or row.high is None or there is None:
        return ""
    lang, kpi = facts.lang, PLACEMENT_RATE_6M
    sentence = t(
        "dossier.summary.placed",
        lang,
        rate=in_sentence(facts, figure(row.value, kpi, lang)) + facts.notes.of(facts.measure(kpi)),
        low=figure(row.low, kpi, lang),
        high=figure(row.high, kpi, lang),
        italy=facts.written(facts.measure(kpi, (), italy(facts))),
    )
    return " ".join([sentence, *_band(facts, row)])


def _band(facts: Facts, row: KpiRow) -> list[str]:
    """Return a list with a sentence on how far unknown outcomes could move the placement rate.

    The list is empty if few outcomes are unknown.
    """
    if row.worst_case is None or (row.unknown_share or 0) < MANY_UNKNOWN:
        return []
    lang, kpi = facts.lang, PLACEMENT_RATE_6M
    worst, best = (figure(end, kpi, lang) for end in row.worst_case)
    unknown = in_sentence(facts, figure(row.unknown_share, kpi, lang), "di")
    text = t("dossier.summary.placed_band", lang, unknown=unknown, worst=worst, best=best)
    return [capital(text)]
