"""Run what a steward starts with a click, and show its outcome when the page runs next."""

from collections.abc import Callable

import streamlit as st

from cruscotto import logs
from cruscotto.access.errors import NotSteward
from cruscotto.access.roles import Access, Role
from cruscotto.access.sign_in import configured
from cruscotto.errors import CruscottoError
from cruscotto.i18n import Lang, error_sentence
from cruscotto.ui.state import visit
from cruscotto.ui.text import words

OUTCOME = "load_outcome"


def act(lang: Lang, do: Callable[[Access], str]) -> None:
    """Run an action for the steward who clicked; keep the report on it, which `outcome` draws.

    If the person is no steward or the action raises an error, the report is the error's sentence.

    Args:
        lang: the reader's language.
        do: the action, called with the steward's access; it returns a sentence on its success.
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
    """Draw the outcome of the last action, and only once."""
    kind, sentence = st.session_state.pop(OUTCOME, ("", ""))
    if sentence:
        (st.error if kind == "error" else st.success)(words.with_commands(sentence))
