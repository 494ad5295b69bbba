"""Page: did we train for what the territory asked for?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.kpi.registry import KPIS
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.needs import asking as needs
from cruscotto.ui.needs import chain as need_chain
from cruscotto.ui.needs import gaps as need_gaps
from cruscotto.ui.needs import matrix as need_matrix
from cruscotto.ui.needs import pacts, what_if
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, filters
from cruscotto.ui.text import prose

MARTS = ("need", "need_place")

lang = address.language()
pact = address.text("pact")

if pact and pacts.detail(pact, lang):
    st.stop()

st.title(t("needs.title", lang), anchor=False)
if pact:
    st.info(t("pacts.unknown", lang))
if page.alone("needs", filters.selection(), lang):
    st.stop()
if not needs.are_known():
    needs.none_imported(lang)
    st.stop()

within = needs.selection(lang)
prose.lead(needs.sentence(within, lang))
needs.headline(within, lang)
in_years = [kpi.name for kpi in KPIS.values() if kpi.mart in MARTS]
tabs.draw(
    "needs",
    {
        "chain": [tabs.part(need_chain.draw, within, lang)],
        "matrix": [tabs.part(need_matrix.draw, within, lang)],
        "gaps": [
            tabs.part(need_gaps.draw, within, lang),
            tabs.part(need_gaps.not_founded, within, lang),
        ],
        "pacts": [tabs.part(pacts.listing, within, lang)],
        "years": [tabs.part(series.pick, in_years, within, lang)],
        "what_if": [tabs.part(what_if.draw, within, lang)],
    },
    lang,
)
