"""The charts of the page on regions, each with its finding, table, note and file."""

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.exhibit import charts, measures, regional
from cruscotto.ui.text import prose, states


def map_and_ranking(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw the map and, at its side, the same figures in order."""
    result = regional.everywhere(kpi, selection)
    exhibit = regional.exhibit(result, selection, lang, "map")
    with st.container(border=True):
        charts.head(exhibit)
        prose.small(t("regions.click", lang))
        if not measures.is_ranked(kpi):
            prose.small(t("regions.raw", lang))
        if regional.references(kpi, selection, lang):
            prose.small(t("regions.lines", lang))
        left, right = st.columns([11, 9], gap="medium")
        with left:
            charts.draw(
                regional.map_figure(result, selection, lang),
                "map",
                alt=exhibit.title,
                on_select=lambda: regional.filter_by_click("map"),
            )
        with right:
            charts.draw(regional.ranking(kpi, selection, lang), "ranking", alt=exhibit.title)
        signs = states.legend((row.state for row in result.rows), lang)
        if signs:
            prose.small(signs)
        charts.foot(exhibit, lang, drawn=("map", "ranking"))
