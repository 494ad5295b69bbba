"""The charts of the page on regions, each with title, table, note and file."""

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.exhibit import charts, measures, regional
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.state import choices
from cruscotto.ui.text import prose, states


def map_and_ranking(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw a map, a ranking beside it, and a map of equal squares below."""
    result = regional.everywhere(kpi, selection)
    exhibit = regional.exhibit(result, selection, lang, "map")
    with st.container(border=True):
        charts.head(exhibit)
        left, right = st.columns([9, 11], gap="medium")
        with left:
            _drawn(regional.map_figure(result, selection, lang), "map", exhibit)
            # under the map: above the ranking it would push the last region off the first screen
            order = _order(kpi, selection, lang)
        with right:
            _drawn(regional.ranking(kpi, selection, lang, order), "ranking", exhibit)
        prose.how_to(t("regions.click", lang))
        if read := " ".join(_how_to_read(kpi, selection, lang)):
            prose.small(read)
        _drawn(regional.tile_figure(result, selection, lang), "tiles", exhibit)
        signs = states.legend((row.state for row in result.rows), lang)
        if signs:
            prose.small(signs)
        charts.foot(exhibit, lang, drawn=("map", "tiles", "ranking"))


def _drawn(figure: Figure, key: str, exhibit: Exhibit) -> None:
    """Draw a chart of regions; a click on a region sets the filter of regions."""
    charts.draw(figure, key, alt=exhibit.title, on_select=lambda: regional.filter_by_click(key))


def _order(kpi: Kpi, selection: Selection, lang: Lang) -> str:
    """Draw a list of orders for the ranking, and return the order chosen.

    Rates of people have no list: their order is always `value`.
    """
    if not measures.is_ranked(kpi):
        return "value"
    offered = ["value", "place"]
    if regional.changes_since(kpi, selection):
        offered.append("change")
    labels = {name: t(f"regions.order_{name}", lang) for name in offered}
    return choices.switch("order", t("regions.order", lang), labels, "value")


def _how_to_read(kpi: Kpi, selection: Selection, lang: Lang) -> list[str]:
    """Return notes: why rates of people are not ranked, and what brackets and lines mean."""
    written = []
    if not measures.is_ranked(kpi):
        written.append(t("regions.raw", lang))
    if regional.changes_since(kpi, selection):
        written.append(t("regions.in_brackets", lang))
    if regional.references(kpi, selection, lang):
        written.append(t("regions.lines", lang))
    return written
