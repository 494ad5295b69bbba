"""Page: what does a provider bring about, beside what is expected of its people and its market?"""

import streamlit as st

from cruscotto.i18n import t
from cruscotto.ui.exhibit import people
from cruscotto.ui.providers import choosing, files, one, picture
from cruscotto.ui.reported import page
from cruscotto.ui.state import address, filters
from cruscotto.ui.text import prose

lang = address.language()
selection = filters.selection()

st.title(t("providers.title", lang), anchor=False)
prose.small(t("providers.question", lang))
if page.alone("providers", selection, lang):
    st.stop()
if people.is_empty(selection):
    people.nobody(selection, lang)
    st.stop()

kpi = choosing.rate(lang)
found = choosing.compared(kpi, selection)
provider = choosing.provider(kpi, selection, lang)
if found is None:
    st.info(t("providers.too_few", lang))
    st.stop()
if provider:
    one.draw(found, provider, kpi, selection, lang)
else:
    prose.lead(picture.sentence(found, lang))
picture.funnel(found, provider, selection, lang)
if provider:
    files.to_mend(provider, lang)
