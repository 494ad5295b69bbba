"""Page: what does each priority axis achieve?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.authorities import cockpit
from cruscotto.ui.axes import themes
from cruscotto.ui.exhibit import dossiers
from cruscotto.ui.state import address, choices, filters
from cruscotto.ui.text import notes, sentences

lang = address.language()
selection = filters.selection()

st.title(t("axes.title", lang), anchor=False)
if notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()

left, right = st.columns(2)
with left:
    kpi = choices.indicator(lang, themes.kpis(), sentences.rate_for(selection).name)
offered = themes.offered(kpi, selection, lang)
if not offered:
    notes.nothing_measured(kpi, selection, lang)
    st.stop()
with right:
    theme = themes.pick(offered, lang)

sentences.lead(sentences.theme(kpi, theme, selection, lang))
themes.across_programmes(kpi, theme, selection, lang)
themes.across_themes(kpi, theme, selection, lang)
cockpit.of_theme(theme, selection, lang)
dossiers.of_axis(theme, selection, lang)
