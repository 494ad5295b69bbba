"""Turn Arrow record batches into the bytes of delimited lines, one column at a time.

Arrow's kernels turn each column into text, and only rows that need quotes are changed. The columns
are then joined row by row; the text buffer of the joined column is the content of the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.export.buffers import (
    Rows,
    holds,
    marked,
    offsets_of,
    rewritten,
    rows_empty,
    rows_holding,
    text_column,
)
from cruscotto.export.formulas import guarded
from cruscotto.export.sink import Sink, made_in_order
from cruscotto.export.table import ExportTable, Written

# Large enough for the kernels to pay off; small enough for the lines of a wide table to stay under
# the sixteen megabytes above which the allocator asks the system for new, cleared pages each time.
BATCH_ROWS = 16_384
_JOINED = 12
# From 1 January 2000, in days after 1970, to the end of 2039.
_FIRST_DAY, _DAYS = 10957, 14610
_TO_COMMA = bytes.maketrans(b".", b",")


@dataclass(frozen=True)
class Dialect:
    """The separators, formats and words with which a style of delimited file writes its cells."""

    delimiter: str
    line_end: str
    decimal_comma: bool
    date: str
    datetime: str
    true: str
    false: str
    byte_order_mark: bytes
    guards_formulas: bool


def write_delimited(table: ExportTable, dialect: Dialect, stream: BinaryIO) -> Written:
    """Write a table to a stream as a header and delimited lines."""
    sink, row_count = Sink(stream), 0
    sink.write(dialect.byte_order_mark + header(table.schema.names, dialect))
    batches = table.batches(BATCH_ROWS)
    for piece, rows in made_in_order(batches, lambda batch: (lines(batch, dialect), len(batch))):
        sink.write(piece)
        row_count += rows
    return sink.written(row_count)


def header(names: list[str], dialect: Dialect) -> bytes:
    """Return the first line of a delimited file, with the columns' names, as bytes."""
    cells = as_text(pa.array(names), dialect).to_pylist()
    return (dialect.delimiter.join(cells) + dialect.line_end).encode()


def lines(batch: pa.RecordBatch, dialect: Dialect) -> memoryview:
    """Return the rows of a batch as the bytes of delimited lines."""
    cells = _merged(_texts(batch.columns, dialect), dialect.delimiter)
    cells[-1] = _ended(cells[-1], dialect.line_end)
    # a join of a few joins: the kernel slows down with the number of its columns
    while len(cells) > 1:
        cells = [
            joined(cells[start : start + _JOINED], dialect.delimiter)
            for start in range(0, len(cells), _JOINED)
        ]
    text: pa.StringArray = cells[0]
    return memoryview(text.buffers()[2])[: offsets_of(text)[-1]]


def _texts(columns: list[pa.Array], dialect: Dialect) -> list[pa.StringArray | str]:
    """Return the columns as text.

    A column whose rows are all equal becomes a single text, unless it is the first column. Two
    equal columns of amounts are turned into text once. For example, whole amounts and their parts
    in the selection are equal if no operation is only partly in the selection.
    """
    amounts: list[tuple[pa.Array, pa.StringArray]] = []
    cells: list[pa.StringArray | str] = []
    for place, column in enumerate(columns):
        # one column at least has a text for each row, or there would be one line
        if place and _has_one_value(column):
            cells.append(as_text(column.slice(0, 1), dialect).to_pylist()[0] or "")
            continue
        known = (text for amount, text in amounts if amount.equals(column))
        cells.append(next(known, None) or as_text(column, dialect))
        if pa.types.is_decimal(column.type):
            amounts.append((column, cells[-1]))
    return cells


def _has_one_value(column: pa.Array) -> bool:
    return bool(column[0].equals(column[-1]) and column[1:].equals(column[:-1]))


def _ended(cell: pa.StringArray | str, line_end: str) -> pa.StringArray | str:
    return cell + line_end if isinstance(cell, str) else joined([cell, line_end], "")


def _merged(cells: list[pa.StringArray | str], delimiter: str) -> list[pa.StringArray | str]:
    """Return the cells, with neighbouring single texts joined by the delimiter.

    A single text stands for a column whose rows are all equal (see `_texts`).
    """
    merged: list[pa.StringArray | str] = []
    for is_text, group in groupby(cells, lambda cell: isinstance(cell, str)):
        neighbours = list(group)
        merged += [delimiter.join(neighbours)] if is_text else neighbours
    return merged


