"""Make pieces of a file on several cores, write them in order, count and check what was written."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, TypeVar

from cruscotto.config import settings
from cruscotto.export.table import Written

Item = TypeVar("Item")
Piece = TypeVar("Piece")


class Sink:
    """A stream that knows the checksum and the number of the bytes that went through it."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._bytes = 0

    def write(self, piece: memoryview | bytes) -> int:
        """Pass some bytes on."""
        self._stream.write(piece)
        self._hash.update(piece)
        self._bytes += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes went through."""
        return self._bytes

    def flush(self) -> None:
        """Pass on what the stream may hold back."""
        self._stream.flush()

    def close(self) -> None:
        """Do nothing: the stream belongs to its opener."""

    def written(self, row_count: int) -> Written:
        """Return the account of what went through."""
        return Written(row_count, self._hash.hexdigest(), self._bytes)


def made_in_order(items: Iterable[Item], make: Callable[[Item], Piece]) -> Iterator[Piece]:
    """Yield what `make` returns for each item, in order.

    As many items are worked on at once as the settings allow threads, and no more are held.
    """
    threads = settings().threads
    ahead: deque[Future[Piece]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for item in items:
            ahead.append(pool.submit(make, item))
            if len(ahead) > threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
