"""The web application: its main script is the frame, which runs before every page."""

import streamlit as st
from starlette.middleware import Middleware

from cruscotto.config import PACKAGE
from cruscotto.ui.shell import server
from cruscotto.ui.shell.compressed import Compressed
from cruscotto.ui.shell.document import Document
from cruscotto.ui.shell.guarded import Guarded
from cruscotto.ui.shell.preload import Preload

app = st.App(
    PACKAGE / "ui" / "shell" / "frame.py",
    routes=server.ROUTES,
    lifespan=server.life,
    middleware=[
        Middleware(Guarded),
        Middleware(Preload),
        Middleware(Document),
        Middleware(Compressed),
    ],
    on_script_error=server.script_failed,
)
