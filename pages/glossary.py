"""Page: what does each word mean?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.finding import glossary
from cruscotto.ui.state import address
from cruscotto.ui.text import prose

lang = address.language()

st.title(t("glossary.title", lang), anchor=False)
prose.small(t("glossary.about", lang))
glossary.draw(lang)
