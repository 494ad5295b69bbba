"""Page: what would have happened anyway?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.net_impact import choices as impact_choices
from cruscotto.ui.net_impact import findings
from cruscotto.ui.net_impact import headline as impact_headline
from cruscotto.ui.net_impact import leagues as impact_leagues
from cruscotto.ui.net_impact import proof as impact_proof
from cruscotto.ui.net_impact import returning as impact_returns
from cruscotto.ui.reported import page
from cruscotto.ui.state import address, filters, net_effects
from cruscotto.ui.text import prose

lang = address.language()
selection = filters.selection()

st.title(t("net_impact.title", lang), anchor=False)
prose.small(t("net_impact.question", lang))
if page.alone("net_impact", selection, lang):
    st.stop()
choice = impact_choices.draw(selection, lang)
if choice is None:
    impact_choices.nothing_to_compare(lang)
    st.stop()

answer = net_effects.answer(choice)
if answer.found is None:
    impact_headline.no_answer(answer, lang)
    st.stop()

prose.lead(findings.finding(answer, lang))
impact_headline.verdict(answer.found, lang)
impact_headline.picture(answer, lang)
parts: dict[str, tabs.Part] = {
    "proof": [tabs.part(impact_proof.placebo, answer, lang)],
    "overlap": [tabs.part(impact_proof.draw_overlap, answer, lang)],
    "time": [tabs.part(impact_proof.over_time, answer, lang)],
    "returns": [tabs.part(impact_returns.draw, answer, lang)],
}
parts |= impact_leagues.parts(answer, lang)
tabs.draw("net_impact", parts, lang)
