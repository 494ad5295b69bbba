"""People who read the dashboard, without a browser: they speak its websocket protocol.

A visitor fetches the page's cookie, opens `/_stcore/stream`, asks for runs as a browser does
(widgets' states, links' pages and queries, parts that run by themselves, messages it has kept) and
reads until the run has finished. Only for servers of one's own, on this machine.
"""

import asyncio
import contextlib
import random
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Origin, Subprotocol
from websockets.asyncio.client import ClientConnection, connect

XSRF = "_streamlit_xsrf="
FINISHED = ForwardMsg.FINISHED_SUCCESSFULLY
# A browser forgets a message that the last runs did not use.
KEPT_FOR_RUNS = 2


@dataclass
class Run:
    """One run of a page: what it was asked for, how long it took, what came and what was wrong.

    Its bytes are those on the wire, which the server compresses where the browser can read it.
    """

    asked: str
    milliseconds: float = 0.0
    bytes: int = 0
    messages: int = 0
    errors: list[str] = field(default_factory=list)


class Counted(ClientConnection):
    """A websocket that knows how many bytes came over the wire."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Count what comes before it is read."""
        self.received += len(data)
        super().data_received(data)


class Visitor:
    """One person with one open page."""

    def __init__(self, address: str, name: int = 0, signed: str = "") -> None:
        """Say where the dashboard is, as `http://127.0.0.1:8501`, and one's signed cookie."""
        self.signed, self.token = signed, ""
        self.address, self.chance = address.rstrip("/"), random.Random(name)
        self.runs: list[Run] = []
        self.query, self.page_hash, self.cookie, self.session = "", "", "", ""
        self.elements: list[Any] = []
        self.coming: dict[tuple[int, ...], Any] = {}
        self.kept: dict[str, tuple[int, ForwardMsg]] = {}
        self.parts: dict[str, tuple[float, float]] = {}
        self.folded: list[str] = []
        self.is_running, self.number, self.counted = False, 0, 0
        self.first_figure = 0.0
        self.run = Run("")

    async def __aenter__(self) -> "Visitor":
        """Fetch the page and its cookies, then open the websocket."""
        self.cookie = await asyncio.to_thread(self._fetch)
        # a browser that knows a session may ask to go on with it
        words = ("streamlit", self.token, self.session)
        opened = await connect(
            f"{self.address.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[Subprotocol(word) for word in words if word],
            max_size=None,
            create_connection=Counted,
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            origin=Origin(self.address) if self.signed else None,
            open_timeout=30,
        )
        self.socket = cast(Counted, opened)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the page."""
        await self.socket.close()

    def _fetch(self) -> str:
        cookies = self._given("/")
        if self.signed:
            # a browser shows by this token that its own page asks
            found = self._given("/_stcore/health", "; ".join(cookies))
            self.token = next(c.partition("=")[2] for c in found if c.startswith(XSRF))
            cookies += [*found, self.signed]
        return "; ".join(cookies)

    def _given(self, path: str, cookies: str = "") -> list[str]:
        asked = urllib.request.Request(f"{self.address}{path}", headers={"Cookie": cookies})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            answer.read()
            set_cookies = answer.headers.get_all("Set-Cookie") or []
        return [cookie.split(";")[0] for cookie in set_cookies]

    @property
    def worker(self) -> str:
        """Which process the proxy keeps this visitor on."""
        named = [part for part in self.cookie.split("; ") if part.startswith("CRUSCOTTO_WORKER=")]
        return named[0].partition("=")[2] if named else ""

    # ---------------------------------------------------------------- what a person does
    async def open(self, page: str, query: str = "") -> Run:
        """Open a page by its address, such as `quadro`."""
        self.query, self.page_hash = query, ""
        return await self._ask(f"open {page}", page_name=page)

    async def follow(self, page: str) -> Run:
        """Follow the menu's link to a page."""
        link = next(link for link in self.of_kind("page_link") if link.page == page)
        self.query, self.page_hash = link.query_string, link.page_script_hash
        return await self._ask(f"page {page}")

    async def choose(self, filter_name: str, *options: str) -> Run:
        """Choose options of a filter, by their words; none lifts it."""
        widget = self._filter(filter_name)
        state: dict[str, Any] = {"id": widget.id, "string_array_value": {"data": list(options)}}
        return await self._ask(f"filter {filter_name}", widgets=[state])

    def options(self, filter_name: str) -> list[str]:
        """Return the words a filter offers."""
        return list(self._filter(filter_name).options)

    def _filter(self, name: str) -> Any:
        return next(w for w in self.of_kind("multiselect") if w.id.endswith(f"filter_{name}"))

    async def unfold(self, name: str, page: str) -> Run:
        """Open the first folded thing of a page whose name ends in a word, such as `files`."""
        widget = next(found for found in self.folded if found.endswith(name))
        state, self.page_hash = {"id": widget, "bool_value": True}, ""
        return await self._ask(f"unfold {name}", page_name=page, widgets=[state])

    async def file(self, deferred: str) -> str:
        """Press the button of a file that is made when it is asked for; return its address.

        Raises:
            RuntimeError: the server could not make it.
        """
        message = BackMsg()
        message.backend_operation_request.request_id = deferred
        message.backend_operation_request.session_id = self.session
        message.backend_operation_request.deferred_file.file_id = deferred
        self.answer: Any = None
        await self.socket.send(message.SerializeToString())
        while self.answer is None:
            self._read(await asyncio.wait_for(self.socket.recv(), 120))
        if self.answer.error_msg:
            raise RuntimeError(self.answer.error_msg)
        return str(self.answer.deferred_file.url)

    def of_kind(self, kind: str) -> Iterator[Any]:
        """Return the elements of the page of one kind."""
        return (getattr(e, kind) for e in self.elements if e.WhichOneof("type") == kind)

    async def think(self, seconds: float) -> None:
        """Look at the page for a while; its parts that run by themselves do so meanwhile."""
        until = time.monotonic() + seconds
        while self.is_running or time.monotonic() < until:
            await self._run_parts()
            due = min([until, *(at for at, _ in self.parts.values())])
            wait = max(0.01, (due if not self.is_running else until + 30) - time.monotonic())
            with contextlib.suppress(TimeoutError):
                self._read(await asyncio.wait_for(self.socket.recv(), wait))

    async def _run_parts(self) -> None:
        now = time.monotonic()
        for part, (due, interval) in list(self.parts.items()):
            if due <= now and not self.is_running:
                self.parts[part] = (now + interval, interval)
                await self._send(fragment_id=part, is_auto_rerun=True)

    # ---------------------------------------------------------------- the protocol
    async def _ask(self, asked: str, **said: Any) -> Run:
        """Ask for a run and read until it has finished."""
        self.run, self.is_running = Run(asked), True
        start = time.perf_counter()
        await self._send(**said)
        while self.is_running:
            self._read(await asyncio.wait_for(self.socket.recv(), 60))
        self.runs[-1].milliseconds = 1000 * (time.perf_counter() - start)
        return self.runs[-1]

    async def _send(self, widgets: list[dict[str, Any]] | None = None, **said: Any) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.page_hash
        for name, value in said.items():
            setattr(asked, name, value)
        for state in widgets or []:
            asked.widget_states.widgets.add(**state)
        asked.widget_states.SetInParent()
        asked.cached_message_hashes.extend(self.kept)
        asked.context_info.timezone, asked.context_info.locale = "Europe/Rome", "it-IT"
        await self.socket.send(message.SerializeToString())

    def _read(self, received: Any) -> None:
        message = ForwardMsg.FromString(received)
        self.run.bytes += self.socket.received - self.counted
        self.counted = self.socket.received
        self.run.messages += 1
        place = tuple(message.metadata.delta_path)
        if message.WhichOneof("type") == "ref_hash":
            if message.ref_hash not in self.kept:
                self.run.errors.append("a message that was not kept")
                return
            message = self.kept[message.ref_hash][1]
            self.kept[message.hash] = (self.number, message)
        elif message.metadata.cacheable:
            self.kept[message.hash] = (self.number, message)
        handler = getattr(self, f"_on_{message.WhichOneof('type')}", None)
        if handler:
            handler(message, place)

    def _on_new_session(self, message: ForwardMsg, _: object) -> None:
        if message.metadata.run.fragment_ids:
            return
        if not self.is_running:
            self.run, self.is_running = Run("by itself", bytes=self.run.bytes), True
        self.page_hash = message.new_session.page_script_hash
        self.session = message.new_session.initialize.session_id
        self.number += 1
        self.coming, self.parts, self.folded = {}, {}, []

    def _on_script_finished(self, message: ForwardMsg, _: object) -> None:
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.run.errors.append("compilation")
        elif message.script_finished != FINISHED or message.metadata.run.fragment_ids:
            return
        self.elements, self.is_running = list(self.coming.values()), False
        self.kept = {h: k for h, k in self.kept.items() if self.number - k[0] < KEPT_FOR_RUNS}
        self.run.errors += [_said(e) for e in self.elements if _is_error(e)]
        self.runs.append(self.run)
        self.run = Run("part")

    def _on_page_info_changed(self, message: ForwardMsg, _: object) -> None:
        self.query = message.page_info_changed.query_string

    def _on_auto_rerun(self, message: ForwardMsg, _: object) -> None:
        part = message.auto_rerun
        self.parts[part.fragment_id] = (time.monotonic() + part.interval, part.interval)

    def _on_backend_operation_response(self, message: ForwardMsg, _: object) -> None:
        self.answer = message.backend_operation_response

    def _on_page_not_found(self, message: ForwardMsg, _: object) -> None:
        self.run.errors.append(f"no page {message.page_not_found.page_name}")

    def _on_delta(self, message: ForwardMsg, place: tuple[int, ...]) -> None:
        if message.delta.add_block.popover.id:
            self.folded.append(message.delta.add_block.popover.id)
        if message.delta.WhichOneof("type") == "new_element":
            self.coming[place] = message.delta.new_element
            if not self.first_figure and message.delta.new_element.WhichOneof("type") == "metric":
                self.first_figure = time.perf_counter()

    @property
    def texts(self) -> list[str]:
        """What can be read on the page: paragraphs, alerts, figures with their labels."""
        said = [e.body for e in self.of_kind("markdown")] + [a.body for a in self.of_kind("alert")]
        return said + [f"{m.label}: {m.body}" for m in self.of_kind("metric")]


def _is_error(element: Any) -> bool:
    kind = element.WhichOneof("type")
    return kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR)


def _said(element: Any) -> str:
    if element.WhichOneof("type") == "exception":
        return f"{element.exception.type}: {element.exception.message}"
    return str(element.alert.body)
