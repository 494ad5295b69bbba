"""Limits for requests that are never completed, so that they cannot block the server.

A request's first line and headers must arrive within a time, as at the proxy in front of several
processes; the opening of a websocket is such a request. A body may take longer while it keeps
coming: at least 500 bytes a second, as in Apache's `mod_reqtimeout`. Above a number of incomplete
requests the oldest is ended: a browser sends its own in one piece.
"""

from asyncio import TimerHandle, get_running_loop
from dataclasses import dataclass
from typing import Any

from cruscotto.ui.shell import patches

BYTES_PER_SECOND = 500
TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass
class Waiting:
    """A connection with an incomplete request.

    It has the time of its next check, and the bytes since the last one.
    """

    look: TimerHandle
    received: int = 0


class HalfSent:
    """The connections of one server whose requests are not whole, the oldest first."""

    def __init__(self, seconds: float, most: int) -> None:
        """Set the limits.

        Args:
            seconds: for the headers, and between two checks of a body.
            most: how many requests may be incomplete at once.
        """
        self._seconds, self._most = seconds, most
        self._waiting: dict[Any, Waiting] = {}

    def came(self, connection: Any, size: int) -> None:
        """Record that bytes arrived, and whether the request is now complete."""
        if not patches.missing_of(connection):
            self.lost(connection)
            return
        if connection not in self._waiting:
            self._waiting[connection] = Waiting(self._next_look(connection))
        self._waiting[connection].received += size
        if len(self._waiting) > self._most:
            self._end(next(iter(self._waiting)))

    def lost(self, connection: Any) -> None:
        """Forget a connection that ended, or whose request is whole."""
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
