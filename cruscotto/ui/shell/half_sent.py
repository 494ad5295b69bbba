"""Limits for requests that are never completed, so that they cannot block the server.

The first line and the headers of a request must arrive within a set time, also if the request opens
a websocket. A body may take longer, as long as 500 bytes a second arrive, as in Apache's
`mod_reqtimeout`. If there are too many incomplete requests, the oldest is ended. Browsers are not
affected, since they send each request in one piece.
"""

from asyncio import TimerHandle, get_running_loop
from dataclasses import dataclass
from typing import Any

from cruscotto.ui.shell import patches

BYTES_PER_SECOND = 500
TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass
class Waiting:
    """A connection whose request is incomplete.

    Attributes:
        look: the timer of the next check.
        received: the bytes that arrived since the last check.
    """

    look: TimerHandle
    received: int = 0


class HalfSent:
    """The connections of one server whose requests are incomplete, oldest first."""

    def __init__(self, seconds: float, most: int) -> None:
        """Set the limits for incomplete requests.

        Args:
            seconds: time allowed for the headers, and time between two checks of a body.
            most: how many requests may be incomplete at once.
        """
        self._seconds, self._most = seconds, most
        self._waiting: dict[Any, Waiting] = {}

    def came(self, connection: Any, size: int) -> None:
        """Count `size` bytes that arrived on a connection whose request is incomplete.

        If its request is complete, forget the connection. If too many requests are incomplete, end
        the oldest.
        """
        if not patches.missing_of(connection):
            self.lost(connection)
            return
        if connection not in self._waiting:
            self._waiting[connection] = Waiting(self._next_look(connection))
        self._waiting[connection].received += size
        if len(self._waiting) > self._most:
            self._end(next(iter(self._waiting)))

    def lost(self, connection: Any) -> None:
        """Forget a connection, because it has ended or its request is complete."""
        if found := self._waiting.pop(connection, None):
            found.look.cancel()

    def _next_look(self, connection: Any) -> TimerHandle:
        return get_running_loop().call_later(self._seconds, self._look, connection)

    def _look(self, connection: Any) -> None:
        waiting, missing = self._waiting[connection], patches.missing_of(connection)
        is_coming = waiting.received >= self._seconds * BYTES_PER_SECOND
        if not missing:
            self.lost(connection)
        elif missing == "body" and (is_coming or not patches.is_read(connection)):
            waiting.look, waiting.received = self._next_look(connection), 0
        else:
            self._end(connection)

    def _end(self, connection: Any) -> None:
        # a browser opens connections beforehand: who sent nothing gets no answer
        has_begun = self._waiting[connection].received or patches.missing_of(connection) == "body"
        self.lost(connection)
        patches.cut_off(connection, TOO_LATE if has_begun else b"")
