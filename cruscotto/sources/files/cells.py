"""Find cells of an .xlsx sheet with an error, or with a formula without a result.

The library that reads workbooks returns each such cell as empty. But an empty cell has a meaning: a
participation without an exit date is open, while one with the exit date `#REF!` may be closed. So
the sheet's own XML is read once.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from xml.etree import ElementTree

CHUNK = 1 << 23
_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>(.+?)</(?:\w+:)?v>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ERROR = re.compile(rb'\bt="e"')
_TEXT = re.compile(rb'\bt="str"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Faulty:
    """Cells with an error, or with a formula without a result; rows and columns count from zero.

    Attributes:
        errors: the errors of cells, such as `#REF!`, by (row, column).
        unworked: (row, column) of the cells whose formula has no result.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unworked: list[tuple[int, int]] = field(default_factory=list)


def faulty(path: Path, sheet: str) -> Faulty:
    """Return the cells of a sheet that have an error, or a formula without a result.

    The result is empty if the workbook is not in the format of .xlsx or lacks the sheet.

    Args:
        path: the workbook.
        sheet: the sheet's name.
    """
    found = Faulty()
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_part(archive, sheet)) as part:
            for attributes, inside in _cells(iter(lambda: part.read(CHUNK), b"")):
                _look(found, attributes, inside)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return Faulty()
    return found


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the file with a sheet's XML inside the archive of a workbook."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    ids = {
        one.attrib["name"]: one.attrib[_RELATION]
        for one in book.iter()
        if one.tag.endswith("}sheet") and _RELATION in one.attrib
    }
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.attrib["Id"]: one.attrib["Target"] for one in relations}
    target = targets[ids[sheet]]
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _cells(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield (attributes, content) of each cell's XML; cells without content are left out.

    Args:
        chunks: the XML of a sheet, in pieces.
    """
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        end = 0
        for match in _CELL.finditer(text):
            end = match.end()
            yield match[1], match[2]
        rest = text[end:]


def _look(found: Faulty, attributes: bytes, inside: bytes) -> None:
    is_error, is_formula = _ERROR.search(attributes), _FORMULA.search(inside)
    place = _PLACE.search(attributes) if is_error or is_formula else None
    if not place:
        return
    value = _VALUE.search(inside)
    at = int(place[2]) - 1, _column(place[1])
    if is_error:
        found.errors[at] = value[1].decode() if value else "#"
    elif not value and not _TEXT.search(attributes):  # a text worked out may be empty
        found.unworked.append(at)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def name_of(place: tuple[int, int]) -> str:
    """Return the name of a cell in a spreadsheet, from its row and column counted from zero.

    >>> name_of((4, 27))
    'AB5'
    """
    row, column = place
    letters = ""
    while column >= 0:
        column, last = divmod(column, 26)
        letters, column = chr(ord("A") + last) + letters, column - 1
    return f"{letters}{row + 1}"
