"""Look at a file before trusting it: readable, whole, text or Parquet, with which columns.

One pass over the bytes gives the encoding, the lines and the last byte, another beside it the
checksum; the engine reads the rows afterwards. Everything that is wrong with the file as a whole is
said here, before the warehouse is touched.
"""

import codecs
import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow.parquet as parquet

from cruscotto.errors import (
    BinaryFile,
    DuplicateColumns,
    EmptyFile,
    FileNotReadable,
    FolderGiven,
    MissingColumns,
    NoSuchFile,
    TruncatedFile,
    WrongEncoding,
)

CHUNK = 1 << 20
# The checksum needs the interpreter between two pieces only: few and large ones wait less for it.
DIGEST_CHUNK = 1 << 23
# A word cut by the end of a chunk is looked at whole with the next one.
OVERLAP = 64
HEADER_LIMIT = 1 << 18
BOM = codecs.BOM_UTF8


@dataclass(frozen=True)
class TabularFile:
    """A file that can be read: its format, its columns as written, its checksum.

    Attributes:
        ends_whole: whether the last byte ends a line; a record cut before it is a cut download.
        ends_alike: whether all lines end in one way that the engine reads.
        holds: whether what `inspect` was asked to look for may be in the file.
    """

    path: Path
    kind: Literal["csv", "parquet"]
    columns: tuple[str, ...]
    sha256: str
    ends_whole: bool = True
    ends_alike: bool = True
    holds: bool = True


# Something to look for in the bytes of a text, given whole words.
Search = Callable[[bytes], bool]


def inspect(path: Path, delimiter: str, search: Search | None = None) -> TabularFile:
    """Look at one file.

    Args:
        path: the file.
        delimiter: what stands between fields.
        search: what else to look for; never asked about Parquet.

    Raises:
        FileNotReadable, EmptyFile, BinaryFile, WrongEncoding, TruncatedFile, DuplicateColumns.
    """
    head = _head(path)
    if head.startswith(b"PAR1"):
        return _inspect_parquet(path)
    if b"\x00" in head:
        raise BinaryFile(file=path.name)
    with ThreadPoolExecutor(1) as beside:
        sha256 = beside.submit(_sha256, path)
        scan = _scan_text(path, search)
        columns = _header(path, head, delimiter)
        _require_distinct(path, columns)
        return TabularFile(
            path, "csv", columns, sha256.result(), scan.ends_whole, scan.ends_alike, scan.holds
        )


def inspect_lines(path: Path) -> TabularFile:
    """Look at a text file whose first line need not name its columns.

    Raises:
        FileNotReadable, EmptyFile, BinaryFile, WrongEncoding, TruncatedFile.
    """
    if b"\x00" in _head(path):
        raise BinaryFile(file=path.name)
    with ThreadPoolExecutor(1) as beside:
        sha256 = beside.submit(_sha256, path)
        scan = _scan_text(path, None)
        return TabularFile(path, "csv", (), sha256.result(), scan.ends_whole, scan.ends_alike)


def first_line(path: Path) -> str:
    """Return the first line of a text file, up to a limit, without its end."""
    text = _head(path).decode("utf-8-sig", errors="ignore")
    return (text.splitlines() or [""])[0]


def require_columns(file: TabularFile, required: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Stop when the file lacks a needed column, naming what comes near it.

    Raises:
        MissingColumns: with what is missing and the near names found in the file.
    """
    found = {canonical(name) for name in file.columns}
    missing = [name for name in required if name not in found]
    if missing:
        near = {n for m in missing for n in get_close_matches(m, sorted(found), 2, 0.6)}
        raise MissingColumns(
            file=file.path.name, missing=missing, similar=sorted(near - set(known) | near)[:6],
            found=len(file.columns), first=list(file.columns[:3]),
        )  # fmt: skip


def canonical(name: str) -> str:
    """Return a column's name without the accidents of editions: case, blanks, BOM."""
    return name.strip().strip("\ufeff").strip().upper()


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise FolderGiven(file=path.name)
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_LIMIT)
    except FileNotFoundError as error:
        raise NoSuchFile(file=path) from error
    except OSError as error:
        raise FileNotReadable(file=path.name, why=error.strerror or "") from error
    if not head.removeprefix(BOM).strip():
        raise EmptyFile(file=path.name)
    return head


@dataclass
class _Scan:
    """What one pass over the bytes tells."""

    search: Search | None
    line: int = 1
    returns: int = 0
    pairs: int = 0
    tail: bytes = b""
    found: bool = False

    @property
    def ends_whole(self) -> bool:
        return self.tail[-1:] in (b"\n", b"\r")

    @property
    def ends_alike(self) -> bool:
        """All lines end with a line feed, or all with return and line feed."""
        return self.returns == 0 or self.returns == self.pairs == self.line - 1

    @property
    def holds(self) -> bool:
        return self.found or self.search is None

    def add(self, chunk: bytes) -> None:
        if b"\r" in chunk or self.tail[-1:] == b"\r":
            self.pairs += (self.tail[-1:] + chunk).count(b"\r\n")
            self.returns += chunk.count(b"\r")
        self.line += int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == ord("\n")))
        if self.search and not self.found:
            self.found = self.search(self.tail + chunk)
        self.tail = (self.tail + chunk[-OVERLAP:])[-OVERLAP:]


def _scan_text(path: Path, search: Search | None) -> _Scan:
    scan, decoder = _Scan(search), codecs.getincrementaldecoder("utf-8")()
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
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise TruncatedFile(file=path.name, line=scan.line) from error
    return scan


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(DIGEST_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _header(path: Path, head: bytes, delimiter: str) -> tuple[str, ...]:
    text = head.decode("utf-8-sig", errors="ignore")
    try:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration) as error:
        raise MissingColumns(
            file=path.name, missing=["?"], similar=[], found=0, first=[text[:40]]
        ) from error
    return tuple(first)


def _inspect_parquet(path: Path) -> TabularFile:
    try:
        schema = parquet.read_schema(path)
    except Exception as error:  # the reader has no narrower class for a damaged file
        raise TruncatedFile(file=path.name, line="–") from error
    columns = tuple(schema.names)
    _require_distinct(path, columns)
    return TabularFile(path, "parquet", columns, _sha256(path))


def _require_distinct(path: Path, columns: tuple[str, ...]) -> None:
    repeated = [name for name, n in Counter(map(canonical, columns)).items() if n > 1]
    if repeated:
        raise DuplicateColumns(file=path.name, columns=repeated)
