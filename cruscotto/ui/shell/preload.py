"""Name the scripts that a page will need to the browser, before it finds them by itself.

Streamlit's page requests the script of a part (a link, a filter, a figure) when it first meets one,
and then the scripts that this one imports: one wait after another. A `Link` header names them all
at once, so that they are loaded while the page starts.
"""

import re
from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cruscotto.ui.shell.patches import SCRIPTS

# The small parts that nearly every page draws, in the order they are met. Charts and tables are
# left out: their megabytes would hold up the page itself.
PARTS = ("Html", "PageLink", "ButtonGroup", "Button", "Metric", "DownloadButton")
_IMPORT = re.compile(r'(?:from|import) ?"\./([\w.-]+\.js)"')
# A script of several megabytes imports what it imports at its beginning.
_HEAD = 20_000


class Preload:
    """ASGI middleware: adds the header to every page, and to nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the header where the answer is a page."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html") and links():
                    headers["Link"] = links()
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


@cache
def links() -> str:
    """Return the header's value; empty where this Streamlit keeps its scripts elsewhere."""
    named = [f"<./static/js/{name}>; rel=modulepreload; crossorigin" for name in scripts()]
    return ", ".join(named)


@cache
def charts() -> tuple[str, ...]:
    """Return the script that draws charts: a page fetches it as soon as its frame stands."""
    return tuple(file.name for file in SCRIPTS.glob("PlotlyChart.*.js"))


def scripts() -> list[str]:
    """Return the files of the parts and of all that they import, each once."""
    found: dict[str, None] = {}
    waiting = [file.name for part in PARTS for file in sorted(SCRIPTS.glob(f"{part}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name not in found and (SCRIPTS / name).is_file():
            found[name] = None
            with (SCRIPTS / name).open(encoding="utf-8") as file:
                waiting += _IMPORT.findall(file.read(_HEAD))
    return list(found)
