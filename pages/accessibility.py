"""Page: how accessible is this dashboard, and who mends what is not?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.quality import accessibility
from cruscotto.ui.state import address
from cruscotto.ui.text import prose

lang = address.language()

st.title(t("accessibility.title", lang), anchor=False)
prose.lead(t("accessibility.lead", lang))
accessibility.statement(lang)
