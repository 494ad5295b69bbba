"""Write CSV for programs: UTF-8, comma, decimal point, ISO dates, `true` and `false`, LF.

Text is written exactly as in the table, even where a spreadsheet would run it as a formula.
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
