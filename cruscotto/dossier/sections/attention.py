"""Section on what needs attention: the subject's alerts, each in a sentence with a footnote."""

from collections.abc import Callable

from cruscotto.alerts import Alert, Rule, found
from cruscotto.alerts.people import MANY_UNKNOWN
from cruscotto.alerts.records import COMPLETE
from cruscotto.config import settings
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Bullets, Paragraph, Section
from cruscotto.dossier.notes import editions
from cruscotto.dossier.sections import risk
from cruscotto.dossier.sections.parts import in_sentence
from cruscotto.dossier.subject import Kind
from cruscotto.facts.figures import rows
from cruscotto.i18n import format_date, format_number, t
from cruscotto.i18n.grammar import place
from cruscotto.kpi.registry.money import COMMITMENT_RATE, PAYMENT_RATE
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import RECORD_COMPLETENESS
from cruscotto.kpi.registry.reported import REPORTED_DECLARATION_RATE
from cruscotto.kpi.wording.phrases import figure, short, spoken


def section(facts: Facts) -> Section | None:
    """Return the section with the subject's alerts, or with a sentence that there are none.

    Without alerts there is no section in two cases: for a pact, to which most rules do not apply,
    and if no operation is loaded, so that the rules have no data to read.
    """
    alerts = found(facts.edition, facts.subject.selection)
    is_read = facts.subject.kind is not Kind.PACT and bool(rows(facts.edition, "editions"))
    if not alerts and not is_read:
        return None
    block: Block = Paragraph(t("dossier.attention.none", facts.lang))
    if alerts:
        block = Bullets(tuple(SENTENCES[alert.rule](facts, alert) for alert in alerts))
    rules = Paragraph(_thresholds(facts), "small")
    return Section(t("dossier.attention.title", facts.lang), (block, rules))


def _thresholds(facts: Facts) -> str:
    chosen, lang = settings(), facts.lang
    shares = {
        "commitment": (chosen.alert_low_commitment, True),
        "selection": (chosen.alert_low_selection, True),
        "complete": (COMPLETE, False),
        "unknown": (MANY_UNKNOWN, False),
    }
    written = {
        name: in_sentence(facts, short(share, "share", lang), "di" if of else "")
        for name, (share, of) in shares.items()
    }
    points = format_number(chosen.alert_points_below * 100, lang)
    return t(
        "dossier.attention.rules",
        lang,
        points=points,
        missing=spoken(chosen.alert_missing_eur, "eur", lang),
        n=chosen.alert_per_rule,
        **written,
    )


# ---------------------------------------------------------------- money
def _at_risk(facts: Facts, alert: Alert) -> str:
    one = alert.standing
    assert one is not None
    key = "risk" if alert.figures["missing_eur"] else "doubt"
    return t(
        f"dossier.attention.{key}",
        facts.lang,
        programme=risk.account(facts, one),
        day=format_date(alert.figures["due"], facts.lang),
        missing=spoken(alert.figures["missing_eur"], "eur", facts.lang),
        low=spoken(alert.figures["missing_low_eur"], "eur", facts.lang),
        high=spoken(alert.figures["missing_high_eur"], "eur", facts.lang),
        note=risk.note(facts, [one]),
        gap=spoken(alert.figures["gap_eur"], "eur", facts.lang),
    )


def _slow(facts: Facts, alert: Alert) -> str:
    rate = figure(alert.figures["rate"], PAYMENT_RATE, facts.lang)
    return t(
        "dossier.attention.slow",
        facts.lang,
        programme=_programme(facts, alert),
        rate=f"{rate}{_note(facts, alert)}",
        median=figure(alert.figures["median"], PAYMENT_RATE, facts.lang),
        n=alert.figures["programmes"],
        gap=short(alert.size, "eur", facts.lang),
    )


def _reported(facts: Facts, alert: Alert) -> str:
    """Return the sentence of an alert on a programme's declared or selected share of its plan."""
    against = alert.figures.get("median", alert.figures.get("threshold"))
    rate = figure(alert.figures["rate"], REPORTED_DECLARATION_RATE, facts.lang)
    return t(
        f"dossier.attention.{alert.rule}",
        facts.lang,
        day=editions((alert.figures["at"],), facts.lang),
        programme=_programme(facts, alert),
        rate=f"{rate}{_note(facts, alert)}",
        against=figure(against, REPORTED_DECLARATION_RATE, facts.lang),
        n=alert.figures.get("programmes", 0),
        plan=short(alert.figures["planned_eur"], "eur", facts.lang),
        gap=short(alert.size, "eur", facts.lang),
    )


