"""Make pieces of a file on several cores, write them in order, and count and hash the bytes."""

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
    """A stream that counts and hashes the bytes written through it."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._bytes = 0

    def write(self, piece: memoryview | bytes) -> int:
        """Write some bytes to the stream below."""
        self._stream.write(piece)
        self._hash.update(piece)
        self._bytes += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._bytes

    def flush(self) -> None:
        """Flush the stream below."""
        self._stream.flush()

    def close(self) -> None:
        """Do nothing: the stream below is closed by its opener."""

    def written(self, row_count: int) -> Written:
        """Return rows, bytes and checksum of what was written."""
        return Written(row_count, self._hash.hexdigest(), self._bytes)


def made_in_order(items: Iterable[Item], make: Callable[[Item], Piece]) -> Iterator[Piece]:
    """Yield what `make` returns for each item, in order.

    As many items are made at once as the settings allow threads, and no more are kept in memory.
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
