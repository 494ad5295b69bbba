"""Page: where is what I am looking for?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.finding import results
from cruscotto.ui.state import address
from cruscotto.ui.text import prose

lang = address.language()

st.title(t("search.title", lang), anchor=False)
prose.small(t("search.about", lang))
searched = results.field(lang)
if searched:
    # what is found are links: paper keeps those, and leaves out the others
    with st.container(key="found"):
        results.draw(searched, lang)
