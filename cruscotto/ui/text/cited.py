"""Texts about the edition that a page shows, and about the edition that its link cites."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from cruscotto.facts import kept
from cruscotto.i18n import Lang, format_date, t
from cruscotto.ui.state import address, session, version
from cruscotto.ui.text import words


def as_of(lang: Lang) -> str:
    """Return a text with the date of the newest edition among the data shown."""
    found = session.newest_day()
    if not found:
        return t("context.no_edition", lang)
    return t("context.as_of", lang, day=in_words(found, lang))


def in_words(day: str, lang: Lang) -> str:
    """Return an ISO date in the reader's language; return any other text escaped."""
    try:
        return format_date(date.fromisoformat(day), lang)
    except ValueError:
        return words.plain(day)


def notice(lang: Lang) -> None:
    """Draw a notice if the page shows an old edition, or another edition than its link cites.

    A button in the notice removes the edition from the address; then the newest one is shown.
    """
    asked = address.text(address.EDITION)
    differing = list(_differences(asked, lang))
    if differing:
        st.warning("  \n".join(differing))
    if not version.is_newest():
        st.info(t("citing.older", lang, day=in_words(session.newest_day(), lang)))
    if differing or not version.is_newest():
        label = t("citing.stay" if version.is_newest() else "citing.see_newest", lang)
        forget = dict.fromkeys(address.PINS)
        st.button(label, on_click=address.set_values, kwargs=forget, key="see_newest")


def _differences(asked: str, lang: Lang) -> Iterator[str]:
    """Yield sentences on what differs between the page and its link: edition, version, or rules."""
    if asked in ("", address.NEWEST):
        return
    if asked != session.newest_day():
        shown = in_words(session.newest_day(), lang)
        yield t("citing.other", lang, asked=in_words(asked, lang), shown=shown)
        return
    asked_version, asked_rules = address.text(address.VERSION), address.text(address.RULES)
    if asked_version and asked_version != kept.mark(version.shown()):
        yield t("citing.corrected", lang)
    if asked_rules and asked_rules != kept.rules_mark(session.rules()):
        yield t("citing.other_rules", lang)
