"""The text of an alert on the screens: what it is about, its reason, its size, and a link."""

from collections.abc import Callable
from datetime import date

from cruscotto.alerts import Alert, Rule, Unit
from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.kpi.registry.money import COMMITMENT_RATE, PAYMENT_RATE
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.registry.reported import REPORTED_DECLARATION_RATE, REPORTED_SELECTION_RATE
from cruscotto.kpi.wording.phrases import axis_label
from cruscotto.ui.state import session
from cruscotto.ui.state.places import short_names
from cruscotto.ui.text import words

Words = Callable[[Alert, Lang], str]
# The link to the page of an alert, by page; a region's has its own words.
LINKS = {"authorities": "see_programme", "outcomes": "see_outcomes", "data_quality": "see_quality"}


def size(alert: Alert, lang: Lang) -> str:
    """Return an alert's size as text: an amount in euro, or a count with its noun."""
    is_money = alert.unit is Unit.EURO
    n = words.spoken(alert.size, "eur", lang) if is_money else format_number(alert.size, lang)
    return t(f"attention.size_{alert.measure}", lang, n=n)


def kind(alert: Alert, lang: Lang) -> str:
    """Return the name of an alert's kind in the reader's language."""
    return t(f"attention.kind_{alert.kind}", lang)


def title(alert: Alert, lang: Lang) -> str:
    """Return an alert's title: the name of the programme, axis, region or other subject."""
    return TITLES[alert.rule](alert, lang)


def reason(alert: Alert, lang: Lang) -> str:
    """Return an alert's reason as a sentence with figures."""
    return REASONS[alert.rule](alert, lang)


def link(alert: Alert, lang: Lang) -> str:
    """Return the text of the link from an alert to the page that shows its figures."""
    key = "see_region" if "region" in alert.about else LINKS[alert.page]
    return t(f"attention.{key}", lang)


# ---------------------------------------------------------------- what
def _programme(alert: Alert, lang: Lang) -> str:
    code = alert.about["programme"]
    return session.names("programme", lang).get(code, code)


def _axis(alert: Alert, lang: Lang) -> str:
    axis = alert.about["axis"]
    name = axis_label(axis, session.axis_names(alert.about["programme"]).get(axis))
    return t("attention.axis", lang, programme=_programme(alert, lang), axis=name)


def _target(alert: Alert, lang: Lang) -> str:
    return t(
        "attention.target",
        lang,
        programme=_programme(alert, lang),
        indicator=session.names("indicator", lang).get(
            alert.about["indicator"], alert.about["indicator"]
        ),
        axis=alert.about["axis"],
    )


def _member(alert: Alert, lang: Lang) -> str:
    """Return the name of the region or managing authority that an alert is about."""
    ((dimension, code),) = alert.about.items()
    named = short_names() if dimension == "region" else session.names(dimension, lang)
    return named.get(code, code)


def _fixed(key: str) -> Words:
    return lambda alert, lang: t(f"attention.{key}", lang)


TITLES: dict[Rule, Words] = {
    Rule.MONEY_AT_RISK: _programme,
    Rule.SLOW_PROGRAMMES: _programme,
    Rule.UNCOMMITTED_AXES: _axis,
    Rule.SLOW_DECLARATIONS: _programme,
    Rule.UNSELECTED_PLANS: _programme,
    Rule.LATE_TARGETS: _target,
    Rule.UNUSUAL_OUTCOMES: _member,
    Rule.UNKNOWN_OUTCOMES: _fixed("unknown"),
    Rule.INCOMPLETE_RECORDS: _fixed("incomplete"),
    Rule.BROKEN_EXCHANGE: _member,
    Rule.REFUSED_ROWS: _fixed("refused"),
    Rule.UNREADABLE_FIELDS: _fixed("unreadable"),
}


