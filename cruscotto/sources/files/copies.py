"""Give importers a file as UTF-8 text, where it is written in another usual way.

Of a workbook, one sheet is read. Excel's `Unicode text` is UTF-16, and some of its CSV files begin
with a line that names their separator: `sep=;`. Such files are copied, while they are read, into
UTF-8 with the header first; the line numbers stay the same.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cruscotto.errors import BinaryFile
from cruscotto.sources.files.scanning import CHUNK
from cruscotto.sources.files.spreadsheets import as_text, is_spreadsheet
from cruscotto.sources.files.tabular import checksum

WIDE = (BOM_UTF16_LE, BOM_UTF16_BE)
_NAMED_SEPARATOR = re.compile(rb'(\xef\xbb\xbf)?"?sep=(.)"?[;,\t]*(\r\n|\n|\r)', re.IGNORECASE)


def as_read(
    path: Path,
    wanted: Sequence[str],
    sheet: str | None,
    stack: ExitStack,
    others: list[str] | None = None,
) -> Path:
    """Return the path for importers: the file itself, or a copy that exists until the stack closes.

    Args:
        path: the file.
        wanted: the columns that a workbook's sheet is found by.
        sheet: its name, where it is not the first one with those columns.
        stack: closes the copy.
        others: receives the names of other sheets with these columns, which are not read.

    Raises:
        SpreadsheetUnreadable, UnknownName, CellsMerged, FormulasWithoutResult: see
            `spreadsheets.as_text`.
        BinaryFile: it begins as a text in UTF-16 and is none.
    """
    if is_spreadsheet(path):
        return stack.enter_context(as_text(path, wanted, sheet, others))
    if _is_excels(path):
        return stack.enter_context(_plain(path))
    return path


@dataclass(frozen=True)
class Texts:
    """Files as importers read them.

    Attributes:
        paths: for each file, itself or its copy.
        sha256: for each copy, the checksum of the file it was made from.
        others: sheets of workbooks with the same columns that are not read.
    """

    paths: tuple[Path, ...]
    sha256: dict[Path, str]
    others: tuple[str, ...]


def texts_of(
    paths: Sequence[Path], wanted: Sequence[str], sheet: str | None, stack: ExitStack
) -> Texts:
    """Return files as importers read them, until the stack is closed; see `as_read`."""
    texts, others = [], []
    for path in paths:
        left: list[str] = []
        texts.append(as_read(path, wanted, sheet, stack, left))
        others += [f"{path.name} [{name}]" for name in left]
    pairs = zip(paths, texts, strict=True)
    sums = {text: checksum(path) for path, text in pairs if text != path}
    return Texts(tuple(texts), sums, tuple(others))


def _is_excels(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(32)
    except OSError:
        return False  # `inspect` reports what is wrong with the path
    return head.startswith(WIDE) or _NAMED_SEPARATOR.match(head) is not None


@contextmanager
def _plain(path: Path) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        pieces = _pieces(path)
        with copy.open("wb") as file:
            file.write(_header_first(next(pieces, b"")))
            file.writelines(pieces)
        yield copy


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a text in UTF-8, whatever its encoding."""
    with path.open("rb") as file:
        is_wide = file.read(2) in WIDE
    if not is_wide:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
        return
    try:
        with path.open(encoding="utf-16", newline="") as text:
            while part := text.read(CHUNK):
                yield part.encode()
    except UnicodeError as error:
        raise BinaryFile(file=path.name) from error


def _header_first(head: bytes) -> bytes:
    """Remove the line that names the separator, and end the header's last cell with a line end."""
    match = _NAMED_SEPARATOR.match(head)
    if not match:
        return head
    separator, end = match[2], match[3]
    header, found, rest = head[match.end() :].partition(end)
    names, mark, last = header.rpartition(separator)
    if not found or b'"' in last.strip(b'"') or last.count(b'"') not in (0, 2):
        return head[match.end() :]
    return names + mark + b'"' + last.strip(b'"') + end + b'"' + end + rest
