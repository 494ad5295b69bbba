"""The words of what a figure will come to: one sentence, and how it was estimated."""

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.change.settling import Outlook
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.wording.phrases import short


def sentence(found: Outlook, lang: Lang) -> str:
    """Write what has come so far and what is expected, or why nothing is."""
    kpi = found.kpi.label.in_(lang)
    if found.total is None:
        return t("settle.nothing", lang, kpi=kpi)
    observed = short(found.total.observed, Unit.EUR, lang)
    if found.refused or found.total.bands is None:
        return t(f"settle.refused.{found.refused}", lang, kpi=kpi, observed=observed)
    low, high = (short(end, Unit.EUR, lang) for end in found.total.bands[0])
    return t(
        "settle.finding",
        lang,
        kpi=kpi,
        share=short(found.covered, Unit.SHARE, lang),
        first=found.cohorts[0].year,
        last=found.cohorts[-1].year,
        observed=observed,
        settled=short(found.total.settled, Unit.EUR, lang),
        low=low,
        high=high,
    )


def notes(found: Outlook, lang: Lang) -> list[str]:
    """Return how it was estimated, what it covers and how it fared before."""
    lines = [
        t("settle.method", lang),
        t("settle.covered", lang, share=short(found.covered, Unit.SHARE, lang)),
    ]
    if found.held_back is not None:
        tried = found.held_back
        counts = (tried.tried, tried.within_80, tried.within_95)
        n, in_80, in_95 = (format_number(count, lang) for count in counts)
        lines.append(t("settle.held_back", lang, n=n, in_80=in_80, in_95=in_95))
    return lines
