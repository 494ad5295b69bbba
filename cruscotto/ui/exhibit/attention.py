"""What needs attention: one list of alerts, each with its size, its reason and a link."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.alerts import Alert, found
from cruscotto.alerts.people import MANY_UNKNOWN
from cruscotto.alerts.records import COMPLETE
from cruscotto.config import settings
from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import COMMITMENT_RATE
from cruscotto.kpi.registry.reported import REPORTED_SELECTION_RATE
from cruscotto.ui.exhibit import download, files, tabs
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import address, session, sitemap
from cruscotto.ui.text import alerts as wordings
from cruscotto.ui.text import prose, words

# A text as wide as its row would push the link below itself; a phone's row is narrower than this.
TEXT_PIXELS = 680
alerts = session.of_page(found)


def draw(selection: Selection, lang: Lang, key: str = "attention") -> None:
    """Draw the alerts of a selection, below a note on the thresholds that raise an alert."""
    listed = alerts(selection)
    with st.container(border=True):
        st.header(_title(listed, lang), anchor=False)
        with st.expander(t("attention.rules_fold", lang), expanded=address.is_paper()):
            prose.small(_thresholds(lang))
        for alert in listed:
            _draw_one(alert, lang)
        if listed:
            made = files.of_table(
                key, lambda in_lang: (t("attention.file", in_lang), _table(listed, in_lang))
            )
            download.buttons(made, key, lang)


def _thresholds(lang: Lang) -> str:
    chosen = settings()
    return t(
        "attention.rules",
        lang,
        points=format_number(chosen.alert_points_below * 100, lang),
        commitment=words.figure(chosen.alert_low_commitment, COMMITMENT_RATE, lang),
        selection=words.figure(chosen.alert_low_selection, REPORTED_SELECTION_RATE, lang),
        missing=words.spoken(chosen.alert_missing_eur, "eur", lang),
        complete=words.short(COMPLETE, "share", lang),
        unknown=words.short(MANY_UNKNOWN, "share", lang),
        n=chosen.alert_per_rule,
    )


def _title(listed: Sequence[Alert], lang: Lang) -> str:
    if not listed:
        return t("attention.none", lang)
    key = "attention.one" if len(listed) == 1 else "attention.some"
    return t(key, lang, n=len(listed))


def _draw_one(alert: Alert, lang: Lang) -> None:
    what = words.plain(wordings.title(alert, lang))
    head = f"**{wordings.size(alert, lang)}** – **{what}**"
    why = words.plain(wordings.reason(alert, lang))
    with st.container(
        border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(f"{head}  \n{why}", width=TEXT_PIXELS)
        changes = tabs.proving(alert)
        sitemap.link(alert.page, lang, wordings.link(alert, lang), **changes)


def _table(listed: Sequence[Alert], lang: Lang) -> Table:
    columns = [
        Column("kind", t("attention.column_kind", lang)),
        Column("size", t("attention.column_size", lang)),
        Column("what", t("attention.column_what", lang)),
        Column("why", t("attention.column_why", lang)),
    ]
    parts = (wordings.kind, wordings.size, wordings.title, wordings.reason)
    return Table.of(columns, [[part(alert, lang) for part in parts] for alert in listed])
