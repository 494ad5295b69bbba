"""The stewards' page: a draft to approve, files to load, older versions to publish again."""

import streamlit as st

from cruscotto.access import Role, current
from cruscotto.access.sign_in import configured
from cruscotto.config import settings
from cruscotto.errors import CruscottoError
from cruscotto.i18n import Lang, error_sentence, t
from cruscotto.ui.loading import draft, files, versions
from cruscotto.ui.text import words

FAILED = "load_failed"


def draw(lang: Lang) -> None:
    """Draw the stewards' page; anybody else sees a notice that the page is for stewards."""
    st.title(t("load.title", lang), anchor=False)
    if configured() is None or not current().is_a(Role.STEWARD):
        st.info(t("load.stewards", lang))
        return
    link = settings().warehouse
    for part in (draft.draw, files.draw, versions.draw):
        try:
            part(link, lang)
        except CruscottoError as error:
            st.error(words.with_commands(error_sentence(error, lang)))
