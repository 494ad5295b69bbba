"""Addresses of the web server that are no pages (health, files, feeds), and its start and stop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from cruscotto import logs
from cruscotto.access import close, sign_in
from cruscotto.config import DEMONSTRATION, OFFICIAL, REFERENCE, settings
from cruscotto.ui.shell import gate, patches, warmup
from cruscotto.ui.shell.half_sent import HalfSent
from cruscotto.ui.state import address, turning
from cruscotto.warehouse.health import health

# Among the static files, but one copy for maps on screens and in dossiers.
BOUNDARIES = ("regioni.geojson", "province.geojson")


def answer_health(request: Request) -> JSONResponse:
    """Return the health of the official data and, if the server has it, of the demonstration.

    The status is 503 if the official data cannot be read. No sign-in is needed.
    """
    today, links = date.today(), settings().data_sets
    found = health(links[OFFICIAL], today)
    facts = found.as_dict()
    if DEMONSTRATION in links:
        facts[DEMONSTRATION] = health(links[DEMONSTRATION], today).as_dict()
    return JSONResponse(facts, 200 if found.answers else 503, headers={"Cache-Control": "no-store"})


def answer_file(request: Request) -> Response:
    """Make and send a large file which a page has offered."""
    from cruscotto.ui.exhibit import large_files  # what makes files is slow to load

    accepted = request.headers.get("Accept-Encoding", "")
    person = gate.access_of(request.scope).person
    return large_files.answer(request.path_params["token"], accepted, person)


def answer_feed(request: Request) -> Response:
    """Return the calendar of due dates, or the feed of alerts, of a selection."""
    from cruscotto.ui.shell import feeds  # what words alerts is slow to load

    return feeds.answer(request)


def answer_boundaries(request: Request) -> FileResponse:
    """Send the file of boundaries that the address names, from which the browser draws a map."""
    name = request.url.path.rpartition("/")[2]
    path = REFERENCE / "boundaries" / next(known for known in BOUNDARIES if known == name)
    return FileResponse(path, media_type="application/geo+json")


ROUTES = (
    Route("/api/health", answer_health),
    Route(address.LARGE_FILE, answer_file),
    *(Route(path, answer_feed) for path in address.FEEDS),
    *(Route(f"/app/static/{name}", answer_boundaries) for name in BOUNDARIES),
)


@asynccontextmanager
async def life(app: st.App) -> AsyncIterator[None]:
    """Start the logs and threads of the server; log its start and its stop.

    Logs of libraries are switched off, since they may contain data. A background thread runs the
    queries of the first page before a visitor asks for it.
    """
    logs.start(logs.STDERR)
    logs.silence_libraries()
    sign_in.require_cover(patches.listens_on())
    close(sign_in.configured() is not None)
    logs.event(logs.Event.SERVER_START)
    warmup.start()
    half = HalfSent(settings().request_seconds, settings().half_sent_requests)
    with patches.connections_watched(half.came, half.lost), turning.running():
        yield
    logs.event(logs.Event.SERVER_STOP)


def script_failed(error: Exception) -> None:
    """Log an error in a page's callback; the screen itself shows what to do next."""
    logs.failed(error)
