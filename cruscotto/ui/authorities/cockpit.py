"""The page of one authority: what to certify, amounts from plan to payment, targets, alerts."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.authorities import december, people_by_axis, programmes, promises
from cruscotto.ui.exhibit import attention, cards, people, settled, stages, why
from cruscotto.ui.exhibit import programme_money as money
from cruscotto.ui.exhibit.tabs import Part
from cruscotto.ui.state import sitemap


def head(found: Sequence[str], lang: Lang) -> None:
    """Draw, at the top of an authority's page, how much its programmes still have to certify.

    Args:
        found: codes of the authority's programmes.
        lang: the reader's language.
    """
    december.lead(found, lang)


def parts(
    found: Sequence[str], headline: Sequence[Kpi], selection: Selection, lang: Lang
) -> dict[str, Part]:
    """Return the functions that draw the tabs of an authority's page, by code of the tab.

    Args:
        found: codes of the authority's programmes.
        headline: the indicators that get a card.
        selection: what the page shows.
        lang: the reader's language.
    """
    drawn: dict[str, Part] = {
        "deadline": [partial(_forecast, found, lang), partial(attention.draw, selection, lang)],
        "money": [
            partial(stages.draw, selection, lang),
            partial(cards.headline, headline, selection, lang),
            partial(why.draw, [kpi.name for kpi in headline], selection, lang),
            partial(settled.draw, selection, lang),
            partial(_spent, found, lang),
        ],
        "targets": [partial(promises.draw, found, lang), partial(promises.framework, found, lang)],
        "axes": [partial(_axes, found, selection, lang)],
    }
    if people.are_known() and not people.is_empty(selection):
        drawn["people"] = [partial(people.block, people.GLANCE, selection, lang)]
    return drawn


def _forecast(found: Sequence[str], lang: Lang) -> None:
    st.header(t("certify.forecast", lang), anchor=False)
    december.draw(found, lang)


def _spent(found: Sequence[str], lang: Lang) -> None:
    delivered = money.delivered(found)
    if delivered:
        money.waterfall(delivered, lang)
        money.series(delivered, lang)
    else:
        money.nothing(lang)


def _axes(found: Sequence[str], selection: Selection, lang: Lang) -> None:
    delivered = money.delivered(found)
    if delivered:
        money.axes(delivered, lang)
    if len(found) == 1:
        programmes.by_axis(found[0], selection, lang)
        people_by_axis.draw(found[0], selection, lang)
        programmes.by_status(selection, lang)
        see = t("authorities.see_operations", lang)
        sitemap.link("operations", lang, see, programme=found[0])