def joined(cells: list[pa.StringArray | str], delimiter: str) -> pa.StringArray:
    """Return one column that joins columns of text row by row; a null cell counts as empty."""
    return pc.binary_join_element_wise(
        *cells, delimiter, null_handling="replace", null_replacement=""
    )


def as_text(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    """Return a column as the text of cells of a delimited file, with quotes where necessary."""
    for belongs, write in _WRITERS:
        if belongs(column.type):
            return write(column, dialect)
    raise TypeError(f"no delimited form for {column.type}")


def _words(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    text = text_column(column)
    return _quoted(guarded(text) if dialect.guards_formulas else text, dialect)


def _quoted(column: pa.StringArray, dialect: Dialect) -> pa.StringArray:
    """Return text with quotes around cells that have a delimiter, quote or line end, or are empty.

    A null is written without quotes, so that strict readers distinguish it from empty text.
    """
    special = rows_holding(column, dialect.delimiter + '"\r\n')
    empty = rows_empty(column)
    rows = np.union1d(special, empty) if len(empty) else special
    if not len(rows):
        return column
    if not holds(column, '"'):
        return _between_quotes(column, rows)
    return rewritten(column, rows, _in_quotes)


def _between_quotes(column: pa.StringArray, rows: Rows) -> pa.StringArray:
    """Return a column with quotes around the given rows; no row may contain a quote yet."""
    mark = pc.if_else(pa.array(marked(column, rows)), '"', "")
    return pc.binary_join_element_wise(mark, column, mark, "")


def _in_quotes(cells: pa.StringArray) -> pa.StringArray:
    return pc.binary_join_element_wise('"', pc.replace_substring(cells, '"', '""'), '"', "")


def _integers(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    return pc.cast(column, pa.string())


def _decimals(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    return _with_mark(pc.cast(column, pa.string()), dialect)


def _floats(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    """Return floats as the shortest text that reads back as the same number.

    NaN and infinity become null.
    """
    values = column.to_numpy(zero_copy_only=False).astype(np.float64) + 0.0
    text = pa.array(values.astype(str), pa.string(), mask=~np.isfinite(values))
    return _with_mark(pc.replace_substring_regex(text, r"\.0$", ""), dialect)


def _with_mark(numbers: pa.StringArray, dialect: Dialect) -> pa.StringArray:
    validity, offsets, digits = numbers.buffers()
    if not dialect.decimal_comma or digits is None:
        return numbers
    swapped = pa.py_buffer(digits.to_pybytes().translate(_TO_COMMA))
    return pa.StringArray.from_buffers(
        len(numbers), offsets, swapped, validity, numbers.null_count, numbers.offset
    )


def _booleans(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    return pc.if_else(column, dialect.true, dialect.false)


def _dates(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    days = pc.subtract(column.cast(pa.date32()).cast(pa.int32()), _FIRST_DAY)
    span = pc.min_max(days).as_py()
    calendar = _calendar(dialect.date)
    if span["min"] is None or not 0 <= span["min"] <= span["max"] < len(calendar):
        return _each_once(column, dialect.date)
    return calendar.take(days)


@cache
def _calendar(pattern: str) -> pa.StringArray:
    """Return every day of the years 2000 to 2039 as text, so that dates can be looked up."""
    days = pa.array(range(_FIRST_DAY, _FIRST_DAY + _DAYS), pa.int32())
    return pc.strftime(days.cast(pa.date32()), pattern)


def _datetimes(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    return _each_once(column.cast(pa.timestamp("s"), safe=False), dialect.datetime)


def _each_once(column: pa.Array, pattern: str) -> pa.StringArray:
    # days repeat, and writing one costs more than looking it up
    coded = column.dictionary_encode()
    return pc.strftime(coded.dictionary, pattern).take(coded.indices)


def _absent(column: pa.Array, dialect: Dialect) -> pa.StringArray:
    return pa.nulls(len(column), pa.string())


def _is_text(kind: pa.DataType) -> bool:
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests) or pa.types.is_dictionary(kind)


_WRITERS: tuple[
    tuple[Callable[[pa.DataType], bool], Callable[[pa.Array, Dialect], pa.StringArray]], ...
] = (
    (_is_text, _words),
    (pa.types.is_decimal, _decimals),
    (pa.types.is_integer, _integers),
    (pa.types.is_floating, _floats),
    (pa.types.is_boolean, _booleans),
    (pa.types.is_date, _dates),
    (pa.types.is_timestamp, _datetimes),
    (pa.types.is_null, _absent),
)
