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

    Why: given a dictionary, Plotly checks every property at each run, and adds its default
    template. Without both, a chart takes 3.6 ms instead of 35 ms, and 28 KB instead of 120 KB. The
    tests check every figure instead. What breaks: if Streamlit asks a figure for more than
    `to_dict`, no chart is drawn.
    """

    def __init__(self, figure: dict[str, Any]) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as the dictionary that was stored."""
        return self._figure


class Written(dict[str, Any]):
    """The styles of a table's cells; the cells' texts are kept as the bytes that Streamlit sends.

    Why: Streamlit writes the texts of all cells again for every visitor. That takes an eighth of
    the processor time of a page whose figures are cached. What breaks: see `written_once`.
    """

    words: bytes

    def __init__(self, cells: dict[str, Any], frame: pd.DataFrame) -> None:
        """Store the styles of a table, and write the texts of its cells as bytes.

        Args:
            cells: the cells and styles, as pandas makes them for a styled table.
            frame: the table.
        """
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
    breaks: if Streamlit copies the bytes before that, a server with sign-in lets nobody fetch
    files.
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
    here, and a server with sign-in lets nobody fetch files.
    """

    MOST = 10_000

    def __init__(self) -> None:
        """Change Streamlit's store of files, so that from now on it records for whom a file is."""
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
        """Return whether a file was made for this person or for everybody; false if unknown."""
        owners = self._of.get(file, frozenset())
        return owners is None or person in owners


def claims_in(cookies: dict[str, str]) -> dict[str, Any]:
    """Return what Streamlit's signed cookie states about a visitor; empty if there is none.

    Why: a request for a file or to the API has no page that knows the visitor. What breaks: if the
    cookie has another form, such requests are treated as those of visitors who have not signed in.
    """
    found = _get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
    try:
        claims = json.loads(found) if found else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def listens_on() -> str:
    """Return the address on which this server listens; empty if it listens on all addresses.

    Why: exact figures must not be served to other machines by mistake. What breaks: a server set to
    show exact figures refuses to start.
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
    """Return whether this server reads from a connection now; it does not while its buffer is full.

    Why, what breaks: see `connections_watched`.
    """
    return not connection.flow.read_paused


def cut_off(connection: Any, last_words: bytes) -> None:
    """Close a connection; first send `last_words`, unless an answer to the same request has begun.

    Why, what breaks: see `connections_watched`.
    """
    has_begun = connection.cycle is not None and connection.cycle.response_started
    is_another = missing_of(connection) == "headers"
    if last_words and (is_another or not has_begun):
        connection.transport.write(last_words)
        connection.transport.close()
    else:
        connection.transport.abort()
