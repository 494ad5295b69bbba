"""The first alerts of a list: kind, day, name, size, and a link to the page with the figures."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from cruscotto.alerts import Alert
from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import attention, charts, tabs
from cruscotto.ui.state import sitemap
from cruscotto.ui.text import alerts as wordings

MOST = 3


def first(listed: Sequence[Alert]) -> list[Alert]:
    """Return up to three alerts: the first of each kind and, if room is left, further ones.

    The list's order is kept, since alerts of different kinds cannot be ranked by size.
    """
    kinds = {alert.kind: alert for alert in reversed(listed)}
    chosen = [alert for alert in listed if kinds[alert.kind] is alert][:MOST]
    others = [alert for alert in listed if not any(alert is one for one in chosen)]
    kept = [*chosen, *others[: MOST - len(chosen)]]
    return [alert for alert in listed if any(alert is one for one in kept)]


def draw(selection: Selection, lang: Lang) -> None:
    """Draw the first alerts, one per line, above an expander with the whole list."""
    listed = attention.alerts(selection)
    if not listed:
        st.html(f'<p class="cs-why">{escape(t("attention.none", lang))}</p>')
        return
    chosen = first(listed)
    # a phone has them folded (`look.css`): its first picture comes sooner, and in the same order
    folded = escape(t("urgent.folded", lang, n=len(chosen), of=len(listed)))
    st.html(f'<details class="cs-unfold"><summary>{folded}</summary></details>')
    with st.container(border=True, key="urgent"):
        st.header(t("urgent.title", lang), anchor=False)
        for place, alert in enumerate(chosen):
            with st.container(horizontal=True, key=f"urgent_{place}", vertical_alignment="center"):
                st.html(_line(alert, lang))
                changes = tabs.proving(alert)
                sitemap.link(alert.page, lang, wordings.link(alert, lang), **changes)
        fold = st.expander(
            t("urgent.all", lang, n=len(listed)), key="urgent_fold", on_change="rerun"
        )
        if charts.is_open(fold):
            with fold:
                attention.draw(selection, lang)


def _line(alert: Alert, lang: Lang) -> str:
    """Return an alert as one line: its kind, day, name and size."""
    kind, due = wordings.kind(alert, lang), alert.figures.get("due")
    day = f'<span class="cs-day">{escape(format_date(due, lang))}</span> ' if due else ""
    title, size = escape(wordings.title(alert, lang)), escape(wordings.size(alert, lang))
    tag = f'<span class="cs-kind">{escape(kind)}</span>'
    return f'<p class="cs-alert">{tag} {day}<b>{title}</b>: {size}</p>'
