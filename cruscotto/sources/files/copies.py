"""Copy workbooks and other files of Excel into UTF-8 text, which importers read.

One sheet of a workbook is read. Excel's `Unicode text` is UTF-16, and some of Excel's CSV files
begin with a line that names the separator: `sep=;`. A copy begins with the header. The copy of a
text has the same line numbers as the text. Copies are deleted after the import.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cruscotto.errors import BinaryFile, WrongValue
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
    """Return the path that importers read: the file, or a copy of it as UTF-8 text.

    Args:
        path: the file.
        wanted: the columns by which the sheet of a workbook is found.
        sheet: the sheet's name; if left out, the visible sheet with most of those columns is read.
        stack: deletes the copy when the stack is closed.
        others: a list that receives the names of further sheets that have all those columns; they
            are not read.

    Raises:
        SpreadsheetUnreadable, UnknownName, CellsMerged, FormulasWithoutResult: see
            `spreadsheets.as_text`.
        BinaryFile: the file begins like a text in UTF-16 but is not such a text.
    """
    if is_spreadsheet(path):
        return stack.enter_context(as_text(path, wanted, sheet, others))
    if _is_excels(path):
        return stack.enter_context(_plain(path))
    return path


@dataclass(frozen=True)
class Texts:
    """The paths that importers read for some files.

    Attributes:
        paths: for each file, its own path or the path of its copy.
        sha256: the checksum of the original file, by the path of its copy.
        others: names of further sheets of workbooks with the same columns, which are not read.
    """

    paths: tuple[Path, ...]
    sha256: dict[Path, str]
    others: tuple[str, ...]


def texts_of(
    paths: Sequence[Path], wanted: Sequence[str], sheet: str | None, stack: ExitStack
) -> Texts:
    """Return the paths that importers read for some files; copies exist until `stack` closes.

    The arguments are those of `as_read`, for several files.

    Raises:
        WrongValue: a sheet is named, and none of the files is a workbook.
    """
    if sheet is not None and not any(is_spreadsheet(p) or not p.is_file() for p in paths):
        raise WrongValue(option="--sheet", value=sheet, expected="FILE.xlsx | FILE.ods")
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
    """Yield the bytes of a text file piece by piece; UTF-16 is converted to UTF-8.

    Raises:
        BinaryFile: the file begins like UTF-16 but cannot be read as such.
    """
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
    """Return the first bytes of a text, without the line that names the separator.

    The last column's name gets quotation marks with a line end between them, so that the lines
    below keep their numbers.
    """
    match = _NAMED_SEPARATOR.match(head)
    if not match:
        return head
    separator, end = match[2], match[3]
    header, found, rest = head[match.end() :].partition(end)
    names, mark, last = header.rpartition(separator)
    if not found or b'"' in last.strip(b'"') or last.count(b'"') not in (0, 2):
        return head[match.end() :]
    return names + mark + b'"' + last.strip(b'"') + end + b'"' + end + rest
