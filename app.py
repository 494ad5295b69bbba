"""The web application: its main script is the frame, which runs before every page."""

import os
import secrets

import streamlit as st
from starlette.middleware import Middleware

from cruscotto.access import sign_in
from cruscotto.api.mount import mounted
from cruscotto.config import PACKAGE
from cruscotto.ui.shell import server
from cruscotto.ui.shell.compressed import Compressed
from cruscotto.ui.shell.document import Document
from cruscotto.ui.shell.gate import Gate, access_of
from cruscotto.ui.shell.guarded import Guarded
from cruscotto.ui.shell.preload import Preload

COOKIES = os.environ.get("STREAMLIT_SERVER_COOKIE_SECRET") or secrets.token_hex(32)
provider = sign_in.configured()

app = st.App(
    PACKAGE / "ui" / "shell" / "frame.py",
    secrets=provider and provider.secrets(COOKIES),
    routes=[*server.ROUTES, mounted(lambda request: access_of(request.scope))],
    lifespan=server.life,
    middleware=[
        Middleware(Guarded),
        Middleware(Gate),
        Middleware(Preload),
        Middleware(Document),
        Middleware(Compressed),
    ],
    on_script_error=server.script_failed,
)
