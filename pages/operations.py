"""Page: which interventions, exactly?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.operations import detail, lead, register
from cruscotto.ui.reported import page
from cruscotto.ui.state import address, filters, session
from cruscotto.ui.text import notes, prose

lang = address.language()
selection = filters.selection()
code = address.text("operation")

if code and detail.draw(code, lang):
    st.stop()

st.title(t("operations.title", lang), anchor=False)
if code:
    st.info(t("operations.unknown", lang))
if page.alone("operations", selection, lang):
    st.stop()
if notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()

searched = register.search(lang)
found = session.count_operations(selection, searched)
prose.lead(lead.sentence(found, selection, lang))
if found:
    shown = register.view(lang)
    register.listing(selection, searched, found, shown, lang)
    register.export(selection, searched, shown, lang)
else:
    notes.nothing_searched(searched, lang)
