"""Page: where do we stand, and what needs attention?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import attention, cards, people, regional, stages
from cruscotto.ui.overview import lead, net_beside_gross
from cruscotto.ui.reported import page
from cruscotto.ui.state import address, filters
from cruscotto.ui.text import notes, prose

lang = address.language()
selection = filters.selection()

st.title(t("overview.title", lang), anchor=False)
if page.alone("overview", selection, lang):
    st.stop()
if notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()

prose.lead(lead.sentence(selection, lang))
# figures before pictures: all of them are read while the first chart is still drawn
cards.headline(cards.GLANCE, selection, lang)
people.block(people.GLANCE, selection, lang)
stages.draw(selection, lang)
net_beside_gross.block(selection, lang)
regional.map_and_table(stages.rate_for(selection), selection, lang)
attention.draw(selection, lang)
page.beside("overview", selection, lang)
