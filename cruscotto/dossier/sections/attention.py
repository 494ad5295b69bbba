"""What needs attention: the same plain rules as on the screens, each with its size and reason."""

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Bullets, Paragraph, Section
from cruscotto.i18n import format_number, t
from cruscotto.kpi.attention import (
    LOW_COMMITMENT,
    POINTS_BELOW,
    Behind,
    slow_programmes,
    uncommitted_axes,
)
from cruscotto.kpi.outcome_registry import PLACEMENT_RATE_6M
from cruscotto.kpi.people_registry import RECORD_COMPLETENESS
from cruscotto.kpi.registry import COMMITMENT_RATE, PAYMENT_RATE
from cruscotto.kpi.wording import figure, short, spoken

MOST = 3
# Below this share of complete records figures by sex, age or education lose their ground.
COMPLETE = 0.90
MANY_UNKNOWN = 0.40


def section(facts: Facts) -> Section:
    """Return what is behind or in doubt; saying that nothing is, is an answer too."""
    items = [
        *_programmes(facts, slow_programmes(facts.measure, facts.subject.selection)),
        *_axes(facts, uncommitted_axes(facts.measure, facts.subject.selection)),
        *_records(facts),
    ]
    rules = t(
        "dossier.attention.rules", facts.lang, points=format_number(POINTS_BELOW * 100, facts.lang),
        commitment=figure(LOW_COMMITMENT, COMMITMENT_RATE, facts.lang),
        complete=figure(COMPLETE, COMMITMENT_RATE, facts.lang),
        unknown=figure(MANY_UNKNOWN, COMMITMENT_RATE, facts.lang),
    )  # fmt: skip
    said: Block = Bullets(tuple(items)) if items else Paragraph(
        t("dossier.attention.none", facts.lang)
    )  # fmt: skip
    return Section(t("dossier.attention.title", facts.lang), (said, Paragraph(rules, "small")))


def _programmes(facts: Facts, behind: Behind) -> list[str]:
    lang, names = facts.lang, facts.names("programme")
    return [
        t(
            "dossier.attention.slow", lang, programme=names[row.codes[0]],
            rate=f"{figure(row.value, PAYMENT_RATE, lang)}{facts.notes.of(behind.result)}",
            median=figure(behind.reference, PAYMENT_RATE, lang), n=behind.of,
            gap=short(behind.gap(row), "eur", lang),
        )
        for row in behind.rows[:MOST]
    ]  # fmt: skip


def _axes(facts: Facts, behind: Behind) -> list[str]:
    lang, names = facts.lang, facts.names("programme")
    said = []
    for row in behind.rows[:MOST]:
        programme, axis = row.codes
        left = float(row.denominator or 0) - float(row.numerator or 0)
        said.append(
            t(
                "dossier.attention.axis", lang, programme=names[programme],
                axis=facts.axis_labels(programme).get(axis, axis),
                rate=f"{figure(row.value, COMMITMENT_RATE, lang)}{facts.notes.of(behind.result)}",
                plan=spoken(row.denominator, "eur", lang), left=short(left, "eur", lang),
            )
        )  # fmt: skip
    return said


def _records(facts: Facts) -> list[str]:
    """Find what the records of participants lack."""
    said, lang = [], facts.lang
    complete, placed = facts.row(RECORD_COMPLETENESS), facts.row(PLACEMENT_RATE_6M)
    if complete is not None and float(complete.value or 0) < COMPLETE:
        said.append(t("dossier.attention.records", lang, share=facts.cite(
            facts.measure(RECORD_COMPLETENESS)
        )))  # fmt: skip
    if placed is not None and (placed.unknown_share or 0) >= MANY_UNKNOWN:
        share = figure(placed.unknown_share, PLACEMENT_RATE_6M, lang)
        note = facts.notes.of(facts.measure(PLACEMENT_RATE_6M))
        said.append(t("dossier.attention.unknown", lang, share=f"{share}{note}"))
    return said
