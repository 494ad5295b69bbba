"""The cockpit of an authority: what to certify, where the money is, targets, alerts."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.authorities import december, promises
from cruscotto.ui.exhibit import attention
from cruscotto.ui.exhibit import programme_money as money


def head(found: Sequence[str], lang: Lang) -> None:
    """Draw the one question an authority opens this page for, with its answer."""
    december.lead(found, lang)


def body(found: Sequence[str], selection: Selection, lang: Lang) -> None:
    """Draw the rest: alerts, the money's stages and months, the forecast, the targets, the axes."""
    attention.draw(selection, lang)
    delivered = money.delivered(found)
    if delivered:
        money.waterfall(delivered, lang)
        money.series(delivered, lang)
    else:
        money.nothing(lang)
    st.header(t("certify.forecast", lang), anchor=False)
    december.draw(found, lang)
    promises.draw(found, lang)
    promises.framework(found, lang)
    if delivered:
        money.axes(delivered, lang)
