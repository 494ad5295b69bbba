"""Check a file before it is loaded: whether it is readable and whole, its format, its columns.

One pass over the bytes gives the encoding, the lines and the last byte; another pass gives the
checksum. The engine reads the rows afterwards. A file that is faulty as a whole is refused here,
before the warehouse is opened.
"""

import csv
import hashlib
import io
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import pyarrow.parquet as parquet

from cruscotto.errors import (
    BinaryFile,
    DuplicateColumns,
    EmptyFile,
    FileNotReadable,
    FolderGiven,
    MissingColumns,
    NoSuchFile,
)
from cruscotto.sources.errors import DamagedParquet
from cruscotto.sources.files.scanning import Fields, Search, scan_text
from cruscotto.sources.values.numbers import Mark

# The checksum needs the interpreter between two pieces only: few and large ones wait less for it.
DIGEST_CHUNK = 1 << 23
HEADER_LIMIT = 1 << 18
DELIMITERS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class TabularFile:
    """A file that can be read: its format, its columns as written, its checksum.

    Attributes:
        ends_whole: whether the last byte is a line end; a cut download ends within a line.
        ends_alike: whether all lines end in one way that the engine reads.
        holds: whether the search given to `inspect` found something; also true without a search.
        lines: number of lines of a text, the header included.
        delimiter: the character between the fields of a text.
        quotes_pair: whether the number of a text's quotation marks is even.
        decimal: the decimal sign that the importing person named for columns whose values do not
            decide it.
    """

    path: Path
    kind: Literal["csv", "parquet"]
    columns: tuple[str, ...]
    sha256: str
    ends_whole: bool = True
    ends_alike: bool = True
    holds: bool = True
    lines: int = 0
    delimiter: str = ";"
    decimal: Mark | None = None
    quotes_pair: bool = True

    @property
    def ends_misread(self) -> bool:
        """Return whether the engine would misread the file because of mixed line ends.

        It would if the name of a column contains a line end.
        """
        return not self.ends_alike and any("\n" in name or "\r" in name for name in self.columns)


def inspect(path: Path, delimiter: str, search: Search | None = None) -> TabularFile:
    """Check one file, and return its format, columns, checksum and counts.

    Args:
        path: the file.
        delimiter: the character between fields.
        search: a function that looks for something in a text's bytes; not used for Parquet.

    Raises:
        FileNotReadable, EmptyFile, BinaryFile, WrongEncoding, TruncatedFile, DuplicateColumns.
        LineTooLong: see `scanning.scan_text`.
        MissingColumns: the header cannot be split into columns.
    """
    head = _head(path)
    if head.startswith(b"PAR1"):
        return _inspect_parquet(path)
    if b"\x00" in head:
        raise BinaryFile(file=path.name)
    with ThreadPoolExecutor(1) as beside:
        sha256 = beside.submit(checksum, path)
        scan = scan_text(path, search)
        columns = _header(path, head, delimiter)
        _require_distinct(path, columns)
        return TabularFile(
            path,
            "csv",
            columns,
            sha256.result(),
            scan.ends_whole,
            scan.ends_alike,
            scan.holds,
            scan.lines,
            delimiter,
            quotes_pair=scan.quotes_pair,
        )


def inspect_lines(path: Path, separator: str) -> tuple[TabularFile, Fields]:
    """Check a text file that may have no header.

    Args:
        path: the file.
        separator: the character between fields, which are not quoted.

    Returns:
        The file, and how many of its lines have each number of fields.

    Raises:
        FileNotReadable, EmptyFile, BinaryFile, WrongEncoding, TruncatedFile.
        LineTooLong: see `scanning.scan_text`.
    """
    with ThreadPoolExecutor(1) as beside:
        sha256, fields = beside.submit(checksum, path), Fields(separator.encode())
        scan = scan_text(path, fields=fields)
        file = TabularFile(path, "csv", (), sha256.result(), scan.ends_whole, scan.ends_alike)
        return file, fields


def first_line(path: Path) -> str:
    """Return the first line of a text file without its line end, cut at `HEADER_LIMIT` bytes.

    Raises:
        FileNotReadable, EmptyFile, BinaryFile.
    """
    head = _head(path)
    if b"\x00" in head:
        raise BinaryFile(file=path.name)
    return (head.decode("utf-8-sig", errors="ignore").splitlines() or [""])[0]


def delimiter_of(path: Path, columns: Collection[str]) -> str:
    """Return the delimiter by which a file's header has the most of the given columns."""
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_LIMIT)
    except OSError:
        return DELIMITERS[0]  # `inspect` reports what is wrong with the path
    text, known = head.decode("utf-8-sig", errors="ignore"), set(map(canonical, columns))
    first = "".join(text.splitlines()[:1])
    return max(DELIMITERS, key=lambda mark: (len(_names(text, mark) & known), first.count(mark)))


def _names(text: str, delimiter: str) -> set[str]:
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return set()
    return set(map(canonical, header))


def require_columns(file: TabularFile, required: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Raise an error where a file lacks a required column.

    Raises:
        MissingColumns: the error has the missing names, and similar unknown names in the file.
    """
    found = {canonical(name) for name in file.columns}
    missing = [name for name in required if name not in found]
    if missing:
        others = sorted(found - set(known) - {""})
        near = {n for m in missing for n in get_close_matches(m, others, 2, 0.6)}
        raise MissingColumns(
            file=file.path.name,
            missing=missing,
            similar=sorted(near)[:6],
            found=len(file.columns),
            first=list(file.columns[:3]),
        )


def canonical(name: str) -> str:
    """Return a column's name in capitals, without BOM, with single blanks between words.

    Names with the same result are names of the same column.
    """
    return " ".join(name.strip().strip("\ufeff").split()).upper()


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
    if not head.removeprefix(BOM_UTF8).strip():
        raise EmptyFile(file=path.name)
    return head


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
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
        raise DamagedParquet(file=path.name) from error
    columns = tuple(schema.names)
    _require_distinct(path, columns)
    return TabularFile(path, "parquet", columns, checksum(path))


def _require_distinct(path: Path, columns: tuple[str, ...]) -> None:
    # columns without a name are known by their place
    names = Counter(filter(None, map(canonical, columns)))
    repeated = [name for name, n in names.items() if n > 1]
    if repeated:
        raise DuplicateColumns(file=path.name, columns=repeated)
