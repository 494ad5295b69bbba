"""Large files: made on disk when a link is followed, sent from there, and removed.

Streamlit keeps what its own button gives in memory. A list of operations may be too long for that,
so a page offers it at an address of its own instead. The address is a secret of that page, with
nothing in it to guess or to change: whoever may see the page may fetch its file, nobody else.
"""

import os
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import BinaryIO

import streamlit as st
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from cruscotto import logs
from cruscotto.errors import CruscottoError
from cruscotto.i18n import Lang, error_sentence, t
from cruscotto.ui import address, server, version
from cruscotto.ui.files import Files

MIMES = {
    "it": "text/csv",
    "plain": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
# Offers of pages long closed make room for new ones.
MOST = 2_000
PIECE = 1 << 20


@dataclass(frozen=True)
class Offer:
    """A file that a page offers: how it is called, and how it is made for that page."""

    name: str
    mime: str
    lang: Lang
    make: Callable[[], BinaryIO]


_offers: "OrderedDict[str, Offer]" = OrderedDict()
_lock = Lock()


def offer(files: Files, style: str, key: str) -> str:
    """Offer a file of the page being drawn, and return its address.

    The address stays the same while the visitor stays, so that a link opened late gives the file of
    the page as it is by then.
    """
    token: str = st.session_state.setdefault(f"handout_{key}", secrets.token_urlsafe(24))
    made = version.as_shown(partial(files.on_disk, style))
    with _lock:
        _offers[token] = Offer(files.name(style), MIMES[style], address.language(), made)
        _offers.move_to_end(token)
        while len(_offers) > MOST:
            _offers.popitem(last=False)
    return server.FILES.format(token=token)


def answer(token: str) -> Response:
    """Make the file that was offered and send it; the server runs this beside its pages."""
    found = _offers.get(token)
    if found is None:
        return PlainTextResponse(t("download.gone", "it") + "\n" + t("download.gone", "en"), 404)
    try:
        file = found.make()
    except CruscottoError as error:
        logs.failed(error)
        return PlainTextResponse(error_sentence(error, found.lang), 503)
    return StreamingResponse(
        _pieces(file), media_type=found.mime,
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{found.name}"',
            "Content-Length": str(os.fstat(file.fileno()).st_size),
        },
    )  # fmt: skip


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, PIECE), b"")
