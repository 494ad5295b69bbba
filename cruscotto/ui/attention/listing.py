"""What needs attention: one ranked list, each with its size, its reason and a link."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.config import settings
from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import COMMITMENT_RATE
from cruscotto.ui.attention import rules
from cruscotto.ui.attention.rules import Alert
from cruscotto.ui.exhibit import download, files
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import sitemap
from cruscotto.ui.text import prose, words

# A text as wide as its row would push the link below itself; a phone's row is narrower than this.
TEXT_PIXELS = 680


def draw(selection: Selection, lang: Lang, key: str = "attention") -> None:
    """Draw the list, with the thresholds that made it."""
    alerts = rules.ranked(selection, lang)
    with st.container(border=True):
        st.header(_title(alerts, lang), anchor=False)
        prose.small(_thresholds(lang))
        for alert in alerts:
            _draw_one(alert, lang)
        if alerts:
            made = files.of_table(
                key,
                lambda said: (
                    t("attention.file", said),
                    _table(rules.ranked(selection, said), said),
                ),
            )
            download.buttons(made, key, lang)


def _thresholds(lang: Lang) -> str:
    chosen = settings()
    return t(
        "attention.rules",
        lang,
        points=format_number(chosen.alert_points_below * 100, lang),
        commitment=words.figure(chosen.alert_low_commitment, COMMITMENT_RATE, lang),
        probability=words.short(chosen.alert_probability, "share", lang),
        n=chosen.alert_per_rule,
    )


def _title(alerts: Sequence[Alert], lang: Lang) -> str:
    if not alerts:
        return t("attention.none", lang)
    key = "attention.one" if len(alerts) == 1 else "attention.some"
    return t(key, lang, n=len(alerts))


def _draw_one(alert: Alert, lang: Lang) -> None:
    head = f"**{alert.size(lang)}** – **{words.plain(alert.title)}**"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"{head}  \n{words.plain(alert.reason)}", width=TEXT_PIXELS)
        changes = {"axis": None, **dict(alert.changes)} if alert.changes else {}
        sitemap.link(alert.page, lang, alert.label, **changes)


def _table(alerts: Sequence[Alert], lang: Lang) -> Table:
    columns = [
        Column("size", t("attention.column_size", lang)),
        Column("what", t("attention.column_what", lang)),
        Column("why", t("attention.column_why", lang)),
    ]
    return Table.of(columns, [[alert.size(lang), alert.title, alert.reason] for alert in alerts])
