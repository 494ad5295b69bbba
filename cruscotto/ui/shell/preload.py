"""Name all scripts of a page to the browser at once, before it discovers them one by one.

Streamlit's page requests the script of a part (a link, a filter, a figure) when it first draws such
a part, and that script's imports only afterwards. A `Link` header names all of them at the start,
so they load while the page starts.
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
    """ASGI middleware: adds to every HTML page a `Link` header that names its scripts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; if the answer is an HTML page, add the `Link` header."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html") and links():
                    headers["Link"] = links()
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


@cache
def links() -> str:
    """Return the value of the `Link` header; empty if Streamlit's scripts are not found."""
    named = [f"<./static/js/{name}>; rel=modulepreload; crossorigin" for name in scripts()]
    return ", ".join(named)


@cache
def charts() -> tuple[str, ...]:
    """Return the file name of the script that draws charts; empty if the script is not found."""
    return tuple(file.name for file in SCRIPTS.glob("PlotlyChart.*.js"))


def scripts() -> list[str]:
    """Return the file names of the scripts in `PARTS` and of all scripts that they import."""
    found: dict[str, None] = {}
    waiting = [file.name for part in PARTS for file in sorted(SCRIPTS.glob(f"{part}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name not in found and (SCRIPTS / name).is_file():
            found[name] = None
            with (SCRIPTS / name).open(encoding="utf-8") as file:
                waiting += _IMPORT.findall(file.read(_HEAD))
    return list(found)
