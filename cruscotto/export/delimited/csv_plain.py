"""CSV as programs read it: UTF-8, `,`, decimal point, ISO dates, `true` and `false`, LF.

Text is exactly the text of the table: nothing is guarded against spreadsheets here.
"""

from typing import BinaryIO

from cruscotto.export.delimited.lines import Dialect, write_delimited
from cruscotto.export.table import ExportTable, Written

DIALECT = Dialect(
    delimiter=",",
    line_end="\n",
    decimal_comma=False,
    date="%Y-%m-%d",
    datetime="%Y-%m-%dT%H:%M:%S",
    true="true",
    false="false",
    byte_order_mark=b"",
    guards_formulas=False,
)


def write(table: ExportTable, stream: BinaryIO) -> Written:
    """Write a table as plain CSV."""
    return write_delimited(table, DIALECT, stream)
