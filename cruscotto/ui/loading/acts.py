"""Acts of a steward: what goes wrong with one is shown on the next run of the page."""

from collections.abc import Callable

import streamlit as st

from cruscotto import logs
from cruscotto.access.errors import NotSteward
from cruscotto.access.roles import Access, Role
from cruscotto.access.sign_in import configured
from cruscotto.errors import CruscottoError
from cruscotto.i18n import Lang, error_sentence
from cruscotto.ui.state import visit

OUTCOME = "load_outcome"


def act(lang: Lang, do: Callable[[Access], str]) -> None:
    """Do something for the steward of this click, and keep what to show of it.

    Args:
        lang: the reader's language.
        do: does it, and returns the sentence of its success.
    """
    try:
        # grants may have changed since the page was drawn
        access = visit.arrive()
        if configured() is None or not access.is_a(Role.STEWARD):
            raise NotSteward(person=access.person or "–")
        st.session_state[OUTCOME] = ("success", do(access))
    except CruscottoError as error:
        logs.failed(error)
        st.session_state[OUTCOME] = ("error", error_sentence(error, lang))


def outcome() -> None:
    """Draw what became of the last act, once."""
    kind, words = st.session_state.pop(OUTCOME, ("", ""))
    if words:
        (st.error if kind == "error" else st.success)(words)
