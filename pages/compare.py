"""Page: how do two to four places, authorities, programmes or objectives compare?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.compare import members, side_by_side
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.state import address, choices, filters
from cruscotto.ui.text import prose

# What a comparison opens on: how much of the plan is spent.
FIRST = ("payment_rate", "reported_declaration_rate")
lang = address.language()
selection = filters.selection()

st.title(t("compare.title", lang), anchor=False)
by = members.dimension_chosen(lang)
codes = members.chosen(by, selection, lang)
if len(codes) < members.FEWEST:
    st.info(t("compare.choose_more", lang))
    members.example(by, codes, selection, lang)
    st.stop()

names = members.names(by, selection, lang)
prose.lead(t("compare.lead", lang, members=", ".join(names[code] for code in codes)))
offered = choices.measurable(by)
kpi = choices.indicator(lang, offered, next((k for k in FIRST if k in offered), offered[0]))
tabs.draw(
    "compare",
    {
        "one": [tabs.part(side_by_side.one_indicator, kpi, by, codes, names, selection, lang)],
        "years": [tabs.part(side_by_side.over_time, kpi, by, codes, names, selection, lang)],
        "all": [tabs.part(side_by_side.every_indicator, by, codes, names, selection, lang)],
    },
    lang,
)
