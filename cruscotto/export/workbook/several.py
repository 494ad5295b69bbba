"""Several small tables in one file: a workbook with a sheet for each, or an archive of CSV files.

The bytes of the file depend on the rows and their provenance only, not on the time.
"""

import io
import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa
from xlsxwriter import Workbook

from cruscotto.export.files import export_bytes, export_description, is_of_persons, note_given
from cruscotto.export.table import ExportTable, Written
from cruscotto.export.workbook.frame import NO_EDITION, cell_kind, moment_of, notes
from cruscotto.export.workbook.rows import shortened

Named = tuple[str, ExportTable]
NOTES = "Note"
# What a sheet's name may hold.
_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_FORMATS = {"date": "dd/mm/yyyy", "datetime": "dd/mm/yyyy hh:mm:ss", "money": "#,##0.00"}


def workbook(tables: Sequence[Named]) -> bytes:
    """Return a workbook with a sheet for each table, and a sheet of notes.

    Each table that is about persons is entered in the log of accesses.

    Args:
        tables: pairs of a title, which names the sheet, and a table.
    """
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    newest = max((e for _, table in tables for e in table.provenance.editions), default=NO_EDITION)
    book.set_properties({"author": "Cruscotto Strategico", "created": moment_of(newest)})
    names = _sheet_names([title for title, _ in tables])
    for name, (_, table) in zip(names, tables, strict=True):
        _sheet(book, name, table)
    _note_sheet(book, names, [table for _, table in tables])
    book.close()
    made = stream.getvalue()
    for _, table in tables:
        _note(table, made)
    return made


def archive(tables: Sequence[Named], style: str, ending: str) -> bytes:
    """Return a zip archive with a file for each table and, beside it, the file's description.

    Each table that is about persons is entered in the log of accesses.

    Args:
        tables: pairs of a file's name without ending, and a table.
        style: how the files are written, a key of `package.FORMATS`.
        ending: the ending of the files' names.
    """
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for number, (name, table) in enumerate(tables, 1):
            file = f"{number:02}_{name}{ending}"
            packed.writestr(_entry(file), export_bytes(table, style))
            packed.writestr(_entry(f"{file}.json"), export_description(table, style, file))
    return stream.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _note(table: ExportTable, made: bytes) -> None:
    if is_of_persons(table):
        rows = sum(batch.num_rows for batch in table.batches(8_192))
        note_given(table, "xlsx", Written(rows, sha256(made).hexdigest(), len(made)))


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """Return a unique sheet name for each title, cut to the length that Excel allows."""
    plain = (_FORBIDDEN.sub(" ", title) for title in titles)
    return [f"{number} {title}"[:_LONGEST].strip() for number, title in enumerate(plain, 1)]


def _sheet(book: Any, name: str, table: ExportTable) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    for place, field in enumerate(table.schema):
        sheet.set_column(place, place, min(48, max(14, len(field.name) + 3)))
        sheet.write_string(0, place, field.name, bold)
    row = 1
    for batch in table.batches(8_192):
        for place, column in enumerate(batch.columns):
            kind = cell_kind(column.type)
            for offset, value in enumerate(_cells(column, kind)):
                _write(sheet, row + offset, place, value, formats.get(kind))
        row += batch.num_rows
    sheet.freeze_panes(1, 0)


def _cells(column: pa.Array, kind: str) -> list[Any]:
    whole = shortened(column.cast(pa.string())) if kind == "text" else column
    return list(whole.to_pylist())


def _write(sheet: Any, row: int, place: int, value: Any, shown: Any) -> None:
    if value is None or value != value:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, str):
        sheet.write_string(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, shown)
    else:
        sheet.write_number(row, place, float(value), shown)


def _note_sheet(book: Any, names: Sequence[str], tables: Sequence[ExportTable]) -> None:
    sheet, bold = book.add_worksheet(NOTES), book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 3, 80)
    sheet.write_row(0, 0, ["", "", "Italiano", "English"], bold)
    row = 1
    for name, table in zip(names, tables, strict=True):
        for what, italian, english in notes(table.provenance):
            for place, text in enumerate((name, what, italian, english)):
                sheet.write_string(row, place, text, wrapped)
            row += 1
