"""The switch between the official data and the demonstration, where one server shows both."""

import streamlit as st

from cruscotto.config import DEMONSTRATION, OFFICIAL, settings
from cruscotto.i18n import Lang, t
from cruscotto.ui.state import address

KEY = "data_set"


def switch(lang: Lang) -> None:
    """Draw the choice between official data and demonstration, if this server has both."""
    if len(settings().data_sets) < 2:
        return
    st.session_state[KEY] = address.data_set()
    st.segmented_control(
        t("data_sets.label", lang),
        [OFFICIAL, DEMONSTRATION],
        key=KEY,
        required=True,
        label_visibility="collapsed",
        format_func=lambda name: t(f"data_sets.{name}", lang),
        on_change=_changed,
    )


def _changed() -> None:
    """Write the chosen data set into the address; remove the edition that the address cites."""
    name = st.session_state[KEY]
    pins = dict.fromkeys(address.PINS)
    address.set_values(**{**pins, address.DATA: None if name == OFFICIAL else name})
