"""The reported figures of a page: a sentence, charts, and notices on data not loaded yet."""

from collections.abc import Callable

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.reported import REPORTED_SELECTION_RATE
from cruscotto.ui.exhibit import attention, dossiers, tabs
from cruscotto.ui.reported import absent, fair, indicators, money, plans, plans_2127, revisions
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import prose, words

Draw = Callable[[Selection, Lang], None]


def alone(page: str, selection: Selection, lang: Lang) -> bool:
    """Draw the reported figures and a notice of what is missing, on a page without its own data.

    Returns:
        Whether the page has no data of its own; if so, the page draws nothing else.
    """
    if not absent.is_lacking(page):
        return False
    if page in DRAWN:
        _figures(page, selection, lang)
    absent.notice(page, lang)
    return True


def has_figures(page: str, selection: Selection) -> bool:
    """Return whether a page lacks its own data, and reports cover the selection."""
    return absent.is_lacking(page) and bool(money.found(selection))


def beside(page: str, selection: Selection, lang: Lang) -> None:
    """Draw reported figures below a page's own figures; the two are never added up."""
    if page == "authorities":
        plans_2127.listing(selection, lang)
    if not _is_reported(selection):
        return
    st.header(t("reported.beside", lang), anchor=False)
    prose.small(t("reported.never_added", lang))
    DRAWN[page](selection, lang)


def has_beside(page: str, selection: Selection) -> bool:
    """Return whether there are reports or plans to draw below a page's own figures."""
    return _is_reported(selection) or (page == "authorities" and plans_2127.are_asked(selection))


def _is_reported(selection: Selection) -> bool:
    return session.has_reports() and bool(money.found(selection))


def _figures(page: str, selection: Selection, lang: Lang) -> None:
    is_reported, draw = bool(money.found(selection)), {**DRAWN, **ALONE}[page]
    is_planned = page in WITH_PLANS and plans_2127.are_asked(selection)
    if is_reported:
        is_about_people = draw is _outcomes and indicators.are_known(selection)
        prose.lead((indicators if is_about_people else money).sentence(selection, lang))
        draw(selection, lang)
        if page in DOSSIERS:
            DOSSIERS[page](selection, lang)
    elif not is_planned:
        chosen = words.plain(filters.in_words(selection, lang))
        st.info(t("reported.nothing", lang, selection=chosen))
    if is_planned and not is_reported:
        plans_2127.listing(selection, lang)


def _overview(selection: Selection, lang: Lang) -> None:
    money.headline(selection, lang)
    money.over_time(selection, lang)
    money.compared(selection, lang)
    if indicators.are_known(selection):
        indicators.headline(selection, lang)
        indicators.over_time(selection, lang)


def _overview_alone(selection: Selection, lang: Lang) -> None:
    """Draw the overview of a data set without operations, as tabs of reports and alerts."""
    parts: dict[str, tabs.Part] = {
        "money": [
            tabs.part(money.over_time, selection, lang),
            tabs.part(money.headline, selection, lang),
        ],
        "compared": [tabs.part(money.compared, selection, lang)],
    }
    if indicators.are_known(selection):
        parts["people"] = [
            tabs.part(indicators.over_time, selection, lang),
            tabs.part(indicators.headline, selection, lang),
        ]
    parts["attention"] = [tabs.part(attention.draw, selection, lang)]
    tabs.draw("official", parts, lang)


def _regions(selection: Selection, lang: Lang) -> None:
    money.split("region", selection, lang)
    money.split("category_of_region", selection, lang)
    money.compared(selection, lang)
    fair.draw("region", selection, lang)


def _regions_alone(selection: Selection, lang: Lang) -> None:
    """Draw the page on regions of a data set without operations, as tabs of reported money."""
    parts: dict[str, tabs.Part] = {
        "map": [tabs.part(money.mapped, selection, lang)],
        "ranking": [
            tabs.part(money.split, "region", selection, lang),
            tabs.part(money.split, "category_of_region", selection, lang),
        ],
        "compared": [tabs.part(money.compared, selection, lang)],
        "fair": [tabs.part(fair.draw, "region", selection, lang)],
    }
    tabs.draw("official", parts, lang)


def _authorities(selection: Selection, lang: Lang) -> None:
    for exhibit in (one for part in _of_authorities(selection, lang).values() for one in part):
        exhibit()


def _authorities_alone(selection: Selection, lang: Lang) -> None:
    """Draw the page on authorities of a data set without operations, as tabs of reported money."""
    parts = _of_authorities(selection, lang)
    if plans_2127.are_asked(selection):
        parts["plans"] = [tabs.part(plans_2127.listing, selection, lang)]
    tabs.draw("official", parts, lang)


def _of_authorities(selection: Selection, lang: Lang) -> dict[str, tabs.Part]:
    """Return the tabs of the page on authorities.

    For a single programme, a tab has its axes and the history of its plan. For several, a tab ranks
    the programmes.
    """
    parts: dict[str, tabs.Part] = {
        "money": [
            tabs.part(money.headline, selection, lang),
            tabs.part(money.over_time, selection, lang),
        ]
    }
    programmes = selection.codes("programme") or plans.programmes(selection)
    if len(programmes) == 1:
        one = selection.with_(programme=list(programmes))
        parts["axes"] = [
            tabs.part(money.split, "axis", one, lang),
            tabs.part(plans.history, programmes[0], selection, lang),
        ]
    else:
        parts["ranking"] = [tabs.part(money.split, "programme", selection, lang)]
    if revisions.are_known(selection):
        parts["revisions"] = [tabs.part(revisions.listing, selection, lang)]
    if indicators.are_known(selection):
        parts["people"] = [tabs.part(indicators.listing, selection, lang)]
    return parts


def _axes(selection: Selection, lang: Lang) -> None:
    money.split("theme", selection, lang)
    money.split("theme", selection, lang, REPORTED_SELECTION_RATE)
    if len(selection.codes("programme")) == 1:
        money.split("axis", selection, lang)


def _outcomes(selection: Selection, lang: Lang) -> None:
    if indicators.are_known(selection):
        indicators.headline(selection, lang)
        indicators.over_time(selection, lang)
        fair.draw("programme", selection, lang)
        indicators.listing(selection, lang)


# Pages whose own figures are missing offer the dossier of what was reported.
DOSSIERS: dict[str, Draw] = {"regions": dossiers.of_region, "authorities": dossiers.of_authority}
# Pages that speak of programmes: of 2021-2027 their plans are all that is known.
WITH_PLANS = ("overview", "regions", "authorities")
DRAWN: dict[str, Draw] = {
    "overview": _overview,
    "regions": _regions,
    "authorities": _authorities,
    "axes": _axes,
    "outcomes": _outcomes,
}
# Beside monitored figures they stand in a tab already.
ALONE: dict[str, Draw] = {
    "overview": _overview_alone,
    "regions": _regions_alone,
    "authorities": _authorities_alone,
}
