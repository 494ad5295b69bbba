"""Page: what does each figure mean?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.quality import method, scores
from cruscotto.ui.state import address
from cruscotto.ui.text import audience, prose

lang = address.language()

st.title(t("methodology.title", lang), anchor=False)
prose.small(t("app.filters_ignored", lang))
prose.lead(t("methodology.lead", lang))
method.states(lang)
method.rules(lang)
audience.method(lang)
scores.forecasts(lang)
scores.published(lang)
scores.error_log(lang)
method.indicators(lang)
method.sources(lang)
