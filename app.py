"""The web application: its main script is the frame, which runs before every page."""

from pathlib import Path

import streamlit as st

from cruscotto.ui import server

app = st.App(
    Path(__file__).parent / "cruscotto" / "ui" / "frame.py",
    routes=server.ROUTES,
    lifespan=server.life,
    on_script_error=server.script_failed,
)
