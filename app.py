"""The web application: its main script is the frame, which runs before every page."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from cruscotto.ui.shell import server
from cruscotto.ui.shell.preload import Preload

app = st.App(
    Path(__file__).parent / "cruscotto" / "ui" / "shell" / "frame.py",
    routes=server.ROUTES,
    lifespan=server.life,
    middleware=[Middleware(Preload)],
    on_script_error=server.script_failed,
)
