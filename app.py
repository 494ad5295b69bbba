"""The web application: its main script is the frame, which runs before every page."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).parent / "cruscotto" / "ui" / "frame.py")
