"""Large files: made on disk when a reader follows a link, sent, then deleted.

Streamlit's own download button keeps a file in memory, and a list of operations may be too long for
that. So a page offers the file at a random address of its own. Where visitors sign in, only the
person to whom the page was shown may fetch the file.
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
from cruscotto.access import current
from cruscotto.config import settings
from cruscotto.errors import CruscottoError
from cruscotto.export import PLAIN, Look
from cruscotto.i18n import Lang, error_sentence, t
from cruscotto.ui.exhibit.files import Files
from cruscotto.ui.state import address, version

MIMES = {
    "it": "text/csv",
    "plain": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
# Text is worth compressing; the other styles are compressed as they are.
TEXTS = ("it", "plain")
# Offers of pages long closed make room for new ones.
MOST = 2_000
PIECE = 1 << 20


@dataclass(frozen=True)
class Offer:
    """A file that a page offers: its name, and how to make it.

    Attributes:
        make: makes the file, compressed if the argument allows it; returns the open file, and
            whether it is compressed.
        person: the person whose page offered the file.
        edition: path of the version that the page shows.
    """

    name: str
    style: str
    lang: Lang
    make: Callable[[bool], tuple[BinaryIO, bool]]
    person: str
    edition: str


_offers: "OrderedDict[str, Offer]" = OrderedDict()
_lock = Lock()


def offer(files: Files, style: str, key: str, look: Look = PLAIN) -> str:
    """Offer a large file on the page being drawn, and return its address.

    The address stays the same during a visit. The file is made when a reader follows the link, with
    what the page showed when it was last drawn.
    """
    token: str = st.session_state.setdefault(f"large_file_{key}", secrets.token_urlsafe(24))
    made = version.as_shown(partial(files.on_disk, style, look=look))
    with _lock:
        person = current().person
        lang, edition = address.language(), version.shown().path
        _offers[token] = Offer(files.name(style), style, lang, made, person, edition)
        _offers.move_to_end(token)
        _let_go()
    return address.LARGE_FILE.format(token=token)


def _let_go() -> None:
    """Remove the offers for versions no longer kept; beyond 2,000 offers, remove the oldest."""
    editions = list(dict.fromkeys(one.edition for one in reversed(_offers.values())))
    past = set(editions[settings().keep_versions :])
    for token in [token for token, one in _offers.items() if one.edition in past]:
        del _offers[token]
    while len(_offers) > MOST:
        _offers.popitem(last=False)


def answer(token: str, accepted: str = "", person: str = "") -> Response:
    """Make an offered file and send it; the server calls this function when no page is running.

    Args:
        token: the end of the file's address.
        accepted: the encodings that the visitor's browser can read.
        person: the person who asks; only the person to whom the page offered the file gets it.
    """
    found = _offers.get(token)
    if found is None or found.person != person:
        return PlainTextResponse(t("download.gone", "it") + "\n" + t("download.gone", "en"), 404)
    try:
        file, is_packed = found.make(found.style in TEXTS and "zstd" in accepted)
    except CruscottoError as error:
        logs.failed(error)
        return PlainTextResponse(error_sentence(error, found.lang, is_served=True), 503)
    return StreamingResponse(
        _pieces(file),
        media_type=MIMES[found.style],
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{found.name}"',
            "Content-Length": str(os.fstat(file.fileno()).st_size),
            **_encoding(found.style, is_packed),
        },
    )


def _encoding(style: str, is_packed: bool) -> dict[str, str]:
    """Return the HTTP headers that decide whether the server compresses a file when sending it.

    A file that is compressed already is sent as it is. So are styles other than text. For a text
    that is not compressed there are no headers, and the server compresses it with gzip. For a
    million rows gzip took several seconds; Zstandard took a quarter of a second.
    """
    if is_packed:
        return {"Content-Encoding": "zstd", "Vary": "Accept-Encoding"}
    return {} if style in TEXTS else {"Content-Encoding": "identity"}


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, PIECE), b"")
