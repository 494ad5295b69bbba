"""Page: what does each priority axis achieve?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.axes import lead, money, themes
from cruscotto.ui.exhibit import dossiers, stages, tabs
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, choices, filters
from cruscotto.ui.text import notes, prose

lang = address.language()
selection = filters.selection()

st.title(t("axes.title", lang), anchor=False)
if page.alone("axes", selection, lang):
    st.stop()
if notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()

left, right = st.columns(2)
with left:
    kpi = choices.indicator(lang, themes.kpis(), stages.rate_for(selection).name)
offered = themes.offered(kpi, selection, lang)
if not offered:
    notes.nothing_measured(kpi, selection, lang)
    st.stop()
with right:
    theme = themes.pick(offered, lang)

prose.lead(lead.sentence(kpi, theme, selection, lang))
dossiers.of_axis(theme, selection, lang)
within = selection if theme == "unknown" else selection.with_(theme=theme)
parts: dict[str, tabs.Part] = {
    "programmes": [tabs.part(themes.across_programmes, kpi, theme, selection, lang)],
    "objectives": [tabs.part(themes.across_themes, kpi, theme, selection, lang)],
    "years": [tabs.part(series.draw, kpi, within, lang)],
}
if money.is_delivered(selection):
    parts["money"] = [tabs.part(money.draw, theme, selection, lang)]
if page.has_beside("axes", selection):
    parts["reported"] = [tabs.part(page.beside, "axes", selection, lang)]
tabs.draw("axes", parts, lang)
