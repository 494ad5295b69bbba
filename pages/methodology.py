"""Page: what does each figure mean?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.quality import method, scores
from cruscotto.ui.state import address
from cruscotto.ui.text import audience, prose

lang = address.language()

st.title(t("methodology.title", lang), anchor=False)
prose.small(t("app.filters_ignored", lang))
prose.lead(t("methodology.lead", lang))
tabs.draw(
    "methodology",
    {
        "indicators": [tabs.part(method.indicators, lang)],
        "states": [tabs.part(method.states, lang), tabs.part(audience.method, lang)],
        "rules": [tabs.part(method.rules, lang)],
        "forecasts": [
            tabs.part(scores.forecasts, lang),
            tabs.part(scores.published, lang),
            tabs.part(scores.error_log, lang),
        ],
        "sources": [tabs.part(method.sources, lang)],
    },
    lang,
)
