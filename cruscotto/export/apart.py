"""Make a large file of operations in a child process, as the web server does for a download.

The engine and Arrow keep much of the memory that a million rows take; a process that ends gives all
of it back. While the child works, the server's Python interpreter is free for the pages.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO, cast

import pyarrow as pa

from cruscotto.config import ROOT, settings
from cruscotto.errors import CannotWrite, CruscottoError
from cruscotto.export.files import explained, write
from cruscotto.export.looks import PLAIN, Look, looked_at
from cruscotto.export.operations import operations_table
from cruscotto.export.search import searched
from cruscotto.kpi.query.selection import Selection
from cruscotto.warehouse.reading import reader

CHILD = "from cruscotto.export.apart import main; main()"
# Where both want the processor, a page gets twice as much of it.
_YIELDS = 3


@dataclass(frozen=True)
class Order:
    """A request for a file of operations, taken from one published version of the warehouse.

    Attributes:
        version: the path of the version's own file, not the warehouse's path, which is a link.
        is_packed: whether the file is compressed by Zstandard while it is written.
        look: the headers, percentages, columns and order of rows that the file has.
    """

    version: Path
    selection: Selection
    search: str
    style: str
    is_packed: bool = False
    look: Look = PLAIN


def operations_apart(order: Order) -> BinaryIO:
    """Make a file of operations in a child process; return it open at its beginning.

    The file is temporary and has no name on disk.

    Raises:
        NoWarehouse: the version was removed; only a process that has it open can still read it.
        DiskFull, CannotWrite: the disk is full, the folder for temporary files is missing, or the
            child was stopped, for example for lack of memory.
    """
    folder = Path(tempfile.gettempdir())
    with explained(folder), ExitStack() as stack:
        stream = stack.enter_context(tempfile.TemporaryFile())
        with _turns():
            _run(order, folder, stream.fileno())
        stream.seek(0)
        stack.pop_all()  # the reader closes it
        return stream


@cache
def _turns() -> BoundedSemaphore:
    """Return the semaphore that limits how many files are made at the same time.

    The limit is the number of threads in the settings: each file takes memory while it is made.
    """
    return BoundedSemaphore(settings().threads)


def _run(order: Order, folder: Path, descriptor: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=ROOT,
        pass_fds=(descriptor,),
        check=False,
        input=pickle.dumps((order, folder, descriptor)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its messages may quote rows
    )
    if done.returncode == 0:
        return
    if done.stdout:
        kind, facts = pickle.loads(done.stdout)
        raise kind(**facts)
    why = signal.strsignal(-done.returncode) if done.returncode < 0 else f"{done.returncode}"
    raise CannotWrite(file=folder, why=why)


def main() -> None:
    """Read an `Order` from standard input and make its file; runs in the child process.

    An error is pickled and written to standard output, and the parent raises it.
    """
    os.nice(_YIELDS)
    order, folder, descriptor = pickle.load(sys.stdin.buffer)
    try:
        with explained(folder), os.fdopen(descriptor, "r+b") as stream:
            _make(order, stream)
    except CruscottoError as error:
        sys.stdout.buffer.write(pickle.dumps((type(error), error.facts)))
        sys.exit(error.exit_code)


def _make(order: Order, stream: BinaryIO) -> None:
    found = searched(operations_table(reader(order.version), order.selection), order.search)
    table = looked_at(found, order.look)
    write(table, order.style, cast(BinaryIO, Packed(stream)) if order.is_packed else stream)


class Packed:
    """A stream that compresses each piece written to it separately, by Zstandard.

    The compressed pieces, one after the other, are one valid Zstandard file.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._codec = stream, pa.Codec("zstd", compression_level=1)

    def write(self, piece: memoryview | bytes) -> int:
        """Compress some bytes and write them to the underlying stream.

        Return the number of bytes before compression.
        """
        self._stream.write(self._codec.compress(piece, asbytes=True))
        return len(piece)

    def flush(self) -> None:
        """Flush the underlying stream."""
        self._stream.flush()
