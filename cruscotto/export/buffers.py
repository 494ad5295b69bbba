"""Find the rows of a text column that need a change, by a scan of the bytes of the whole column.

Most cells need no escaping. A scan of the column's bytes finds the other cells in a tenth of the
time that a regular expression takes on every row.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Marks = NDArray[np.bool_]


def text_column(column: pa.Array) -> pa.StringArray:
    """Return a column of any Arrow type of text as type `string`, which has 32-bit offsets."""
    return column if pa.types.is_string(column.type) else pc.cast(column, pa.string())


def offsets_of(column: pa.StringArray) -> NDArray[np.int32]:
    """Return the positions in `bytes_of(column)` where each row starts and the last row ends."""
    if not len(column):
        return np.zeros(1, np.int32)
    return np.frombuffer(column.buffers()[1], np.int32)[column.offset :][: len(column) + 1]


def bytes_of(column: pa.StringArray) -> NDArray[np.uint8]:
    """Return the UTF-8 bytes of a column's texts, to which `offsets_of` refers.

    If the column is a slice, the bytes of the rows outside the slice are included.
    """
    values = column.buffers()[2]
    return np.frombuffer(values, np.uint8) if values is not None else np.zeros(0, np.uint8)


def rows_starting_with(column: pa.StringArray, marked: Marks) -> Rows:
    """Return the indices of rows whose first byte is flagged in a `byte_table`.

    The indices may include rows that are empty.
    """
    return _rows_at(column, offsets_of(column)[:-1], marked)


def rows_ending_with(column: pa.StringArray, marked: Marks) -> Rows:
    """Return the indices of rows whose last byte is flagged in a `byte_table`.

    The indices may include rows that are empty.
    """
    return _rows_at(column, offsets_of(column)[1:] - 1, marked)


def _rows_at(column: pa.StringArray, places: NDArray[np.int32], marked: Marks) -> Rows:
    values = bytes_of(column)
    if not len(values):
        return np.zeros(0, np.intp)
    return np.flatnonzero(marked[values.take(places, mode="clip")])


def rows_holding(column: pa.StringArray, characters: str) -> Rows:
    """Return the indices of rows that contain at least one of the given ASCII characters."""
    offsets = offsets_of(column)
    values = bytes_of(column)[offsets[0] : offsets[-1]]
    raw = values.tobytes()
    found = np.zeros(len(column), np.bool_)
    for character in characters.encode("ascii"):
        if character in raw:
            places = np.flatnonzero(values == character) + offsets[0]
            # how many come before each row: rows are fewer than commas in a text, and in order
            before = np.searchsorted(places, offsets)
            found |= before[1:] > before[:-1]
    return np.flatnonzero(found)


def holds(column: pa.StringArray, character: str) -> bool:
    """Return whether any row of a column contains the given ASCII character."""
    offsets = offsets_of(column)
    return character.encode("ascii") in bytes_of(column)[offsets[0] : offsets[-1]].tobytes()


def marked(column: pa.StringArray, rows: Rows) -> Marks:
    """Return a flag for each row of a column: true for the rows of the given indices."""
    mask = np.zeros(len(column), np.bool_)
    mask[rows] = True
    return mask


def rows_empty(column: pa.StringArray) -> Rows:
    """Return the indices of rows whose text is empty; rows that are null do not count."""
    offsets = offsets_of(column)
    empty = np.flatnonzero(offsets[1:] == offsets[:-1])
    if not column.null_count or not len(empty):
        return empty
    present: Marks = np.asarray(column.is_valid(), np.bool_)
    return empty[present[empty]]


def byte_table(characters: str, *ranges: range) -> Marks:
    """Return a flag for each of the 256 bytes: true for the given characters and ranges."""
    table = np.zeros(256, np.bool_)
    table[[*characters.encode("ascii"), *(byte for span in ranges for byte in span)]] = True
    return table


def rewritten(
    column: pa.StringArray, rows: Rows, change: Callable[[pa.StringArray], pa.StringArray]
) -> pa.StringArray:
    """Return the column with `change` applied to the rows of the given indices."""
    if not len(rows):
        return column
    if len(rows) == len(column):
        return change(column)
    return pc.replace_with_mask(column, marked(column, rows), change(column.take(pa.array(rows))))
