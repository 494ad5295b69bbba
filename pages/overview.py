"""Page: where do we stand, and what needs attention?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.kpi.registry import (
    AVERAGE_DELAY_DAYS,
    COMMITMENTS_EUR,
    CONCLUDED_SHARE,
    OPERATIONS_COUNT,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PAYMENTS_ON_COMMITMENTS,
    PUBLIC_FUNDING_EUR,
)
from cruscotto.ui import (
    address,
    attention,
    cards,
    filters,
    net_beside_gross,
    notes,
    people,
    regional,
    sentences,
    stages,
)

HEADLINE = (
    OPERATIONS_COUNT, PUBLIC_FUNDING_EUR, COMMITMENTS_EUR, PAYMENTS_EUR,
    PAYMENT_RATE, PAYMENTS_ON_COMMITMENTS, CONCLUDED_SHARE, AVERAGE_DELAY_DAYS,
)  # fmt: skip

lang = address.language()
selection = filters.selection()

st.title(t("overview.title", lang), anchor=False)
if notes.is_empty(selection):
    notes.nothing_found(selection, lang)
    st.stop()

sentences.lead(sentences.overview(selection, lang))
cards.headline(HEADLINE, selection, lang)
stages.draw(selection, lang)
people.block(people.GLANCE, selection, lang)
net_beside_gross.block(selection, lang)
regional.map_and_table(sentences.rate_for(selection), selection, lang)
attention.draw(selection, lang)
