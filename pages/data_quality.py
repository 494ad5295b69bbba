"""Page: which data, how fresh, how complete, what was refused?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.quality import deliveries, scorecard
from cruscotto.ui.quality import files_read as quality
from cruscotto.ui.quality import people as quality_people
from cruscotto.ui.state import address
from cruscotto.ui.text import prose

lang = address.language()

st.title(t("data_quality.title", lang), anchor=False)
prose.small(t("app.filters_ignored", lang))
prose.lead(quality.sentence(lang))
prose.small(t("data_quality.about", lang))
tabs.draw(
    "data_quality",
    {
        "files": [tabs.part(quality.ledger, lang), tabs.part(quality.refused, lang)],
        "exchange": [tabs.part(scorecard.draw, lang)],
        "deliveries": [
            tabs.part(deliveries.draw, lang),
            tabs.part(quality.columns, lang),
            tabs.part(quality.out_of_scope, lang),
        ],
        "completeness": [
            tabs.part(quality.completeness, lang),
            tabs.part(quality_people.draw, lang),
            tabs.part(quality.freshness, lang),
        ],
    },
    lang,
)
