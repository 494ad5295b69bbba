"""A file that another process still writes, read as it grows: nobody waits until it is whole."""

import io
import os
import time
from concurrent.futures import Future
from typing import Any, BinaryIO

# Seconds between two looks at a file that has not grown.
PAUSE = 0.02
# Bytes before the first leaves: most that goes wrong does so by then, and is put in words.
FIRST = 1 << 20


class Growing(io.RawIOBase):
    """A stream of a file that is still written, by a work that ends one day."""

    def __init__(self, stream: BinaryIO, work: "Future[None]") -> None:
        """Read an open file from its beginning.

        Args:
            stream: the file; its own position is the writer's and is left alone.
            work: writes it, and raises what goes wrong.
        """
        self._stream, self._work, self._at = stream, work, 0

    @property
    def is_whole(self) -> bool:
        """Whether all is written."""
        return self._work.done()

    def begun(self) -> "Growing":
        """Return the stream once its first bytes are there, or all of them.

        Raises:
            Exception: what the work raised, where it has ended by then.
        """
        while not self._work.done() and os.fstat(self.fileno()).st_size < FIRST:
            time.sleep(PAUSE)
        if self._work.done():
            self._work.result()
        return self

    def fileno(self) -> int:
        """Return the file's descriptor."""
        return self._stream.fileno()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer with the next bytes; wait for them while the file is written.

        Raises:
            Exception: what the work raised; what was read until then is no whole file.
        """
        while True:
            is_whole = self._work.done()
            piece = os.pread(self.fileno(), len(buffer), self._at)
            if piece or is_whole:
                break
            time.sleep(PAUSE)
        if not piece:
            self._work.result()
        self._at += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the file; without a name it is gone, for the writer once it has ended."""
        self._stream.close()
        super().close()
