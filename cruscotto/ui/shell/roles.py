"""For whom the pages start: an authority's region, or all Italy; in the address, never a wall."""

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.ui.state import address, filters
from cruscotto.ui.state.places import short_names

KEY = "role"


def choose(lang: Lang) -> None:
    """Draw the choice of a region to start from, behind a button that names the present one."""
    names = short_names()
    now = filters.role()
    label = t("roles.of", lang, name=names[now]) if now else t("roles.everybody", lang)
    st.session_state[KEY] = now or None
    with st.popover(label, type="tertiary"):
        st.pills(
            t("roles.choose", lang),
            list(names),
            key=KEY,
            format_func=lambda code: names.get(code, code),
            on_change=_changed,
            help=t("roles.help", lang),
        )


def _changed() -> None:
    """Write the region in the address and let its own filter act, whatever was chosen before."""
    address.set_values(**{address.ROLE: st.session_state[KEY] or None, "region": None})
