"""Write a sheet of a workbook as CSV text, which importers read.

A number with three decimals gets a fourth decimal, zero, so that it is not ambiguous; days are
written in ISO form. Each row of the sheet from the header on is a line of the text.
"""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from re import fullmatch
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, load_workbook

from cruscotto.errors import UnknownName
from cruscotto.sources.errors import CellsMerged, FormulasWithoutResult, SpreadsheetUnreadable
from cruscotto.sources.files.cells import faulty, name_of
from cruscotto.sources.files.tabular import canonical
from cruscotto.sources.values.numbers import OPEN

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")
# What an archive holds that is a workbook.
MEMBERS = ("xl/workbook.xml", "content.xml")
# A header may stand below a title.
MOST_ABOVE = 20

Row = list[Any]


def is_spreadsheet(path: Path) -> bool:
    """Return whether a file is a workbook, by its content.

    A workbook may be a zip archive; if an archive is damaged, the ending of its name decides.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if head == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                return any(name in MEMBERS for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return path.is_file() and path.suffix.lower() in SUFFIXES
    return head == b"\xd0\xcf\x11\xe0"


def first_rows(path: Path) -> Iterator[list[str]]:
    """Yield the first 20 rows of each visible sheet of a workbook; one of them is the header.

    Raises:
        SpreadsheetUnreadable: the workbook is locked, damaged or of a kind that is not read.
    """
    try:
        book = load_workbook(str(path))
        for name in _visible(book):
            rows = book.get_sheet_by_name(name).to_python(False, nrows=MOST_ABOVE)
            yield from ([str(cell) for cell in row] for row in rows)
    except (CalamineError, OSError) as error:
        raise SpreadsheetUnreadable(file=path.name) from error


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: the sheet's name.
        rows: the rows of the sheet.
        at: the index of the header among the rows.
        found: the number of wanted columns in the header.
    """

    name: str
    rows: list[list[str]]
    at: int
    found: int


@contextmanager
def as_text(
    path: Path, wanted: Sequence[str], sheet: str | None = None, others: list[str] | None = None
) -> Iterator[Path]:
    """Yield the path of a CSV file with one sheet's rows; it exists within the `with` block.

    Args:
        path: the workbook.
        wanted: the columns by which the sheet is found.
        sheet: the sheet's name; if left out, the visible sheet with most of those columns is read.
        others: a list that receives the names of further visible sheets with all those columns.

    Raises:
        SpreadsheetUnreadable: the workbook is locked, damaged or of a kind that is not read.
        UnknownName: the workbook has no sheet of that name.
        CellsMerged: cells below the header are merged.
        FormulasWithoutResult: cells below the header have formulas without results.
    """
    with TemporaryDirectory() as folder:
        try:
            book = load_workbook(str(path))
            chosen, left = _chosen(book, wanted, sheet)
            _require_unmerged(path, book, chosen)
        except (CalamineError, OSError) as error:
            raise SpreadsheetUnreadable(file=path.name) from error
        _show_errors(path, chosen)
        if others is not None:
            others += left
        copy = Path(folder) / path.name
        with copy.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            for row in _table(chosen.rows, chosen.at):
                # a row without any value is no record; the engine passes over a line without text
                if any(row):
                    writer.writerow(row)
                else:
                    file.write("\n")
        yield copy


def _chosen(
    book: CalamineWorkbook, wanted: Sequence[str], sheet: str | None
) -> tuple[Sheet, list[str]]:
    """Return the sheet to read, and the names of further sheets that have all wanted columns.

    The sheet to read is the one named `sheet` or, without a name, the visible sheet with most of
    the wanted columns (the first of several).

    Raises:
        UnknownName: the workbook has no sheet of that name.
    """
    if sheet is not None and sheet not in book.sheet_names:
        raise UnknownName(kind="sheet", name=sheet, similar=[], known=book.sheet_names)
    names = [sheet] if sheet is not None else _visible(book)
    best, others = Sheet(names[0] if names else "", [], 0, -1), []
    for name in names:
        if best.found == len(wanted):
            found, _ = _header(_rows(book, name, MOST_ABOVE), wanted)
            others += [name] if found == len(wanted) else []
            continue
        rows = _rows(book, name)
        found, at = _header(rows, wanted)
        if found > best.found:
            best = Sheet(name, rows, at, found)
    return best, others


def _visible(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets that are not hidden, or of all sheets if all are hidden."""
    seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    return seen or book.sheet_names


def _rows(book: CalamineWorkbook, name: str, most: int | None = None) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(False, nrows=most)
    return [list(map(_written, row)) for row in rows]


def _require_unmerged(path: Path, book: CalamineWorkbook, sheet: Sheet) -> None:
    """Raise an error where cells below the header are merged, so that only one row has the value.

    A merged note is allowed if it is in a single row and begins in the first column.

    Raises:
        CellsMerged: the error names the first merged cells.
    """
    ranges = book.get_sheet_by_name(sheet.name).merged_cell_ranges if sheet.name else None
    merged = [
        f"{name_of(first)}:{name_of(last)}"
        for first, last in ranges or []
        if last[0] > sheet.at and sheet.found > 0 and (first[0] != last[0] or first[1] > 0)
    ]
    if merged:
        raise CellsMerged(file=path.name, sheet=sheet.name, cells=merged[0], count=len(merged))


def _show_errors(path: Path, sheet: Sheet) -> None:
    """Write the errors of cells, such as `#REF!`, into `sheet.rows`, where these cells are empty.

    Raises:
        FormulasWithoutResult: cells below the header have formulas without results.
    """
    found = faulty(path, sheet.name)
    unworked = [place for place in found.unworked if place[0] > sheet.at]
    if unworked and sheet.found > 0:
        raise FormulasWithoutResult(
            file=path.name, sheet=sheet.name, cell=name_of(unworked[0]), count=len(unworked)
        )
    for (row, column), text in found.errors.items():
        if row < len(sheet.rows):
            cells = sheet.rows[row]
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text


def _header(rows: list[list[str]], wanted: Sequence[str]) -> tuple[int, int]:
    """Return the number of wanted columns in a sheet's header, and the header's index in `rows`.

    Of the first 20 rows, the header is the one with the most wanted columns. Without any rows,
    return (-1, 0).
    """
    names = set(map(canonical, wanted))
    counts = [len(names & set(map(canonical, row))) for row in rows[:MOST_ABOVE]]
    if not counts:
        return -1, 0
    most = max(counts)
    return most, counts.index(most)


def _table(rows: list[list[str]], at: int) -> list[list[str]]:
    """Return the rows from the header (index `at`) to the last row that has a value.

    All rows returned have the same number of cells.
    """
    kept = rows[at:]
    width = max((_width(row) for row in kept), default=0)
    while kept and not any(kept[-1]):
        kept.pop()
    return [[*row[:width], *[""] * (width - len(row))] for row in kept]


def _width(row: list[str]) -> int:
    return max((place for place, value in enumerate(row, start=1) if value), default=0)


def _written(value: Any) -> str:
    """Return a cell's value as a text that importers read as the same value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else str(value or "")


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return f"{text}0" if fullmatch(OPEN, text) else text
