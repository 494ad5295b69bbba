"""Send scripts, styles and map boundaries compressed; Streamlit would send them uncompressed.

A first visit loads nine megabytes of such files, mostly text that shrinks to a quarter. Each file
is compressed once for each installed version and kept on disk; the browser keeps it for a year.
"""

import gzip
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from importlib.metadata import version
from mimetypes import guess_type
from pathlib import Path

import brotli
import platformdirs
import zstandard
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cruscotto.config import REFERENCE
from cruscotto.ui.shell.patches import STATIC

OWN = (REFERENCE / "boundaries").resolve()
# Streamlit's own files, and the boundaries that the map asks for.
FOLDERS = {"/static/": STATIC / "static", "/app/static/": OWN}
TEXTS = (".js", ".css", ".svg", ".geojson")
# Streamlit's own typeface, 170 KB, is asked for by the first words, drawn before it knows ours, and
# no page shows it afterwards. Ours comes under its name: the browser asks for nothing else.
ITS_FONT = "/static/media/SourceSansVF-Upright."
OUR_FONT = Path(__file__).parent / "static" / "fonts" / "titillium-web-latin-400-normal.woff2"
# A smaller file fits into one packet, compressed or not.
SMALLEST_BYTES = 1_400
# Names of Streamlit's files carry a hash of the content, so that none changes under its name.
FOREVER = "public, immutable, max-age=31536000"
ASKED_AGAIN = "no-cache"
# What a visitor can wait for: Plotly's 4.7 MB become 1.18 MB in 0.4 s by Brotli at 9. At 10 it is
# a tenth smaller and takes ten times as long, which an idle server does once for all visitors.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=9),
    "zstd": lambda data: zstandard.compress(data, 12),
    "gzip": lambda data: gzip.compress(data, 9),
}


class Compressed:
    """ASGI middleware that answers requests for large static files with compressed files.

    Requests for Streamlit's own typeface are answered with this program's. All other requests are
    passed on.
    """

    def __init__(self, app: ASGIApp, kept: Path | None = None) -> None:
        """Wrap an application; compressed files are kept in the folder `kept`."""
        self._app = app
        # the scripts of all pages together are some three megabytes
        self._packed = lru_cache(maxsize=256)(partial(compressed, kept=kept or folder()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a static file with a compressed copy, or pass the request on."""
        if scope["type"] == "http" and scope["path"].startswith(ITS_FONT):
            own = Response(OUR_FONT.read_bytes(), 200, {"Cache-Control": FOREVER}, "font/woff2")
            await own(scope, receive, send)
            return
        file = _file(scope)
        encoding = _accepted(scope) if file else None
        if file is None or encoding is None:
            await self._app(scope, receive, send)
            return
        packed = await to_thread.run_sync(self._packed, file, encoding)
        headers = {
            "Content-Encoding": encoding,
            "Vary": "Accept-Encoding",
            "Cache-Control": ASKED_AGAIN if file.is_relative_to(OWN) else FOREVER,
            "X-Content-Type-Options": "nosniff",
        }
        kind = guess_type(file.name)[0] or "text/javascript"
        await Response(packed, headers=headers, media_type=kind)(scope, receive, send)


def folder() -> Path:
    """Return the folder for compressed files of the installed version of Streamlit."""
    return platformdirs.user_cache_path("cruscotto") / f"streamlit-{version('streamlit')}"


def compressed(file: Path, encoding: str, kept: Path) -> bytes:
    """Return the compressed content of a file, from the copy kept on disk if there is one.

    If the folder cannot be written (a service without a home folder), files are compressed again
    after each start.
    """
    copy = _copy(file, encoding, kept)
    try:
        return copy.read_bytes()
    except OSError:
        packed = ENCODERS[encoding](file.read_bytes())
    with suppress(OSError):
        _keep(packed, copy)
    return packed


def _copy(file: Path, encoding: str, kept: Path) -> Path:
    return kept / f"{file.name}.{file.stat().st_mtime_ns}.{encoding}"


def _keep(packed: bytes, copy: Path) -> None:
    """Write a compressed copy in one step, so that no reader finds half a copy."""
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = tempfile.NamedTemporaryFile(dir=copy.parent, delete=False)  # noqa: SIM115, renamed below
    with made:
        made.write(packed)
    os.replace(made.name, copy)


def prepare() -> None:
    """Compress the script that draws charts more strongly than other files.

    This script is half of what a first visit loads. It is compressed once for each installed
    version of Streamlit.
    """
    for file in (STATIC / "static" / "js").glob("PlotlyChart.*.js"):
        mark = _copy(file, "br", folder()).with_suffix(".smallest")
        if not mark.exists():
            with suppress(OSError):
                _keep(brotli.compress(file.read_bytes(), quality=10), _copy(file, "br", folder()))
                _keep(b"", mark)


def _file(scope: Scope) -> Path | None:
    """Return the static file that a request asks for, if the file is text and not too small.

    Otherwise return `None`: compressing would save nothing.
    """
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    path = scope["path"]
    folder = next((name for name in FOLDERS if path.startswith(name)), None)
    if folder is None or not path.endswith(TEXTS):
        return None
    file = (FOLDERS[folder] / path.removeprefix(folder)).resolve()
    inside = file.is_relative_to(FOLDERS[folder]) and file.is_file()
    return file if inside and file.stat().st_size >= SMALLEST_BYTES else None


def _accepted(scope: Scope) -> str | None:
    """Return the first compression of `ENCODERS` that the browser accepts; `None` without one.

    In the browser's header, `q=0` after a compression means that it is not accepted.
    """
    accepted = Request(scope).headers.get("accept-encoding", "")
    named = {
        part.split(";")[0].strip().lower()
        for part in accepted.split(",")
        if part.replace(" ", "").partition(";q=")[2] not in ("0", "0.0", "0.00", "0.000")
    }
    return next((name for name in ENCODERS if name in named), None)
