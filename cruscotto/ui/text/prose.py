"""A page's answer in large print, small print that stays readable, and what only a screen needs."""

from zlib import crc32

import streamlit as st

from cruscotto.ui.text import words


def small(text: str) -> None:
    """Draw a small paragraph in the colour of the text; Markdown in it is run.

    Streamlit's own captions are paler than 4.5 to 1.
    """
    st.markdown(f":small[{text}]")


def how_to(text: str) -> None:
    """Draw what a click or a key does: a small paragraph that no sheet of paper has."""
    with st.container(key=f"howto_{crc32(text.encode())}"):
        small(text)


def lead(sentence: str) -> None:
    """Draw the answer, larger than what follows; a sentence heads nothing."""
    # a page may have two answers, of monitored and of reported data
    with st.container(key=f"lead_{crc32(sentence.encode())}"):
        st.markdown(f"**{words.plain(sentence)}**")
