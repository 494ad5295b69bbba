"""Add this program's styles and scripts to Streamlit's HTML document, to be sent only once.

Styles, and the script that sets ARIA roles on parts of the page, are separate files beside the main
script. The browser loads them once, before the first text is drawn. Streamlit's own texts are
English: the document has them in English and Italian, and the script replaces them on an Italian
page. The script that draws charts is half of what a first visit loads: the document asks the
browser to load it at once, but with low priority. An unknown address leads to the first page, which
names that address; otherwise Streamlit would open an English dialogue over the page.
"""

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cruscotto.i18n.catalogue import catalogue
from cruscotto.ui.shell.preload import charts

STATIC = Path(__file__).parent / "static"
# Marks of look.css that landmarks.js takes away: it may run only after the first frame is drawn.
_START, _COMING = b"<html", b' class="cs-menu-coming cs-body-coming"'
_END = b"</head>"
# Streamlit fetches its own typeface ahead of its scripts, 171 KB that no page of ours shows.
_ITS_FONT = re.compile(rb'<link\s+rel="preload"[^>]*?as="font"[^>]*>')
# Ours, of the weights that the first words have.
FONTS = tuple(f"titillium-web-latin-{weight}-normal.woff2" for weight in (400, 600, 700))
# Streamlit's client looks for its server under the page's own name first, and gets two answers of
# 404 at each deep link; a page's address is its server's and one name.
_SERVER = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: "
    'location.origin + location.pathname.replace(/\\/[^/]*$/, "")}</script>'
)
# Paper is light: the question of which theme the system has is answered so while a page is laid out
# for paper. `landmarks.js` states when; Streamlit asks before that script runs.
_THEME = """<script>(() => {
const ask = window.matchMedia.bind(window), asked = "(prefers-color-scheme: dark)";
const system = ask(asked), shown = new EventTarget();
let isPaper = new URLSearchParams(location.search).get("stampa") === "1";
Object.defineProperties(shown, {
  matches: {get: () => system.matches && !isPaper}, media: {value: asked},
});
const changed = () => shown.dispatchEvent(new Event("change"));
system.addEventListener("change", changed);
window.matchMedia = (query) => query === asked ? shown : ask(query);
window.cruscottoPaper = (is) => { if (is !== isPaper) { isPaper = is; changed(); } };
})()</script>"""
# Who chose a role starts from it where the address states nothing (`roles.py`, `landmarks.js`).
_ROLE = (
    "<script>try { const role = localStorage.getItem('cruscotto-as');"
    " if (role && role !== 'all' && !location.search && location.pathname.endsWith('/'))"
    " history.replaceState(null, '', '?as=' + encodeURIComponent(role)); } catch {}</script>"
)


class Document:
    """ASGI middleware that adds this program's styles and scripts to Streamlit's HTML document.

    It redirects addresses that belong to no page, and passes all other answers on unchanged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; if the answer is an HTML document, collect it whole and change it."""
        if scope["type"] != "http" or not _may_be_document(scope):
            await self._app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        held: list[Message] = []

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_document(message):
                held.append(message)
            elif held:
                held.append(message)
                if not message.get("more_body"):
                    elsewhere = _first_page(scope)
                    if elsewhere:
                        await RedirectResponse(elsewhere)(scope, receive, send)
                    else:
                        await _send_ours(held, send)
            else:
                await send(message)

        # compressed, the document could not be read; it is eight kilobytes, once
        await self._app({**scope, "headers": plain}, receive, sending)


def ours(document: bytes) -> bytes:
    """Return Streamlit's HTML document with links to this program's styles, scripts and fonts."""
    marked = _ITS_FONT.sub(b"", document).replace(_START, _START + _COMING, 1)
    return marked.replace(_END, _links() + _END, 1)


def _may_be_document(scope: Scope) -> bool:
    """Return whether a request may be for a page: a GET whose path is one name without a dot."""
    return scope["method"] == "GET" and "/" not in scope["path"][1:] and "." not in scope["path"]


def _first_page(scope: Scope) -> str:
    """Return the address of the first page if the requested path belongs to no page.

    The address names the requested path, so that the first page can show it. For the path of a page
    the result is empty.
    """
    from cruscotto.ui.state import address, sitemap  # what the pages know is slow to load

    name = scope["path"].strip("/")
    if not name or name in sitemap.ADDRESSES.values():
        return ""
    asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
    query = urlencode([*asked, (address.MISSING, name)])
    return f"{sitemap.ADDRESSES[sitemap.HOME]}?{query}"


def _is_document(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    return bool(start["status"] == 200 and headers.get("content-type", "").startswith("text/html"))


async def _send_ours(held: list[Message], send: Send) -> None:
    start, *parts = held
    body = ours(b"".join(part.get("body", b"") for part in parts))
    headers = MutableHeaders(scope=start)
    headers["Content-Length"] = str(len(body))
    del headers["ETag"]  # it names the document without ours
    del headers["Last-Modified"]
    await send(start)
    await send({"type": "http.response.body", "body": body})


@cache
def _links() -> bytes:
    """Return HTML elements that load styles, scripts and fonts.

    The address of a style or script of ours ends with its file's hash, so that a changed file is
    loaded again.
    """
    look, *scripts = (
        f"./app/static/{name}?{sha256((STATIC / name).read_bytes()).hexdigest()[:8]}"
        for name in ("look.css", "landmarks.js", "images.js")
    )
    hints = "".join(
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="./static/js/{name}">'
        for name in charts()
    )
    run = "".join(f'<script defer src="{script}"></script>' for script in scripts)
    ours = f'<link rel="stylesheet" href="{look}">{run}'
    fonts = "".join(
        f'<link rel="preload" as="font" crossorigin href="./app/static/fonts/{one}">'
        for one in FONTS
    )
    return (_SERVER + _THEME + _ROLE + _words() + ours + fonts + hints).encode()


def client_words() -> list[tuple[str, str]]:
    """Return pairs of texts: Streamlit's in English, ours in Italian; `*` stands for any name."""
    english, italian = catalogue("en"), catalogue("it")
    return [(text, italian[key]) for key, text in english.items() if key.startswith("client.")]


def _words() -> str:
    """Return an HTML element that contains the pairs of texts, for the script to read."""
    return f"<script>window.cruscottoWords = {json.dumps(client_words())}</script>"
