"""Every use of the internals of other libraries: why it is needed, what breaks if they change.

`pyproject.toml` limits the versions of these libraries; each use has a test in
`tests/unit/ui/test_patches.py`. Every other module of the screens may import this one, which
imports none of them.
"""

import json
from asyncio import Transport
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pandas as pd
import streamlit
from pandas.io.formats.style import Styler
from plotly.basedatatypes import BaseFigure
from streamlit import config
from streamlit.elements.lib import pandas_styler_utils
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks
from uvicorn.protocols.http.auto import AutoHTTPProtocol

# Streamlit's own scripts and styles.
# Why: pages name their scripts before the browser asks (`preload`), and static files leave
# compressed (`compressed`). What breaks: the first page loads as slowly as without them.
STATIC = (Path(streamlit.__file__).parent / "static").resolve()
SCRIPTS = STATIC / "static" / "js"

# What Streamlit imports when first it draws a chart or a table.
# Why: the warmup imports it before the first visitor comes. What breaks: the warmup stops there,
# writes the failure to the log, and the first visitor waits.
DRAWING_MODULES = ("plotly.graph_objs", "streamlit.elements.arrow")


class AsItIs(BaseFigure):  # type: ignore[misc]
    """A Plotly figure that is sent to the browser unchanged and unchecked.

    Why: given a dictionary, Plotly would check every property at each run and also send its default
    template. The tests check every figure once instead (35 ms and 120 KB become 3.6 ms and 28 KB).
    What breaks: if Streamlit asks a figure for more than `to_dict`, no chart is drawn.
    """

    def __init__(self, figure: dict[str, Any]) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as the dictionary that was stored."""
        return self._figure


class Written(dict[str, Any]):
    """The styles of a table's cells, with the cells' texts as Streamlit sends them.

    Why: Streamlit writes the texts of all cells again for every visitor. That takes an eighth of
    the processor time of a page whose figures are cached. What breaks: see `written_once`.
    """

    words: bytes

    def __init__(self, cells: dict[str, Any], frame: pd.DataFrame) -> None:
        """Store what pandas makes of a table; its cells are stored as the bytes to send."""
        super().__init__({name: part for name, part in cells.items() if name != "body"})
        proto = ArrowData()
        _marshal(proto, frame, cells)
        self.words = proto.styler.display_values


def _marshal_once(proto: ArrowData, frame: pd.DataFrame, cells: Mapping[str, Any]) -> None:
    if isinstance(cells, Written):
        proto.styler.display_values = cells.words
    else:
        _marshal(proto, frame, cells)


_marshal = pandas_styler_utils._marshall_display_values
setattr(pandas_styler_utils, "_marshall_display_values", _marshal_once)  # noqa: B010


def written_once(styled: Styler) -> Styler:
    """Return a styled table whose cells are written now, and not again at later runs.

    Why: Streamlit asks a styled table for its cells each time it draws the table, through
    `_compute` and `_translate`, although the cells never change. What breaks: if pandas renames
    these methods or Streamlit calls others, tables are written at every run, or are not drawn.
    """
    styled._compute()
    cells = Written(styled._translate(False, False), styled.data)
    styled._compute = lambda: styled
    styled._translate = lambda *_: cells
    return styled


def is_within_a_page() -> bool:
    """Return whether Streamlit is running a page in this thread.

    Why: outside of a page `st.session_state` is empty and gives warnings, and some files are made
    outside of any page. What breaks: figures come from the published edition, not from the page's
    own.
    """
    return get_script_run_ctx(suppress_warning=True) is not None


class Owned(bytes):
    """The bytes of a file that was made for one person.

    Why: Streamlit derives a file's address from its content, and anybody who knows the address may
    fetch the file. So the person is stored with the bytes until Streamlit makes the address. What
    breaks: if Streamlit copies the bytes before that, nobody may fetch a file where visitors sign
    in.
    """

    owner: str

    def __new__(cls, content: bytes, owner: str) -> Self:
        """Return bytes marked with the person for whom they were made."""
        made = super().__new__(cls, content)
        made.owner = owner
        return made


class Owners:
    """A record of who may fetch each file that Streamlit keeps in memory; old entries are dropped.

    Why: see `Owned`. What breaks: if Streamlit stores files in another way, no file is recorded
    here, and nobody may fetch a file where visitors sign in.
    """

    MOST = 10_000

    def __init__(self) -> None:
        """Record, from now on, for whom each file is made."""
        self._of: OrderedDict[str, frozenset[str] | None] = OrderedDict()
        store = MemoryMediaFileStorage.load_and_get_id

        def storing(kept: Any, content: Any, *named: Any, **others: Any) -> str:
            file = store(kept, content, *named, **others)
            owner = content.owner if isinstance(content, Owned) else None
            known = self._of.get(file, frozenset())
            # what the page itself shows, such as its icon, is everybody's
            self._of[file] = None if owner is None or known is None else known | {owner}
            while len(self._of) > self.MOST:
                self._of.popitem(last=False)
            return file

        setattr(MemoryMediaFileStorage, "load_and_get_id", storing)  # noqa: B010

    def may_fetch(self, file: str, person: str) -> bool:
        """Return whether a file was made for this person, or for all who have signed in."""
        owners = self._of.get(file, frozenset())
        return owners is None or person in owners


def claims_in(cookies: dict[str, str]) -> dict[str, Any]:
    """Return what Streamlit's signed cookie states about a visitor; empty if it is not signed.

    Why: files and the API are requested without a page, and must know who asks. What breaks: if the
    cookie has another form, nobody is recognised there, and all must sign in.
    """
    found = _get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
    try:
        claims = json.loads(found) if found else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def listens_on() -> str:
    """Return the address on which this server listens; empty if it listens on all addresses.

    Why: exact figures must not be served to other machines by mistake. What breaks: the server does
    not start with exact figures.
    """
    return str(config.get_option("server.address") or "")


@contextmanager
def connections_watched(
    came: Callable[[Any, int], None], lost: Callable[[Any], None]
) -> Iterator[None]:
    """Call `came` when bytes arrive on an HTTP connection, and `lost` when a connection ends.

    Why: uvicorn waits without limit for the rest of a request, and it knows a connection before any
    application does. What breaks: if its protocol has other methods, half-sent requests stay open.

    Args:
        came: called with the connection and the number of bytes; zero for a new connection.
        lost: called with the connection.
    """
    kind: Any = AutoHTTPProtocol
    before = kind.connection_made, kind.data_received, kind.connection_lost

    def made(connection: Any, transport: Transport) -> None:
        before[0](connection, transport)
        came(connection, 0)

    def received(connection: Any, data: bytes) -> None:
        before[1](connection, data)
        came(connection, len(data))

    def ended(connection: Any, error: Exception | None) -> None:
        lost(connection)
        before[2](connection, error)

    kind.connection_made, kind.data_received, kind.connection_lost = made, received, ended
    try:
        yield
    finally:
        kind.connection_made, kind.data_received, kind.connection_lost = before


def missing_of(connection: Any) -> str:
    """Return the part of a request that has not arrived yet: `headers`, `body`, or empty for none.

    Why, what breaks: see `connections_watched`.
    """
    cycle, transport = connection.cycle, connection.transport
    if transport.is_closing() or transport.get_protocol() is not connection:
        return ""
    if cycle is not None and cycle.more_body:
        return "body"
    return "headers" if cycle is None or cycle.response_complete else ""


def is_read(connection: Any) -> bool:
    """Return whether this server is reading from a connection now; it pauses if its buffer is full.

    Why, what breaks: see `connections_watched`.
    """
    return not connection.flow.read_paused


def cut_off(connection: Any, last_words: bytes) -> None:
    """End a connection with a last answer, unless an earlier answer has already begun.

    Why, what breaks: see `connections_watched`.
    """
    has_begun = connection.cycle is not None and connection.cycle.response_started
    is_another = missing_of(connection) == "headers"
    if last_words and (is_another or not has_begun):
        connection.transport.write(last_words)
        connection.transport.close()
    else:
        connection.transport.abort()
