"""Write XLSX with real numbers and dates, a frozen header, a filter and a sheet of notes.

The bytes of the file depend on the rows and their provenance only, not on the time.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa

from cruscotto.export.errors import RowsExceedSheet, TextExceedsSheet
from cruscotto.export.sink import made_in_order
from cruscotto.export.table import ExportTable, Written
from cruscotto.export.workbook.frame import DATA_SHEET, Frame, framed
from cruscotto.export.workbook.rows import rows_xml

SHEET_ROWS = 1_048_575
BATCH_ROWS = 8_192
# Beyond this an archive needs 64-bit sizes, which Excel accepts with a warning: only where needed.
_LARGE_SHEET = 3 << 29
_CELL_MARKUP = 56
_COMPRESSION = 2


def write(table: ExportTable, stream: BinaryIO) -> Written:
    """Write a table to a stream as a workbook.

    Args:
        table: the table to write.
        stream: an empty, seekable stream, open for reading and writing.

    Raises:
        RowsExceedSheet: the table has more rows than a worksheet can hold.
        TextExceedsSheet: the worksheet's text is larger than a workbook file allows.
    """
    row_count, size = _extent(table)
    frame = framed(table, row_count)
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        _write_sheet(archive, table, frame, is_large=size > _LARGE_SHEET)
        for name, part in frame.parts.items():
            archive.writestr(_entry(name), part)
    return _checked(row_count, stream)


def _checked(row_count: int, stream: BinaryIO) -> Written:
    byte_count, digest = stream.tell(), sha256()
    stream.seek(0)
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return Written(row_count, digest.hexdigest(), byte_count)


def _extent(table: ExportTable) -> tuple[int, int]:
    """Return the number of rows of a table, and about how many bytes their XML will have."""
    rows = size = 0
    for batch in table.batches(BATCH_ROWS):
        rows += batch.num_rows
        size += batch.nbytes + _CELL_MARKUP * batch.num_rows * batch.num_columns
        if rows > SHEET_ROWS:
            raise RowsExceedSheet(limit=SHEET_ROWS)
    return rows, size


def _write_sheet(archive: ZipFile, table: ExportTable, frame: Frame, is_large: bool) -> None:
    try:
        with archive.open(_entry(DATA_SHEET), "w", force_zip64=is_large) as sheet:
            _pour(table, frame, sheet)
    except RuntimeError as error:
        raise TextExceedsSheet() from error


def _pour(table: ExportTable, frame: Frame, sheet: IO[bytes]) -> None:
    sheet.write(frame.head)
    placed = _placed(table.batches(BATCH_ROWS))
    for rows in made_in_order(placed, lambda at: rows_xml(at[1], at[0], frame.columns)):
        sheet.write(rows)
    sheet.write(frame.tail)


def _placed(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield (worksheet row of the batch's first row, batch); the header is row 1."""
    row = 2
    for batch in batches:
        yield row, batch
        row += batch.num_rows


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
