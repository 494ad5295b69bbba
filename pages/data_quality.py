"""Page: which data, how fresh, how complete, what was refused?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.quality import deliveries, scorecard
from cruscotto.ui.quality import files_read as quality
from cruscotto.ui.quality import people as quality_people
from cruscotto.ui.state import address
from cruscotto.ui.text import prose

lang = address.language()

st.title(t("data_quality.title", lang), anchor=False)
prose.small(t("app.filters_ignored", lang))
prose.lead(quality.sentence(lang))
quality.ledger(lang)
quality.refused(lang)
deliveries.draw(lang)
scorecard.draw(lang)
quality.columns(lang)
quality.out_of_scope(lang)
quality.freshness(lang)
quality.completeness(lang)
quality_people.draw(lang)
