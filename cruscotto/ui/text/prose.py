"""A page's answer in large print, and small print that stays readable."""

import streamlit as st

from cruscotto.ui.text import words


def small(text: str) -> None:
    """Draw a small paragraph in the colour of the text; Markdown in it is run.

    Streamlit's own captions are paler than 4.5 to 1.
    """
    st.markdown(f":small[{text}]")


def lead(sentence: str) -> None:
    """Draw the answer, larger than what follows; a sentence heads nothing."""
    with st.container(key="lead"):
        st.markdown(f"**{words.plain(sentence)}**")
