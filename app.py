"""The web application: its main script is the frame, which runs before every page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from cruscotto.ui import warmup


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Get ready for the first visitor while the browser still fetches the page's own files."""
    warmup.start()
    yield


app = st.App(Path(__file__).parent / "cruscotto" / "ui" / "frame.py", lifespan=lifespan)
