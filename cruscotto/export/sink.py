"""Make the pieces of a file in several threads, and count and hash the bytes of the file."""

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
        """Write some bytes to the underlying stream, and count and hash them."""
        self._stream.write(piece)
        self._hash.update(piece)
        self._bytes += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes were written so far."""
        return self._bytes

    def flush(self) -> None:
        """Flush the underlying stream."""
        self._stream.flush()

    def close(self) -> None:
        """Do nothing: the code that opened the underlying stream closes it."""

    def written(self, row_count: int) -> Written:
        """Return the number and checksum of the bytes written, with the given number of rows."""
        return Written(row_count, self._hash.hexdigest(), self._bytes)


def made_in_order(items: Iterable[Item], make: Callable[[Item], Piece]) -> Iterator[Piece]:
    """Yield the result of `make` for each item, in the order of the items.

    Several threads call `make`; the settings limit their number. Only few results wait in memory.
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
