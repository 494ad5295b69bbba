"""Sentences on settled values: the value expected, and how it was estimated."""

from datetime import date

from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.kpi.change.cohorts import Cohort, HeldBack, Outlook
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.money import CERTIFIED_EUR
from cruscotto.kpi.wording.phrases import short


def sentence(found: Outlook, lang: Lang) -> str:
    """Return a text on an indicator's observed value, and the value at which it should settle.

    The second is the value expected once all reports are in. If it is not estimated, the text gives
    the reason.
    """
    return " ".join([_finding(found, lang), *_running(found, lang)])


def _running(found: Outlook, lang: Lang) -> list[str]:
    """Return one sentence if the last cohort's year is not over; otherwise nothing.

    The sentence states that the settled value includes operations or exits still to come.
    """
    day = found.edition
    if found.refused or found.total is None or day.endswith("-12-31"):
        return []
    key = "settle.running_rate" if found.is_rate else "settle.running"
    return [t(key, lang, year=found.last)] if str(found.last) == day[:4] else []


def _finding(found: Outlook, lang: Lang) -> str:
    kpi, unit = found.kpi.label.in_(lang), found.kpi.unit
    if found.is_rate:
        return _of_rate(found, lang)
    if found.total is None:
        return t("settle.nothing", lang, kpi=kpi)
    observed = short(found.total.observed, unit, lang)
    if found.refused:
        return t(f"settle.refused.{found.refused}", lang, kpi=kpi, observed=observed)
    words = {
        "kpi": kpi,
        "first": found.first,
        "last": found.last,
        "observed": observed,
        "settled": short(found.total.settled, unit, lang),
    }
    if found.total.bands is None:
        return t("settle.finding_alone", lang, why=_unproved(found, lang), **words)
    low, high = (short(end, unit, lang) for end in found.total.bands[0])
    words |= {"low": low, "high": high}
    if found.editions:
        return t("settle.finding_editions", lang, **words)
    return t("settle.finding", lang, share=short(found.covered, Unit.SHARE, lang), **words)


def _of_rate(found: Outlook, lang: Lang) -> str:
    words = {"kpi": found.kpi.label.in_(lang), **_parts(found.total, lang)}
    if found.refused or found.total is None:
        return t(f"settle.refused_rate.{found.refused}", lang, **words)
    settled = short(found.total.settled, Unit.SHARE, lang)
    words |= {"first": str(found.first), "last": str(found.last), "settled": settled}
    if found.total.bands is None:
        return t("settle.finding_rate_alone", lang, why=_unproved(found, lang), **words)
    low, high = (short(end, Unit.SHARE, lang) for end in found.total.bands[0])
    written = t("settle.finding_rate", lang, low=low, high=high, **words)
    return f"{written} {late}" if (late := late_year(found, lang)) else written


def _unproved(found: Outlook, lang: Lang) -> str:
    """Return a sentence on why no interval is stated: the backtest is missing or has failed."""
    if found.held_back is None:
        return t("settle.untried", lang)
    return t("settle.missed", lang, **_trial(found.held_back, lang))


def _trial(tried: HeldBack, lang: Lang) -> dict[str, str]:
    counts = {"n": tried.tried, "in_80": tried.within_80, "in_95": tried.within_95}
    return {name: format_number(count, lang) for name, count in counts.items()}


def late_year(found: Outlook, lang: Lang) -> str:
    """Return a sentence on the last year whose observed rate should still change clearly.

    It is the year of `Outlook.latest`. The text is empty if there is no such year.
    """
    cohort = found.latest
    if cohort is None or cohort.bands is None:
        return ""
    low, high = (short(end, Unit.SHARE, lang) for end in cohort.bands[1])
    return t(
        "settle.late",
        lang,
        year=cohort.year,
        known=format_number(round(cohort.known or 0, -1), lang),
        settled=short(cohort.settled, Unit.SHARE, lang),
        low=low,
        high=high,
        **_parts(cohort, lang),
    )


def _parts(cohort: Cohort | None, lang: Lang) -> dict[str, str]:
    """Return texts to insert in a sentence: `observed` (rate), `numerator` and `denominator`.

    There are none if the cohort has no observed rate.
    """
    if cohort is None or cohort.counts is None:
        return {}
    numerator, denominator = (format_number(count, lang) for count in cohort.counts)
    observed = short(cohort.observed, Unit.SHARE, lang)
    return {"observed": observed, "numerator": numerator, "denominator": denominator}


def notes(found: Outlook, lang: Lang) -> list[str]:
    """Return sentences for the notes of figures on how settled values were estimated.

    They state the method, the data used and, if there was a backtest, its result.
    """
    lines = [t("settle.method_rate" if found.is_rate else "settle.method", lang)]
    if not found.is_rate:
        share = short(found.covered, Unit.SHARE, lang)
        key = "settle.covered_editions" if found.editions else "settle.covered"
        lines.append(t(key, lang, share=share))
    if found.kpi is CERTIFIED_EUR:
        lines.append(t("settle.claims", lang))
    if found.editions:
        last, first = (format_date(date.fromisoformat(found.editions[i]), lang) for i in (0, -1))
        lines.append(t("settle.editions", lang, n=len(found.editions), first=first, last=last))
    if found.held_back is not None:
        lines.append(t("settle.held_back", lang, **_trial(found.held_back, lang)))
    return lines