def _uncommitted(facts: Facts, alert: Alert) -> str:
    rate = figure(alert.figures["rate"], COMMITMENT_RATE, facts.lang)
    axis = alert.about["axis"]
    return t(
        "dossier.attention.axis",
        facts.lang,
        programme=_programme(facts, alert),
        axis=facts.axis_labels(alert.about["programme"]).get(axis, axis),
        rate=f"{in_sentence(facts, rate)}{_note(facts, alert)}",
        plan=spoken(alert.figures["planned_eur"], "eur", facts.lang),
        left=short(alert.size, "eur", facts.lang),
    )


# ---------------------------------------------------------------- people
def _late(facts: Facts, alert: Alert) -> str:
    days = (alert.figures["at"].isoformat(),)
    facts.notes.also(("targets",), days)
    words = t("dossier.attention.target_note", facts.lang, edition=editions(days, facts.lang))
    return t(
        f"dossier.attention.target_{alert.figures['status']}",
        facts.lang,
        programme=_programme(facts, alert),
        axis=alert.about["axis"],
        indicator=facts.names("indicator").get(alert.about["indicator"], alert.about["indicator"]),
        year=alert.figures["year"],
        achieved=format_number(alert.figures["achieved"] or 0, facts.lang),
        target=format_number(alert.figures["target"], facts.lang),
        note=facts.notes.marked(words),
    )


def _unusual(facts: Facts, alert: Alert) -> str:
    rate, common = (
        figure(alert.figures[name], PLACEMENT_RATE_6M, facts.lang) for name in ("rate", "common")
    )
    sentence = t(
        "dossier.attention.unusual",
        facts.lang,
        rate=rate,
        common=in_sentence(facts, common),
        note=_note(facts, alert),
    )
    ((dimension, code),) = alert.about.items()
    if code == facts.subject.member:
        return sentence
    name = place(code, facts.lang).name if dimension == "region" else facts.names(dimension)[code]
    return f"{name}. {sentence}"


def _unknown(facts: Facts, alert: Alert) -> str:
    share = figure(alert.figures["unknown_share"], PLACEMENT_RATE_6M, facts.lang)
    return t("dossier.attention.unknown", facts.lang, share=f"{share}{_note(facts, alert)}")


# ---------------------------------------------------------------- records
def _incomplete(facts: Facts, alert: Alert) -> str:
    share = figure(alert.figures["complete_share"], RECORD_COMPLETENESS, facts.lang)
    return t("dossier.attention.records", facts.lang, share=f"{share}{_note(facts, alert)}")


def _broken(facts: Facts, alert: Alert) -> str:
    days = (alert.figures["at"].isoformat(),)
    code = alert.about["managing_authority"]
    words = t("dossier.attention.exchange_note", facts.lang, edition=editions(days, facts.lang))
    return t(
        "dossier.attention.exchange",
        facts.lang,
        authority=facts.names("managing_authority").get(code, code),
        records=format_number(round(alert.size), facts.lang),
        n=format_number(alert.figures["cases"], facts.lang),
        note=facts.notes.marked(words),
    )


def _of_files(facts: Facts, alert: Alert) -> str:
    size = format_number(round(alert.size), facts.lang)
    return t(f"dossier.attention.{alert.rule}", facts.lang, n=size)


def _programme(facts: Facts, alert: Alert) -> str:
    code = alert.about["programme"]
    return facts.names("programme").get(code, code)


def _note(facts: Facts, alert: Alert) -> str:
    return facts.notes.of(alert.result) if alert.result else ""


SENTENCES: dict[Rule, Callable[[Facts, Alert], str]] = {
    Rule.MONEY_AT_RISK: _at_risk,
    Rule.SLOW_PROGRAMMES: _slow,
    Rule.UNCOMMITTED_AXES: _uncommitted,
    Rule.SLOW_DECLARATIONS: _reported,
    Rule.UNSELECTED_PLANS: _reported,
    Rule.LATE_TARGETS: _late,
    Rule.UNUSUAL_OUTCOMES: _unusual,
    Rule.UNKNOWN_OUTCOMES: _unknown,
    Rule.INCOMPLETE_RECORDS: _incomplete,
    Rule.BROKEN_EXCHANGE: _broken,
    Rule.REFUSED_ROWS: _of_files,
    Rule.UNREADABLE_FIELDS: _of_files,
}
