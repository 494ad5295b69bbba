"""Write whole columns of text at once, in the publisher's formats."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.demo.chance import Days, Ints, Mask

Column = Any  # a pyarrow array of strings; pyarrow has no types of its own


def constant(value: str, size: int) -> Column:
    """Return the same text in every row."""
    return pa.repeat(pa.scalar(value, pa.string()), size)


def pick(words: Sequence[str], index: Ints) -> Column:
    """Return the word at each row's index."""
    return pa.array(words, pa.string()).take(pa.array(index))


def glue(*parts: Column | str) -> Column:
    """Join texts and columns of text, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def number(values: Ints, width: int = 0) -> Column:
    """Write whole numbers, with zeros in front up to a width."""
    text = pa.array(values).cast(pa.string())
    return pc.utf8_lpad(text, width, "0") if width else text


def amount(cents: Ints, *, blank_zero: bool = True) -> Column:
    """Write cents as euro with a decimal comma; zero is a blank, as in published files."""
    text = glue(number(cents // 100), ",", number(cents % 100, 2))
    return blank_unless(cents != 0, text) if blank_zero else text


def day(days: Days, shown: Mask | None = None) -> Column:
    """Write dates as YYYYMMDD, blank where they are not shown."""
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
    """Keep the text of the rows shown."""
    return pc.if_else(pa.array(shown), text, "")


def choose(chosen: Mask, yes: Column | str, no: Column | str) -> Column:
    """Return one text or the other, row by row."""
    return pc.if_else(pa.array(chosen), yes, no)


def put(column: Column, places: Ints, values: Sequence[str]) -> Column:
    """Return the column with other texts at a few rows."""
    order = np.argsort(places)
    mask = np.zeros(len(column), dtype=bool)
    mask[places] = True
    return pc.replace_with_mask(
        column, pa.array(mask), pa.array([values[i] for i in order], pa.string())
    )
