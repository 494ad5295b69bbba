"""Columns of text in the publisher's formats, made for all rows at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.demo.chance import Days, Ints, Mask

Column = Any  # a pyarrow array of strings; pyarrow has no types of its own


def constant(value: str, size: int) -> Column:
    """Return a column with the same text in every row."""
    return pa.repeat(pa.scalar(value, pa.string()), size)


def pick(words: Sequence[str], index: Ints) -> Column:
    """Return a column with, in each row, the word that the row's index selects from a list."""
    return pa.array(words, pa.string()).take(pa.array(index))


def glue(*parts: Column | str) -> Column:
    """Return a column that joins the arguments' texts in each row.

    An argument is a column, or one text that is the same in all rows.
    """
    return pc.binary_join_element_wise(*parts, "")


def number(values: Ints, width: int = 0) -> Column:
    """Return whole numbers as a column of text, with leading zeros up to a width."""
    text = pa.array(values).cast(pa.string())
    return pc.utf8_lpad(text, width, "0") if width else text


def amount(cents: Ints, *, blank_zero: bool = True) -> Column:
    """Return cents as a column of euro with decimal comma; zero is blank, as in published files."""
    text = glue(number(cents // 100), ",", number(cents % 100, 2))
    return blank_unless(cents != 0, text) if blank_zero else text


def day(days: Days, shown: Mask | None = None) -> Column:
    """Return dates as a column of YYYYMMDD, blank in rows outside `shown`."""
    years = days.astype("datetime64[Y]")
    months = days.astype("datetime64[M]")
    value = (
        (years.astype(int) + 1970) * 10_000
        + ((months - years).astype(int) + 1) * 100
        + (days.astype("datetime64[D]") - months).astype(int)
        + 1
    )
    text = number(value.astype(np.int64))
    return text if shown is None else blank_unless(shown, text)


def blank_unless(shown: Mask, text: Column) -> Column:
    """Return a column with the texts of `text` in the rows of `shown`, blank in all others."""
    return pc.if_else(pa.array(shown), text, "")


def choose(chosen: Mask, yes: Column | str, no: Column | str) -> Column:
    """Return a column with the text of `yes` in the chosen rows, and of `no` in all others."""
    return pc.if_else(pa.array(chosen), yes, no)


def put(column: Column, places: Ints, values: Sequence[str]) -> Column:
    """Return a column with the texts in the rows at `places` replaced by `values`."""
    order = np.argsort(places)
    mask = np.zeros(len(column), dtype=bool)
    mask[places] = True
    return pc.replace_with_mask(
        column, pa.array(mask), pa.array([values[i] for i in order], pa.string())
    )
