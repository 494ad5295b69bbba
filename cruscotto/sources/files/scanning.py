"""Scan the bytes of a text file once, for its encoding, its lines and line ends, and its faults.

The scan keeps one piece of the file in memory, however long the file or its lines. It refuses files
that would fill the memory of the engine: a line without end, or millions of broken lines.
"""

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
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
Flags = npt.NDArray[np.bool_]


@dataclass
class Fields:
    """A count of a text's lines by their number of fields, found by counting separators.

    Attributes:
        separator: the character between fields.
        lines: how many lines there are, by number of fields.
        blank: how many lines end with a separator, and so have a blank last field, by number of
            fields.
        firsts: the line number of the first line, by number of fields.
    """

    separator: bytes
    lines: Counter[int] = field(default_factory=Counter)
    blank: Counter[int] = field(default_factory=Counter)
    firsts: dict[int, int] = field(default_factory=dict)
    _lengths: Counter[int] = field(default_factory=Counter)
    _open: bytes = b""
    _open_separators: int = 0
    _open_length: int = 0

    def add(self, chunk: bytes, ends: int, line: int) -> None:
        """Count the fields in the next chunk of a file.

        Args:
            chunk: the bytes of the chunk.
            ends: how many lines end in the chunk.
            line: the line number at the beginning of the chunk.
        """
        start = chunk.rfind(b"\n") + 1
        if ends:
            self._count(chunk[:start], line)
            self._open, self._open_separators, self._open_length = b"", 0, 0
        # of a line that goes on only its size, its separators and its last bytes are kept
        self._open_separators += chunk.count(self.separator, start)
        self._open_length += len(chunk) - start
        self._open = (self._open + chunk[start:])[-OVERLAP:]

    def close(self, line: int) -> None:
        """Count the fields of a last line without a line end; `line` is that line's number."""
        self.add(b"\n", 1, line)

    def _count(self, chunk: bytes, line: int) -> None:
        marks = np.frombuffer(chunk, np.uint8)
        ends: Places = np.flatnonzero(marks == ord("\n"))
        places: Places = np.flatnonzero(marks == self.separator[0])
        found = np.diff(np.searchsorted(places, ends), prepend=0) + 1
        lengths = np.diff(ends, prepend=-1) - 1
        # a return before the line's end is no text
        before = marks[np.maximum(ends - 1, 0)]
        has_return = (lengths > 0) & (before == ord("\r"))
        last = np.where(has_return, marks[np.maximum(ends - 2, 0)], before)
        is_blank = (lengths - has_return > 0) & (last == self.separator[0])
        self._join(found, lengths, has_return, is_blank, chunk[: int(ends[0])])
        # the engine passes over blank lines
        numbers = np.flatnonzero(lengths - has_return > 0)
        self._enter(found[numbers], lengths[numbers], is_blank[numbers], line + numbers)

    def _join(
        self, found: Places, lengths: Places, has_return: Flags, is_blank: Flags, rest: bytes
    ) -> None:
        """Correct the counts of a chunk's first line, whose beginning is in earlier chunks.

        Each array has one value for each line of the chunk; `rest` is the part of the first line
        that is in this chunk.
        """
        found[0] += self._open_separators
        lengths[0] += self._open_length
        tail = self._open + rest
        has_return[0] = tail.endswith(b"\r")
        is_blank[0] = tail.removesuffix(b"\r").endswith(self.separator)

    def _enter(self, found: Places, lengths: Places, is_blank: Flags, numbers: Places) -> None:
        for width in np.unique(found).tolist():
            mine = found == width
            self.lines[width] += int(mine.sum())
            self.blank[width] += int(is_blank[mine].sum())
            self._lengths[width] += int(lengths[mine].sum())
            self.firsts.setdefault(width, int(numbers[mine][0]))

    def most(self, usual: int) -> int:
        """Return the number of fields that most lines have.

        Where several are equally frequent, `usual` is preferred.
        """
        return max(self.lines, key=lambda width: (self.lines[width], width == usual), default=usual)

    def kept(self, expected: int) -> int:
        """Return how many bytes of memory lines with a wrong number of fields would fill.

        The engine keeps each such line once for every field that it lacks, and at least once.

        Args:
            expected: the right number of fields.
        """
        return sum(
            max(1, expected - width) * (self._lengths[width] + lines * KEPT_WITH_A_FAULT)
            for width, lines in self.lines.items()
            if width != expected
        )

    def require(self, path: Path, expected: int) -> None:
        """Raise an error where too many lines have more or fewer fields than `expected`.

        The lines are too many if the engine would need more than 128 MB to keep them.

        Raises:
            LayoutChanges: the error names the first line with another number of fields.
        """
        if self.kept(expected) <= MOST_KEPT:
            return
        line, found = min((self.firsts[width], width) for width in self.lines if width != expected)
        raise LayoutChanges(file=path.name, line=line, found=found, expected=expected)


@dataclass
class Scan:
    """Counts of a file's lines, line ends and quotation marks, up to the last chunk added."""

    search: Search | None = None
    fields: Fields | None = None
    line: int = 1
    returns: int = 0
    pairs: int = 0
    quotes: int = 0
    tail: bytes = b""
    found: bool = False
    open: int = 0

    @property
    def lines(self) -> int:
        """Return the number of lines; a last line without a line end counts."""
        return self.line - 1 if self.ends_whole else self.line

    @property
    def ends_whole(self) -> bool:
        """Return whether the file's last byte is a line end."""
        return self.tail[-1:] in (b"\n", b"\r")

    @property
    def ends_alike(self) -> bool:
        """Return whether all lines end in LF, or all in CR LF."""
        return self.returns == 0 or self.returns == self.pairs == self.line - 1

    @property
    def quotes_pair(self) -> bool:
        """Return whether the number of quotation marks is even."""
        return self.quotes % 2 == 0

    @property
    def holds(self) -> bool:
        """Return whether `search` found something; also true without a search."""
        return self.found or self.search is None

    def add(self, chunk: bytes) -> None:
        """Scan the next chunk of the file and add it to the counts."""
        if b"\r" in chunk or self.tail[-1:] == b"\r":
            self.pairs += (self.tail[-1:] + chunk).count(b"\r\n")
            self.returns += chunk.count(b"\r")
        ends = _count(chunk, b"\n")
        if self.fields:
            self.fields.add(chunk, ends, self.line)
        self.line += ends
        self.quotes += _count(chunk, b'"')
        if self.search and not self.found:
            self.found = self.search(self.tail + chunk)
        self.open = 0 if ends or b"\r" in chunk else self.open + 1
        self.tail = (self.tail + chunk[-OVERLAP:])[-OVERLAP:]


def scan_text(path: Path, search: Search | None = None, fields: Fields | None = None) -> Scan:
    """Scan the bytes of a text file once, and return the counts of its lines, ends and quotes.

    Args:
        path: the file.
        search: a function that looks for something in the file's bytes.
        fields: receives the counts of lines by their number of fields.

    Raises:
        WrongEncoding: the file is not in UTF-8.
        TruncatedFile: the file ends within a character.
        BinaryFile: the file has a zero byte.
        LineTooLong: a line is longer than sixteen megabytes.
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
    if fields:
        fields.close(scan.line)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise TruncatedFile(file=path.name, line=scan.line) from error
    return scan


def _count(chunk: bytes, mark: bytes) -> int:
    """Return how often a byte occurs; faster than `bytes.count` where the byte is frequent."""
    return int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == mark[0]))
