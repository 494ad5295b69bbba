"""Paragraphs of a page: the answer in large print, small print, and hints for the screen."""

from zlib import crc32

import streamlit as st

from cruscotto.ui.text import words


def small(text: str) -> None:
    """Draw a small paragraph of Markdown in the colour of normal text.

    Streamlit's own captions have a contrast below 4.5 to 1.
    """
    st.markdown(f":small[{text}]")


def how_to(text: str) -> None:
    """Draw a hint on what a click or a key does, in small print; the hint is not printed."""
    with st.container(key=f"howto_{crc32(text.encode())}"):
        small(text)


def lead(sentence: str) -> None:
    """Draw the page's answer in large print; it is a paragraph, not a heading."""
    # a page may have two answers, of monitored and of reported data
    with st.container(key=f"lead_{crc32(sentence.encode())}"):
        st.markdown(f"**{words.plain(sentence)}**")
