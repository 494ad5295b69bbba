"""Small print that stays readable: Streamlit's own captions are paler than 4.5 to 1."""

import streamlit as st


def small(text: str) -> None:
    """Draw a small paragraph in the colour of the text; Markdown in it is run."""
    st.markdown(f":small[{text}]")