# ---------------------------------------------------------------- why
def _at_risk(alert: Alert, lang: Lang) -> str:
    key = "money_at_risk" if alert.figures["missing_eur"] else "money_in_doubt"
    return t(
        f"attention.{key}",
        lang,
        day=format_date(alert.figures["due"], lang),
        missing=words.spoken(alert.figures["missing_eur"], "eur", lang),
        low=words.spoken(alert.figures["missing_low_eur"], "eur", lang),
        high=words.spoken(alert.figures["missing_high_eur"], "eur", lang),
        gap=words.spoken(alert.figures["gap_eur"], "eur", lang),
    )


def _slow(alert: Alert, lang: Lang) -> str:
    return t(
        "attention.slow_programme",
        lang,
        rate=words.figure(alert.figures["rate"], PAYMENT_RATE, lang),
        median=words.figure(alert.figures["median"], PAYMENT_RATE, lang),
        n=alert.figures["programmes"],
    )


def _uncommitted(alert: Alert, lang: Lang) -> str:
    return t(
        "attention.uncommitted_axis",
        lang,
        rate=words.figure(alert.figures["rate"], COMMITMENT_RATE, lang),
        plan=words.spoken(alert.figures["planned_eur"], "eur", lang),
        threshold=words.figure(alert.figures["threshold"], COMMITMENT_RATE, lang),
    )


def _reported_slow(alert: Alert, lang: Lang) -> str:
    return t(
        "attention.slow_declaration",
        lang,
        day=_reported_on(alert, lang),
        rate=words.figure(alert.figures["rate"], REPORTED_DECLARATION_RATE, lang),
        median=words.figure(alert.figures["median"], REPORTED_DECLARATION_RATE, lang),
        n=alert.figures["programmes"],
    )


def _unselected(alert: Alert, lang: Lang) -> str:
    return t(
        "attention.unselected_plan",
        lang,
        day=_reported_on(alert, lang),
        rate=words.figure(alert.figures["rate"], REPORTED_SELECTION_RATE, lang),
        plan=words.spoken(alert.figures["planned_eur"], "eur", lang),
        threshold=words.figure(alert.figures["threshold"], REPORTED_SELECTION_RATE, lang),
    )


def _reported_on(alert: Alert, lang: Lang) -> str:
    return format_date(date.fromisoformat(alert.figures["at"]), lang)


def _late(alert: Alert, lang: Lang) -> str:
    return t(
        f"attention.target_{alert.figures['status']}",
        lang,
        year=alert.figures["year"],
        achieved=format_number(alert.figures["achieved"] or 0, lang),
        target=format_number(alert.figures["target"], lang),
    )


def _unusual(alert: Alert, lang: Lang) -> str:
    return t(
        "attention.unusual_region",
        lang,
        rate=words.figure(alert.figures["rate"], PLACEMENT_RATE_6M, lang),
        common=words.figure(alert.figures["common"], PLACEMENT_RATE_6M, lang),
    )


def _unknown(alert: Alert, lang: Lang) -> str:
    share = words.short(alert.figures["unknown_share"], "share", lang)
    return t("attention.unknown_why", lang, share=share)


def _incomplete(alert: Alert, lang: Lang) -> str:
    share = words.short(alert.figures["complete_share"], "share", lang)
    return t("attention.incomplete_why", lang, share=share)


def _broken(alert: Alert, lang: Lang) -> str:
    return t("attention.broken_exchange", lang, n=format_number(alert.figures["cases"], lang))


REASONS: dict[Rule, Words] = {
    Rule.MONEY_AT_RISK: _at_risk,
    Rule.SLOW_PROGRAMMES: _slow,
    Rule.UNCOMMITTED_AXES: _uncommitted,
    Rule.SLOW_DECLARATIONS: _reported_slow,
    Rule.UNSELECTED_PLANS: _unselected,
    Rule.LATE_TARGETS: _late,
    Rule.UNUSUAL_OUTCOMES: _unusual,
    Rule.UNKNOWN_OUTCOMES: _unknown,
    Rule.INCOMPLETE_RECORDS: _incomplete,
    Rule.BROKEN_EXCHANGE: _broken,
    Rule.REFUSED_ROWS: _fixed("refused_why"),
    Rule.UNREADABLE_FIELDS: _fixed("unreadable_why"),
}
