"""Page: where does it work?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import dossiers, stages, tabs, why
from cruscotto.ui.regions import (
    comparison,
    context,
    every_region,
    fair,
    lead,
    provinces,
    regional_exhibits,
)
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, choices, filters
from cruscotto.ui.text import notes, prose

lang = address.language()
selection = filters.selection()

left, right = st.columns([3, 2], vertical_alignment="bottom")
left.title(t("regions.title", lang), anchor=False)
if page.alone("regions", selection, lang):
    st.stop()
if notes.is_empty(selection.with_(region=[])):
    notes.nothing_found(selection, lang)
    st.stop()

with right:
    kpi = choices.indicator(
        lang, choices.measurable("region"), stages.rate_for(selection.with_(region=[])).name
    )
with st.container(horizontal=True, vertical_alignment="center"):
    prose.lead(lead.sentence(kpi, selection, lang))
    dossiers.of_region(selection, lang)
parts: dict[str, tabs.Part] = {
    "map": [
        tabs.part(regional_exhibits.map_and_ranking, kpi, selection, lang),
        tabs.part(why.draw, [kpi.name], selection, lang),
        tabs.part(fair.draw, kpi, selection, lang),
    ],
    "years": [tabs.part(series.draw, kpi, selection, lang)],
    "compare": [
        tabs.part(comparison.one_region, selection, lang),
        tabs.part(every_region.draw, kpi, selection, lang),
    ],
    "provinces": [tabs.part(provinces.draw, kpi, selection, lang)],
    "context": [tabs.part(context.draw, kpi, selection, lang)],
}
if page.has_beside("regions", selection):
    parts["reported"] = [tabs.part(page.beside, "regions", selection, lang)]
tabs.draw("regions", parts, lang)
