"""The tabs of a long page; the address states which tab is open.

What a closed tab contains is neither queried nor sent, which keeps pages short and fast.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from cruscotto.alerts import Alert
from cruscotto.i18n import Lang, t
from cruscotto.ui.exhibit import charts
from cruscotto.ui.state import address

NAME = "scheda"
# The frame that the browser brings into view (`landmarks.js`).
FRAME = "riquadro"
# Tabs, beside the first ones, that draw the frame which proves an alert.
OF_FRAME = {
    "axes": "axes",
    "reported_declaration_rate_axis": "axes",
    "stages": "money",
    "promises": "targets",
    "records": "completeness",
    "scorecard": "exchange",
}
# What a tab draws, one exhibit after another.
Part = Sequence[Callable[[], None]]


def part(draw: Callable[..., None], *asked: Any) -> Callable[[], None]:
    """Bind arguments to `draw`, and return a function without arguments for an open tab to call."""
    return partial(draw, *asked)


def draw(page: str, parts: Mapping[str, Part], lang: Lang) -> None:
    """Draw the tabs of a page. The first tab is open unless the address names another tab.

    Args:
        page: the page, whose tabs are named in the catalogue under `tabs`.
        parts: the functions that draw each tab, by the tab's code.
        lang: the language of the page.
    """
    if len(parts) < 2:
        for exhibit in (one for part in parts.values() for one in part):
            exhibit()
        return
    labels = {code: t(f"tabs.{page}_{code}", lang) for code in parts}
    if address.is_paper():
        _one_after_another(page, parts, labels)
        return
    asked, codes = address.text(NAME), list(parts)
    chosen = asked if asked in parts else codes[0]
    key = f"tabs_{page}_{lang}"
    if st.session_state.get(key) != labels[chosen]:
        st.session_state[key] = labels[chosen]
    drawn = st.tabs(list(labels.values()), key=key, on_change=_changed, args=(key, labels))
    for code, tab in zip(codes, drawn, strict=True):
        if code == chosen or charts.is_open(tab):
            with tab:
                for exhibit in parts[code]:
                    exhibit()


def _one_after_another(page: str, parts: Mapping[str, Part], labels: Mapping[str, str]) -> None:
    """Draw all tabs of a page one below the other, each under its name, for paper."""
    for code, part in parts.items():
        with st.container(key=f"part_{page}_{code}"):
            st.header(labels[code], anchor=False)
        for exhibit in part:
            exhibit()


def proving(alert: Alert) -> dict[str, str | None]:
    """Return the query parameters of a link that opens the tab and chart with an alert's figure.

    A parameter is `None` where the link removes it from the address.
    """
    filtered = {"axis": None, **alert.filters} if alert.filters else {}
    # a page of one indicator opens on the one that the rule looked at
    is_chosen = alert.page == "regions"
    measured = {"kpi": alert.result.kpi.name} if is_chosen and alert.result else {}
    return {**filtered, **measured, NAME: OF_FRAME.get(alert.frame), FRAME: alert.frame}


def _changed(key: str, labels: Mapping[str, str]) -> None:
    """Write the chosen tab into the address; the first tab is the default and is not written."""
    opened: Any = st.session_state[key]
    code = next((code for code, label in labels.items() if label == opened), "")
    is_first = code == next(iter(labels))
    address.set_values(**{NAME: None if is_first else code})
