"""Page: what changed since the edition before?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.finding import news
from cruscotto.ui.reported import absent
from cruscotto.ui.state import address, filters
from cruscotto.ui.text import notes, prose

lang = address.language()
selection = filters.selection()

st.title(t("changes.title", lang), anchor=False)
is_of_reports = absent.is_lacking("changes")
if not is_of_reports and notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()
if not all(news.days(selection)):
    news.none_before(lang)
    st.stop()

prose.lead(news.sentence(selection, lang))
tabs.draw(
    "changes",
    {by: [tabs.part(news.draw, by, selection, lang)] for by in ("region", "programme")},
    lang,
)
if is_of_reports:
    absent.notice("changes", lang)
