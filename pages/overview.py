"""Page: where do we stand, and what needs attention?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import cards, people, regional, settled, stages, tabs, why
from cruscotto.ui.overview import glance, net_beside_gross, urgent
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, filters, visit
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
draw_map = tabs.part(regional.map_and_table, stages.rate_for(now), now, lang)
place = st.container(key="first_map")
# drawing a map keeps the browser busy: a change of filter shows the figures below it first
is_change = visit.is_drawn_again()
if not is_change:
    with place:
        draw_map()
st.header(glance.together(selection, lang), anchor=False)
parts: dict[str, tabs.Part] = {
    "money": [
        tabs.part(cards.headline, cards.GLANCE, selection, lang),
        tabs.part(why.draw, [kpi.name for kpi in cards.GLANCE], selection, lang),
        tabs.part(settled.draw, selection, lang),
    ],
    "stages": [tabs.part(stages.draw, selection, lang)],
}
if people.are_known() and not people.is_empty(selection):
    parts["people"] = [tabs.part(people.block, people.GLANCE, selection, lang)]
parts["years"] = [tabs.part(series.pick, [kpi.name for kpi in cards.GLANCE], selection, lang)]
if net_beside_gross.themes(selection):
    parts["net"] = [tabs.part(net_beside_gross.block, selection, lang)]
if page.has_beside("overview", selection):
    parts["reported"] = [tabs.part(page.beside, "overview", selection, lang)]
tabs.draw("overview", parts, lang)
if is_change:
    with place:
        draw_map()
