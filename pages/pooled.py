"""Page: who pays for which need?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.needs import pooled
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, filters
from cruscotto.ui.text import prose

IN_YEARS = (
    "pooled_funding_eur",
    "pooled_share",
    "cost_per_place_eur",
    "cost_per_covered_position_eur",
)

lang = address.language()
selection = filters.selection()

st.title(t("pooled.title", lang), anchor=False)
if page.alone("pooled", selection, lang):
    st.stop()
if pooled.is_empty(selection):
    pooled.none_imported(selection, lang)
    st.stop()

prose.lead(pooled.sentence(selection, lang))
pooled.not_filtered(selection, lang)
tabs.draw(
    "pooled",
    {
        "holders": [tabs.part(pooled.by_holder, selection, lang)],
        "needs": [tabs.part(pooled.by_need, selection, lang)],
        "gaps": [tabs.part(pooled.gaps, selection, lang)],
        "years": [tabs.part(series.pick, IN_YEARS, selection, lang)],
    },
    lang,
)
