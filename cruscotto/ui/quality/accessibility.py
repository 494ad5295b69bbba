"""The accessibility statement, in the order of the model of AgID, the Italian digital agency."""

from datetime import date

import streamlit as st

from cruscotto.config import settings
from cruscotto.i18n import Lang, format_date, t
from cruscotto.ui.text import words

# The day of the last whole check of all pages; `tests/browser/test_accessibility.py` repeats it.
CHECKED = date(2026, 11, 30)
PARTS = ("status", "measured", "missing", "made", "feedback", "enforcement", "site")
# Parts that are lists, with their lines.
LISTED = {
    "measured": ("axe", "keyboard", "zoom", "charts"),
    "missing": ("charts", "tables", "client", "people", "dossiers"),
}


def statement(lang: Lang) -> None:
    """Draw each part of the accessibility statement under its heading."""
    for part in PARTS:
        st.header(t(f"accessibility.{part}_title", lang), anchor=False)
        if part in LISTED:
            lines = (t(f"accessibility.{part}_{line}", lang) for line in LISTED[part])
            st.markdown("\n".join(f"- {line}" for line in lines))
        else:
            st.markdown(_written(part, lang))


def _written(part: str, lang: Lang) -> str:
    return t(
        f"accessibility.{part}",
        lang,
        owner=words.plain(settings().owner or t("app.title", lang)),
        day=format_date(CHECKED, lang),
        contact=_contact(lang),
    )


def _contact(lang: Lang) -> str:
    """Return the address to write to, or a notice that the installation gives none."""
    named = settings().contact
    return words.plain(named) if named else t("accessibility.no_contact", lang)
