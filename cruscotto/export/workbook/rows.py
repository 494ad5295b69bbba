"""Turn Arrow record batches into the XML of worksheet rows, one column at a time.

The XML is equal to that of XlsxWriter with `constant_memory`; a test compares the two. Text is in
the cell itself, dates are serial days, control characters are `_xHHHH_`.
"""

import re
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.export.buffers import (
    byte_table,
    bytes_of,
    offsets_of,
    rewritten,
    rows_ending_with,
    rows_starting_with,
    text_column,
)
from cruscotto.export.delimited.lines import joined
from cruscotto.export.workbook.frame import cell_kind

CELL_CHARACTERS = 32_767
CUT = "[…]"

# Serial day 61 is 1 March 1900; before it Excel counts a 29 February that never was.
_FIRST_DAY = date(1900, 3, 1)
_EPOCH_SERIAL = 25_569
_DAY_SECONDS = 86_400
_BLANKS = byte_table(" \t\n\r")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ODD = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]|_x[0-9a-fA-F]{4}_"
_LOOKS_ESCAPED = re.compile("_(x[0-9a-fA-F]{4}_)")


def rows_xml(
    batch: pa.RecordBatch, first_row: int, columns: tuple[tuple[str, str], ...]
) -> memoryview:
    """Return the rows of a batch as the XML of worksheet rows.

    Args:
        batch: the rows.
        first_row: the number of the first row in the worksheet.
        columns: for each column, the letters and the style attribute of its cells.
    """
    numbers = pc.cast(pa.array(np.arange(first_row, first_row + batch.num_rows)), pa.string())
    cells = [
        cell_xml(column, f'<c r="{letters}', numbers, style)
        for column, (letters, style) in zip(batch.columns, columns, strict=True)
    ]
    rows = joined(['<row r="', numbers, '">', joined(cells, ""), "</row>"], "")
    return memoryview(rows.buffers()[2])[: offsets_of(rows)[-1]]


def cell_xml(column: pa.Array, start: str, numbers: pa.StringArray, style: str) -> pa.StringArray:
    """Return the values of a column as the XML of worksheet cells; a null has no cell.

    Args:
        column: the values.
        start: the XML of a cell up to the letters of its column.
        numbers: the number of each row in the worksheet.
        style: the style attribute of the cells.
    """
    kind = cell_kind(column.type)
    if kind == "text":
        return _texts(text_column(column), start, numbers, style)
    if kind == "boolean":
        digits = pc.if_else(column, "1", "0")
        return _cells(start, numbers, f'"{style} t="b"><v>', digits, "</v></c>")
    if kind == "date":
        return _days(column, start, numbers, style)
    digits = _serial_moments(column) if kind == "datetime" else _digits(column)
    return _cells(start, numbers, f'"{style}><v>', digits, "</v></c>")


def _cells(*parts: pa.StringArray | str) -> pa.StringArray:
    return pc.binary_join_element_wise(*parts, "")


def _texts(
    column: pa.StringArray, start: str, numbers: pa.StringArray, style: str
) -> pa.StringArray:
    text = escaped(shortened(column))
    opening = f'"{style} t="inlineStr"><is><t>'
    cells = _cells(start, numbers, opening, text, "</t></is></c>")
    blank = np.union1d(rows_starting_with(text, _BLANKS), rows_ending_with(text, _BLANKS))
    return rewritten(cells, blank, _space_kept)


def _space_kept(cells: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring(cells, "<t>", '<t xml:space="preserve">', max_replacements=1)


def _days(column: pa.Array, start: str, numbers: pa.StringArray, style: str) -> pa.StringArray:
    """Return dates as the XML of cells: serial days, or ISO text for dates before March 1900."""
    old = pc.less(column, pa.scalar(_FIRST_DAY, pa.date32()))
    serial = pc.add(pc.cast(column.cast(pa.date32()), pa.int32()), _EPOCH_SERIAL)
    cells = _cells(start, numbers, f'"{style}><v>', pc.cast(serial, pa.string()), "</v></c>")
    if not pc.any(old).as_py():
        return cells
    text = pc.cast(column, pa.string())
    opening = f'"{style} t="inlineStr"><is><t>'
    return pc.if_else(old, _cells(start, numbers, opening, text, "</t></is></c>"), cells)


def _serial_moments(column: pa.Array) -> pa.StringArray:
    seconds = pc.cast(column.cast(pa.timestamp("s"), safe=False), pa.int64())
    days = pc.add(pc.divide(pc.cast(seconds, pa.float64()), _DAY_SECONDS), _EPOCH_SERIAL)
    return pc.cast(days, pa.string())


def _digits(column: pa.Array) -> pa.StringArray:
    if not pa.types.is_floating(column.type):
        return pc.cast(column, pa.string())
    finite = pc.if_else(pc.is_finite(column), column, None)
    return pc.cast(finite, pa.string())


def escaped(column: pa.StringArray) -> pa.StringArray:
    """Return a column of text escaped for the XML of a worksheet."""
    raw = bytes_of(column).tobytes()
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        if character.encode() in raw:
            column = pc.replace_substring(column, character, entity)
    if not _has_control(raw):
        return column
    odd = pc.match_substring_regex(column, _ODD)
    return rewritten(column, np.flatnonzero(np.asarray(odd.fill_null(False))), _control_escaped)


def _has_control(raw: bytes) -> bool:
    values = np.frombuffer(raw, np.uint8)
    return bool(np.any(values < 0x20)) or b"_x" in raw or b"\xef\xbf" in raw


def _control_escaped(cells: pa.StringArray) -> pa.StringArray:
    # a handful of rows in a million: worth no kernel
    return pa.array([cell and _one_escaped(cell) for cell in cells.to_pylist()], pa.string())


def _one_escaped(text: str) -> str:
    kept = _LOOKS_ESCAPED.sub(r"_x005F_\1", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", kept)


def shortened(column: pa.StringArray) -> pa.StringArray:
    """Return a column in which texts too long for a cell are cut and end in `[…]`."""
    offsets = offsets_of(column)
    long = np.flatnonzero(np.diff(offsets) > CELL_CHARACTERS)
    return rewritten(column, long, _cut)


def _cut(cells: pa.StringArray) -> pa.StringArray:
    return pa.array([cell and _one_cut(cell) for cell in cells.to_pylist()], pa.string())


def _one_cut(text: str) -> str:
    # Excel counts UTF-16 units: a character beyond the first plane is two
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_CHARACTERS:
        return text
    return units[: 2 * (CELL_CHARACTERS - len(CUT))].decode("utf-16-le", "ignore") + CUT
