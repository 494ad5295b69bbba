"""Page: where do we stand, and what needs attention?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import cards, people, regional, settled, stages, why
from cruscotto.ui.overview import glance, net_beside_gross, urgent
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, filters
from cruscotto.ui.text import notes

lang = address.language()
selection = filters.selection()

st.title(t("overview.title", lang), anchor=False)
if page.has_figures("overview", selection):
    glance.draw(selection, lang)
if page.alone("overview", selection, lang):
    st.stop()
if notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()

now = glance.newest(selection)
glance.draw(selection, lang)
urgent.draw(selection, lang)
regional.map_and_table(stages.rate_for(now), now, lang)
st.header(glance.together(selection, lang), anchor=False)
cards.headline(cards.GLANCE, selection, lang)
why.draw([kpi.name for kpi in cards.GLANCE], selection, lang)
settled.draw(selection, lang)
people.block(people.GLANCE, selection, lang)
series.pick([kpi.name for kpi in cards.GLANCE], selection, lang)
stages.draw(selection, lang)
net_beside_gross.block(selection, lang)
page.beside("overview", selection, lang)
