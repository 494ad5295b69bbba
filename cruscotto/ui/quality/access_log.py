"""The auditor's page: the newest accesses logged, and whether the log's entries are unchanged."""

import streamlit as st

from cruscotto.access import Role, current
from cruscotto.access.log import events, log_path, verify
from cruscotto.config import settings
from cruscotto.errors import CruscottoError
from cruscotto.i18n import Lang, error_sentence, format_number, t
from cruscotto.ui.exhibit import tables
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.text import words

MOST = 500


def draw(lang: Lang) -> None:
    """Draw the newest entries of the log, or a notice if the reader is no auditor."""
    st.title(t("access_log.title", lang), anchor=False)
    if not current().is_a(Role.AUDITOR):
        st.info(t("access_log.auditors", lang))
        return
    path = log_path(settings().warehouse)
    try:
        found = verify(path)
        st.success(t("access_log.whole", lang, events=format_number(found.events, lang)))
        if found.events:
            st.caption(t("access_log.last", lang, digest=found.last))
        listed = list(events(path))[-MOST:]
    except CruscottoError as error:
        st.error(words.with_commands(error_sentence(error, lang)))
        return
    if listed:
        tables.draw(_table(listed, lang), lang, key="access_log", alt=t("access_log.title", lang))


def _table(listed: list[dict[str, object]], lang: Lang) -> Table:
    names = ("number", "at", "person", "action", "what", "why")
    columns = [Column(name, t(f"access_log.{name}", lang)) for name in names]
    rows = [[_word(name, event.get(name)) for name in names] for event in reversed(listed)]
    return Table.of(columns, rows)


def _word(name: str, value: object) -> str:
    """Return a field of an entry as text: a time to the second, a filter as `name=value`."""
    if name == "at":
        return str(value)[:19].replace("T", " ")
    if isinstance(value, dict):
        return ", ".join(f"{key}={_word(key, found)}" for key, found in value.items() if found)
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return str(value)
