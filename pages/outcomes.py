"""Page: what became of participants?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.kpi.registry import PEOPLE_KPIS
from cruscotto.ui.exhibit import people, settled, tabs, why
from cruscotto.ui.outcomes import (
    cohorts,
    costs,
    first_job,
    groups,
    indicator_table,
    pathway,
    targets,
)
from cruscotto.ui.outcomes import headline as outcomes
from cruscotto.ui.reported import page, series
from cruscotto.ui.state import address, filters
from cruscotto.ui.text import prose

lang = address.language()
selection = filters.selection()

st.title(t("outcomes.title", lang), anchor=False)
if page.alone("outcomes", selection, lang):
    st.stop()
if people.is_empty(selection):
    people.nobody(selection, lang)
    st.stop()

within = outcomes.chosen_source(selection)
prose.lead(outcomes.sentence(within, lang))
outcomes.cards(within, lang)
outcomes.switch_source(lang)
tabs.draw(
    "outcomes",
    {
        "pathway": [
            tabs.part(pathway.draw, within, lang),
            tabs.part(first_job.draw, within, lang),
            tabs.part(why.draw, groups.rates(), within, lang),
        ],
        "groups": [tabs.part(groups.draw, within, lang)],
        "cohorts": [
            tabs.part(cohorts.draw, within, lang),
            tabs.part(settled.draw_rates, within, lang),
            tabs.part(series.pick, [kpi.name for kpi in PEOPLE_KPIS], within, lang),
        ],
        "costs": [tabs.part(costs.draw, selection, lang)],
        "targets": [tabs.part(targets.draw, selection, lang)],
        "indicators": [tabs.part(indicator_table.draw, selection, lang)],
    },
    lang,
)
