"""One pass over the bytes of a text: its encoding, its lines and how they end, what they lack.

The pass keeps one piece of the file in memory, however long the file or its lines. What would make
the engine keep more (a line that never ends, broken lines by the million) is said here.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cruscotto.errors import BinaryFile, LayoutChanges, LineTooLong, TruncatedFile, WrongEncoding

CHUNK = 1 << 20
# A word cut by the end of a chunk is looked at whole with the next one.
OVERLAP = 64
# The engine keeps each broken line in memory once for each field it lacks, with a sentence on it.
KEPT_WITH_A_FAULT = 1024
# Chunks in a row without any line end. The engine refuses a record of some megabytes by itself; one
# that fills its buffers it would keep in memory, or lose.
MOST_OPEN = 16
MOST_KEPT = 128 << 20

# Something to look for in the bytes of a text, given whole words.
Search = Callable[[bytes], bool]
Places = npt.NDArray[np.int64]


@dataclass
class Fields:
    """Count the lines that lack separators or have too many.

    A chunk with as many separators as its lines ask for is taken for sound, which costs little;
    only the others are looked at line by line.

    Attributes:
        separator: what stands between fields.
        expected: how many fields a line has.
        first: the first broken line and how many fields it has.
        kept: what the engine would keep in memory of the broken lines, in bytes.
    """

    separator: bytes
    expected: int
    first: tuple[int, int] | None = None
    kept: int = 0
    _open_separators: int = 0
    _open_length: int = 0
    _open_return: bool = False

    def add(self, chunk: bytes, ends: int, line: int) -> None:
        """Count one chunk, in which so many lines end and the first one has that number."""
        found = _count(chunk, self.separator)
        start = chunk.rfind(b"\n") + 1
        rest = chunk.count(self.separator, start) if ends else found
        if ends and self._open_separators + found - rest != ends * (self.expected - 1):
            self._look_closely(chunk, line)
        self._open_separators = rest + (0 if ends else self._open_separators)
        self._open_length = len(chunk) - start + (0 if ends else self._open_length)
        self._open_return = chunk.endswith(b"\r")

    def _look_closely(self, chunk: bytes, line: int) -> None:
        marks = np.frombuffer(chunk, np.uint8)
        ends: Places = np.flatnonzero(marks == ord("\n"))
        places: Places = np.flatnonzero(marks == self.separator[0])
        found = np.diff(np.searchsorted(places, ends), prepend=0) + 1
        lengths = np.diff(ends, prepend=-1) - 1
        found[0] += self._open_separators
        lengths[0] += self._open_length
        # the engine passes over blank lines; a return before the line's end is no text
        has_return = (ends > 0) & (marks[ends - 1] == ord("\r"))
        has_return[0] |= ends[0] == 0 and self._open_return
        broken = np.flatnonzero((found != self.expected) & (lengths - has_return > 0))
        if not broken.size:
            return
        if self.first is None:
            self.first = line + int(broken[0]), int(found[broken[0]])
        faults = np.maximum(1, self.expected - found[broken])
        self.kept += int((faults * (lengths[broken] + KEPT_WITH_A_FAULT)).sum())


@dataclass
class Scan:
    """What one pass over the bytes tells."""

    search: Search | None = None
    fields: Fields | None = None
    line: int = 1
    returns: int = 0
    pairs: int = 0
    tail: bytes = b""
    found: bool = False
    open: int = 0

    @property
    def lines(self) -> int:
        """Lines of the text, the last one counted whether it ends or not."""
        return self.line - 1 if self.ends_whole else self.line

    @property
    def ends_whole(self) -> bool:
        """Whether the last byte ends a line."""
        return self.tail[-1:] in (b"\n", b"\r")

    @property
    def ends_alike(self) -> bool:
        """All lines end with a line feed, or all with return and line feed."""
        return self.returns == 0 or self.returns == self.pairs == self.line - 1

    @property
    def holds(self) -> bool:
        """Whether what was searched for may be in the file."""
        return self.found or self.search is None

    def add(self, chunk: bytes) -> None:
        """Take in the next chunk."""
        if b"\r" in chunk or self.tail[-1:] == b"\r":
            self.pairs += (self.tail[-1:] + chunk).count(b"\r\n")
            self.returns += chunk.count(b"\r")
        ends = _count(chunk, b"\n")
        if self.fields:
            self.fields.add(chunk, ends, self.line)
        self.line += ends
        if self.search and not self.found:
            self.found = self.search(self.tail + chunk)
        self.open = 0 if ends or b"\r" in chunk else self.open + 1
        self.tail = (self.tail + chunk[-OVERLAP:])[-OVERLAP:]


def scan_text(path: Path, search: Search | None = None, fields: Fields | None = None) -> Scan:
    """Read a text once.

    Raises:
        WrongEncoding, TruncatedFile, BinaryFile: it is no whole text in UTF-8.
        LineTooLong: a line goes on for sixteen megabytes.
        LayoutChanges: too many lines have other fields than the rest.
    """
    scan, decoder = Scan(search, fields), codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                line = scan.line + chunk[: error.start].count(b"\n")
                raise WrongEncoding(file=path.name, line=line) from error
            if b"\x00" in chunk:
                raise BinaryFile(file=path.name)
            scan.add(chunk)
            if scan.open >= MOST_OPEN:
                raise LineTooLong(file=path.name, line=scan.line)
            _require_fields(path, fields)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise TruncatedFile(file=path.name, line=scan.line) from error
    return scan


def _count(chunk: bytes, mark: bytes) -> int:
    """Count a byte that comes often, several times faster than `bytes.count` does."""
    return int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == mark[0]))


def _require_fields(path: Path, fields: Fields | None) -> None:
    if fields and fields.first and fields.kept > MOST_KEPT:
        line, found = fields.first
        raise LayoutChanges(file=path.name, line=line, found=found, expected=fields.expected)
