"""Page: how is one managing authority doing?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.kpi.registry import KPIS
from cruscotto.ui.authorities import cockpit, lead, programmes
from cruscotto.ui.exhibit import dossiers, tabs
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, filters, session
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
dossiers.of_authority(selection, lang)
parts: dict[str, tabs.Part] = {}
if programmes.is_one_authority(selection):
    cockpit.head(found, lang)
    parts = cockpit.parts(found, HEADLINE, selection, lang)
if len(found) > 1:
    parts["programmes"] = [tabs.part(programmes.side_by_side, selection, lang)]
parts["years"] = [tabs.part(series.pick, NAMES, selection, lang)]
if page.has_beside("authorities", selection):
    parts["reported"] = [tabs.part(page.beside, "authorities", selection, lang)]
tabs.draw("authorities", parts, lang)
if len(found) == 1:
    programmes.way_back(lang)
