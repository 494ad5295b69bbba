"""Read named columns into clean arrays; an error names the column that cannot be read, and why.

Columns may come from a dictionary of arrays, a DuckDB result (`fetchnumpy`, whose missing values
are masked) or a data frame: in each of them `columns[name]` is a column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cruscotto.evaluation.errors import (
    ColumnNotFound,
    NotNumeric,
    TreatmentNotBinary,
    ValuesMissing,
)

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]


class Columns(Protocol):
    """A mapping that returns a column by its name."""

    def __getitem__(self, name: str, /) -> Any: ...
    def __contains__(self, name: object, /) -> bool: ...
    def __iter__(self) -> Iterator[Any]: ...


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length; only the rows in `keep` are read."""

    columns: Columns
    keep: Flags | None = None

    def numbers(self, name: str, empty: float | None = None) -> Array:
        """Return a column as finite 64-bit floats.

        Narrow types are widened first: the square of an age in 8 bits would overflow without an
        error.

        Args:
            name: the column's name.
            empty: the value that empty rows get; where absent, empty rows raise an error.

        Raises:
            ColumnNotFound: there is no such column.
            ValuesMissing: some kept rows are empty.
            NotNumeric: some kept rows hold text, dates or infinities.
        """
        values = self._complete(name) if empty is None else self._filled(name, empty)
        if holds_text(values):
            raise NotNumeric(column=name, value=_first_text(values))
        numbers = np.asarray(values, dtype=np.float64)
        _require_finite(numbers, name)
        return numbers

    @property
    def height(self) -> int:
        """Return the number of rows that are read."""
        if self.keep is not None:
            return int(self.keep.sum())
        return next((len(self.columns[name]) for name in self.columns), 0)

    def indicator(self, name: str) -> Flags:
        """Return a 0/1 column as flags; any other value raises an error that names the column."""
        values = self.numbers(name)
        found = np.unique(values)
        if not np.isin(found, (0.0, 1.0)).all():
            raise TreatmentNotBinary(column=name, values=", ".join(f"{v:g}" for v in found[:5]))
        return np.asarray(values == 1.0, dtype=np.bool_)

    def levels(self, name: str) -> NDArray[np.str_]:
        """Return a column as text labels, whatever its type."""
        codes, labels = self.coded(name)
        return np.array(labels, dtype=np.str_)[codes] if labels else np.empty(0, dtype=np.str_)

    def levels_or_empty(self, name: str) -> NDArray[np.str_]:
        """Return a column as text labels, empty rows as an empty text."""
        values, missing = self._kept(name)
        return np.where(missing, "", values.astype(np.str_))

    def codes(self, name: str) -> Codes:
        """Return a column as consecutive integers, one for each distinct value."""
        return self.coded(name)[0]

    def coded(self, name: str) -> tuple[Codes, tuple[str, ...]]:
        """Return a column as consecutive integers, and the label of each integer in order."""
        values = self._complete(name)
        values = values.astype(np.str_) if values.dtype.kind == "O" else values
        labels, codes = np.unique(values, return_inverse=True)
        return codes.astype(np.int64), tuple(_as_label(label) for label in labels)

    def is_text(self, name: str) -> bool:
        """Return whether a column contains labels and not quantities."""
        return holds_text(self._complete(name))

    def _kept(self, name: str) -> tuple[NDArray[Any], Flags]:
        values, missing = split_missing(find(self.columns, name))
        return (values, missing) if self.keep is None else (values[self.keep], missing[self.keep])

    def _complete(self, name: str) -> NDArray[Any]:
        values, missing = self._kept(name)
        if missing.any():
            raise ValuesMissing(column=name, rows=int(missing.sum()), of=len(missing))
        return values

    def _filled(self, name: str, empty: float) -> NDArray[Any]:
        values, missing = self._kept(name)
        return np.where(missing, empty, values) if missing.any() else values


def find(columns: Columns, name: str) -> Any:
    """Return a column; the error for a missing column lists columns with similar names."""
    if name not in columns:
        known = [str(known) for known in columns]
        similar = get_close_matches(name, known, n=3) or known[:5]
        raise ColumnNotFound(column=name, similar=", ".join(similar))
    return columns[name]


def split_missing(column: Any) -> tuple[NDArray[Any], Flags]:
    """Return the values of a column, and whether each value is missing."""
    is_missing = getattr(column, "isna", None)
    if is_missing is not None:  # a pandas column: its own NA has no truth value
        return np.asarray(column), np.asarray(is_missing(), dtype=bool)
    values = np.ma.getdata(column) if np.ma.isMaskedArray(column) else np.asarray(column)
    masked = np.ma.getmaskarray(column) if np.ma.isMaskedArray(column) else False
    return values, np.asarray(masked | _not_a_value(values), dtype=bool)


def holds_text(values: NDArray[Any]) -> bool:
    """Return whether an array holds labels: texts, days, or objects with at least one text."""
    if values.dtype.kind == "O":
        return any(isinstance(value, str) for value in values)
    return values.dtype.kind in "USmM"


def _first_text(values: NDArray[Any]) -> str:
    """Return the first value that is no number, for the error message."""
    texts = [str(value) for value in values]
    return next((text for text in texts if not _is_number(text)), texts[0] if texts else "")


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def rows_within(columns: Columns, name: str, low: object, high: object) -> Flags:
    """Return whether each row of a column lies between two values, both included.

    An empty row counts as outside.
    """
    values, missing = split_missing(find(columns, name))
    inside = np.zeros(len(values), dtype=np.bool_)
    present = values[~missing]
    bounds = np.asarray([low, high]).astype(values.dtype)
    inside[~missing] = (present >= bounds[0]) & (present <= bounds[1])
    return inside


def _not_a_value(values: NDArray[Any]) -> Flags:
    if values.dtype.kind == "O":
        # NaN is the only value that differs from itself; it hides among objects too
        return np.array([value is None or value != value for value in values], dtype=bool)
    if values.dtype.kind == "f":
        return np.asarray(np.isnan(values), dtype=np.bool_)
    if values.dtype.kind in "mM":
        return np.asarray(np.isnat(values), dtype=np.bool_)
    return np.zeros(len(values), dtype=bool)


def _require_finite(numbers: Array, name: str) -> None:
    infinite = ~np.isfinite(numbers)
    if infinite.any():
        raise NotNumeric(column=name, value=str(numbers[infinite][0]))


def _as_label(value: Any) -> str:
    """Return a value as a label: 1978 and not 1978.0, a day without the hour of midnight."""
    if isinstance(value, np.floating) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).removesuffix("T00:00:00.000000")
