"""Make a workbook without its rows: styles, header, filter, frozen header and sheet of notes.

XlsxWriter needs a call per cell, which takes minutes for a million rows. So it writes the header
and one model row, from which the letters and the style of each column's cells are read.
`cruscotto.export.workbook.xlsx` then replaces the model row by the XML of all rows.
"""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from cruscotto.export import notices
from cruscotto.export.table import ExportTable, Provenance, SourceNote
from cruscotto.i18n import Text

DATA_SHEET = "xl/worksheets/sheet1.xml"
# files carry no clock: where no edition is known, this stands in for the date of creation
NO_EDITION = "2000-01-01"

_FORMATS = {"date": "dd/mm/yyyy", "datetime": "dd/mm/yyyy hh:mm:ss", "money": "#,##0.00"}
_WIDTHS = {"text": 24, "date": 12, "datetime": 20, "money": 18, "number": 14, "boolean": 10}


@dataclass(frozen=True)
class Frame:
    """A workbook without its rows.

    Attributes:
        parts: the content of every file in the workbook's archive except the data sheet, by name.
        head: the data sheet's XML up to the end of the header row.
        tail: the data sheet's XML after the rows.
        columns: for each column, the letters and the style attribute of its cells.
    """

    parts: dict[str, bytes]
    head: bytes
    tail: bytes
    columns: tuple[tuple[str, str], ...]


def cell_kind(kind: pa.DataType) -> str:
    """Return how a workbook shows a column: text, date, datetime, money, number or boolean."""
    tests = {
        "date": pa.types.is_date,
        "datetime": pa.types.is_timestamp,
        "money": pa.types.is_decimal,
        "boolean": pa.types.is_boolean,
    }
    shown = next((name for name, test in tests.items() if test(kind)), None)
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    return shown or ("number" if number else "text")


def framed(table: ExportTable, row_count: int) -> Frame:
    """Return a table's workbook without its rows, prepared for `row_count` rows."""
    archive = ZipFile(io.BytesIO(_workbook(table, row_count)))
    parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts.pop(DATA_SHEET).decode()
    model = re.search(r'<row r="2"[^>]*>(.*?)</row>', sheet)
    if model is None:
        raise ValueError("the frame has no model row")
    width = len(table.schema)
    head = sheet[: model.start()].replace(
        f'<dimension ref="A1:{xl_col_to_name(width - 1)}2"/>',
        f'<dimension ref="A1:{xl_col_to_name(width - 1)}{row_count + 1}"/>',
    )
    cells = re.findall(r'<c r="([A-Z]+)2"( s="\d+")?', model[1])
    return Frame(parts, head.encode(), sheet[model.end() :].encode(), tuple(cells))


def _workbook(table: ExportTable, row_count: int) -> bytes:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "constant_memory": False})
    _describe(book, table.provenance)
    _data_sheet(book, table.schema, row_count)
    _note_sheet(book, table.provenance)
    book.close()
    return stream.getvalue()


def _describe(book: Any, provenance: Provenance) -> None:
    edition = next(iter(provenance.editions), NO_EDITION)
    book.set_properties(
        {
            "title": provenance.title.it,
            "subject": " ".join(_warning(provenance)),
            "author": "Cruscotto Strategico",
            "created": moment_of(edition),
        }
    )


def moment_of(edition: str) -> datetime:
    """Return the date of an edition, which a workbook states as its date of creation.

    The real date of creation would change the bytes of equal content. If an edition is not a date,
    return `NO_EDITION`.
    """
    try:
        return datetime.fromisoformat(edition)
    except ValueError:
        return datetime.fromisoformat(NO_EDITION)


def _data_sheet(book: Any, schema: pa.Schema, row_count: int) -> None:
    sheet, bold = book.add_worksheet("Dati"), book.add_format({"bold": True})
    formats = {name: book.add_format({"num_format": f}) for name, f in _FORMATS.items()}
    for place, field in enumerate(schema):
        kind = cell_kind(field.type)
        sheet.set_column(place, place, max(_WIDTHS[kind], len(field.name) + 3))
        sheet.write_string(0, place, field.name, bold)
        sheet.write_number(1, place, 0, formats.get(kind))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, row_count, len(schema) - 1)


def _note_sheet(book: Any, provenance: Provenance) -> None:
    sheet, bold = book.add_worksheet("Note"), book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 2, 80)
    sheet.write_row(0, 0, ["", "Italiano", "English"], bold)
    for row, (name, italian, english) in enumerate(notes(provenance), start=1):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, italian, wrapped)
        sheet.write_string(row, 2, english, wrapped)


def notes(provenance: Provenance) -> list[tuple[str, str, str]]:
    """Return the lines of a workbook's sheet of notes as (name, Italian text, English text)."""
    pairs = [(notices.TITLE, provenance.title)]
    if provenance.data_kind in notices.KIND_SENTENCES:
        pairs.append((notices.WARNING, notices.KIND_SENTENCES[provenance.data_kind]))
    pairs.append((notices.DATA_SET, notices.DATA_SETS[provenance.data_set]))
    pairs.append((notices.FILTERS, _filters(provenance)))
    pairs.append((notices.EDITIONS, _same(", ".join(provenance.editions) or "–")))
    pairs += [(notices.SOURCE, _source(source)) for source in provenance.sources]
    pairs.append((notices.VIEW, _same(provenance.shown_at)))
    if provenance.audience:
        pairs.append((notices.AUDIENCE, _same(provenance.audience)))
    pairs.append((notices.LIMITS, notices.CELL_LIMIT))
    lines = [(f"{name.it} / {name.en}", text.it, text.en) for name, text in pairs]
    defined = (*provenance.definitions, *provenance.columns)
    return lines + [(d.name, d.definition.it, d.definition.en) for d in defined]


def _warning(provenance: Provenance) -> list[str]:
    sentence = notices.KIND_SENTENCES.get(provenance.data_kind)
    return [sentence.it, sentence.en] if sentence else []


def _same(text: str) -> Text:
    return Text(it=text, en=text)


def _filters(provenance: Provenance) -> Text:
    kept = [f"{name} = {', '.join(codes)}" for name, codes in sorted(provenance.filters.items())]
    return _same("; ".join(kept)) if kept else notices.NO_FILTERS


def _source(source: SourceNote) -> Text:
    facts = (source.publisher, source.licence, source.page, ", ".join(source.editions))
    rest = ". ".join(filter(None, facts))
    rhythm = source.rhythm or _same("")
    return Text(
        it=f"{source.name.it}. {rest}. {rhythm.it}".rstrip(". "),
        en=f"{source.name.en}. {rest}. {rhythm.en}".rstrip(". "),
    )
