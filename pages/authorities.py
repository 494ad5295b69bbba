"""Page: how is one managing authority doing?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.kpi.registry import KPIS
from cruscotto.ui.authorities import cockpit, lead, people_by_axis, programmes
from cruscotto.ui.exhibit import cards, dossiers, people, settled, stages, why
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, filters, session, sitemap
from cruscotto.ui.text import notes, prose

NAMES = (
    "planned_budget_eur",
    "commitments_eur",
    "payments_eur",
    "operations_count",
    "commitment_rate",
    "payment_rate",
    "concluded_share",
    "average_delay_days",
    "overdue_share",
    "average_overdue_days",
)
HEADLINE = tuple(KPIS[name] for name in NAMES)

lang = address.language()
selection = filters.selection()

st.title(t("authorities.title", lang), anchor=False)
if page.alone("authorities", selection, lang):
    st.stop()
if notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()

found = session.programmes_of(selection)
prose.lead(lead.sentence(found, selection, lang))
if programmes.is_one_authority(selection):
    cockpit.head(found, lang)
    cards.headline(HEADLINE, selection, lang)
    why.draw(list(NAMES), selection, lang)
    settled.draw(selection, lang)
    stages.draw(selection, lang)
    cockpit.body(found, selection, lang)
    people.block(people.GLANCE, selection, lang)
if len(found) == 1:
    programmes.by_axis(found[0], selection, lang)
    people_by_axis.draw(found[0], selection, lang)
    programmes.by_status(selection, lang)
    sitemap.link("operations", lang, t("authorities.see_operations", lang), programme=found[0])
    programmes.way_back(lang)
else:
    programmes.ranking(stages.rate_for(selection), selection, lang)
    programmes.listing(selection, lang)
series.pick(NAMES, selection, lang)
dossiers.of_authority(selection, lang)
page.beside("authorities", selection, lang)
