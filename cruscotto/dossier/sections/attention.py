"""What needs attention: the same plain rules as on the screens, each with its size and reason."""

from cruscotto.config import settings
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Bullets, Paragraph, Section
from cruscotto.dossier.sections import risk
from cruscotto.dossier.sections.parts import said
from cruscotto.dossier.subject import Kind
from cruscotto.finance.outlook import Standing
from cruscotto.i18n import format_number, t
from cruscotto.kpi.analysis.attention import Behind, slow_programmes, uncommitted_axes
from cruscotto.kpi.registry.money import COMMITMENT_RATE, PAYMENT_RATE
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import RECORD_COMPLETENESS
from cruscotto.kpi.wording.phrases import figure, short, spoken

# Below this share of complete records figures by sex, age or education lose their ground.
COMPLETE = 0.90
MANY_UNKNOWN = 0.40


def section(facts: Facts) -> Section | None:
    """Return what is behind or in doubt; saying that nothing is, is an answer too.

    Of a pact most rules know nothing, so their silence is none.
    """
    items = [
        *_at_risk(facts),
        *_programmes(facts, slow_programmes(facts.measure, facts.subject.selection)),
        *_axes(facts, uncommitted_axes(facts.measure, facts.subject.selection)),
        *_unusual(facts),
        *_records(facts),
    ]
    if facts.subject.kind is Kind.PACT and not items:
        return None
    found: Block = (
        Bullets(tuple(items)) if items else Paragraph(t("dossier.attention.none", facts.lang))
    )
    rules = Paragraph(_thresholds(facts), "small")
    return Section(t("dossier.attention.title", facts.lang), (found, rules))


def _thresholds(facts: Facts) -> str:
    chosen, lang = settings(), facts.lang
    shares = {
        "commitment": (chosen.alert_low_commitment, True),
        "complete": (COMPLETE, False),
        "unknown": (MANY_UNKNOWN, False),
        "probability": (chosen.alert_probability, True),
    }
    written = {
        name: said(facts, short(share, "share", lang), "di" if of else "")
        for name, (share, of) in shares.items()
    }
    points = format_number(chosen.alert_points_below * 100, lang)
    return t("dossier.attention.rules", lang, points=points, n=chosen.alert_per_rule, **written)


def _is_likely(standing: Standing) -> bool:
    """Say whether the chance of a loss is above the threshold, and the loss is something."""
    likely = (standing.probability or 0) >= settings().alert_probability
    return likely and bool(standing.expected_loss_eur)


def _at_risk(facts: Facts) -> list[str]:
    """Find accounts likely to lose money at the next deadline."""
    found = [one for one in risk.coming(facts) if _is_likely(one)][: settings().alert_per_rule]
    return [
        t(
            "dossier.attention.risk",
            facts.lang,
            programme=risk.account(facts, one),
            year=one.position.year,
            probability=risk.probability(facts, one),
            note=risk.note(facts, [one]),
            gap=spoken(one.position.gap_eur, "eur", facts.lang),
        )
        for one in found
    ]


def _unusual(facts: Facts) -> list[str]:
    """Say that outcomes are below what chance allows, with everybody's participants."""
    compared, lang = facts.compare(PLACEMENT_RATE_6M), facts.lang
    if compared is None:
        return []
    return [
        t(
            "dossier.attention.unusual",
            lang,
            rate=figure(row.rate, compared.kpi, lang),
            common=said(facts, figure(compared.common, compared.kpi, lang)),
            note=facts.notes.of(compared.shown),
        )
        for row in compared.rows
        if row.code == facts.subject.member and row.is_different and row.rate < compared.common
    ]


def _programmes(facts: Facts, behind: Behind) -> list[str]:
    lang, names = facts.lang, facts.names("programme")
    return [
        t(
            "dossier.attention.slow",
            lang,
            programme=names[row.codes[0]],
            rate=f"{figure(row.value, PAYMENT_RATE, lang)}{facts.notes.of(behind.result)}",
            median=figure(behind.reference, PAYMENT_RATE, lang),
            n=behind.of,
            gap=short(behind.gap(row), "eur", lang),
        )
        for row in behind.rows[: settings().alert_per_rule]
    ]


def _axes(facts: Facts, behind: Behind) -> list[str]:
    lang, names = facts.lang, facts.names("programme")
    found = []
    for row in behind.rows[: settings().alert_per_rule]:
        programme, axis = row.codes
        left = float(row.denominator or 0) - float(row.numerator or 0)
        found.append(
            t(
                "dossier.attention.axis",
                lang,
                programme=names[programme],
                axis=facts.axis_labels(programme).get(axis, axis),
                rate=said(facts, figure(row.value, COMMITMENT_RATE, lang))
                + facts.notes.of(behind.result),
                plan=spoken(row.denominator, "eur", lang),
                left=short(left, "eur", lang),
            )
        )
    return found


def _records(facts: Facts) -> list[str]:
    """Find what the records of participants lack."""
    found, lang = [], facts.lang
    complete, placed = facts.row(RECORD_COMPLETENESS), facts.row(PLACEMENT_RATE_6M)
    if complete is not None and float(complete.value or 0) < COMPLETE:
        found.append(
            t(
                "dossier.attention.records",
                lang,
                share=facts.cite(facts.measure(RECORD_COMPLETENESS)),
            )
        )
    if placed is not None and (placed.unknown_share or 0) >= MANY_UNKNOWN:
        share = figure(placed.unknown_share, PLACEMENT_RATE_6M, lang)
        note = facts.notes.of(facts.measure(PLACEMENT_RATE_6M))
        found.append(t("dossier.attention.unknown", lang, share=f"{share}{note}"))
    return found
