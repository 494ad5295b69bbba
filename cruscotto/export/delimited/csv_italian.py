"""Write CSV that a spreadsheet set to Italian opens correctly with a double click.

The file is UTF-8 with a byte order mark, has `;` between cells, and ends lines with CR LF. Numbers
have a decimal comma and no thousands separator, dates are `dd/mm/yyyy`, truth values are `VERO` and
`FALSO`. Text that a spreadsheet would run as a formula gets an apostrophe in front
(`cruscotto.export.formulas`); numbers never get one.

A code such as `08` is written as published, because an apostrophe or `="08"` would break every
other reader and every join. Excel asks before it turns `08` into 8 (“Non convertire” keeps `08`).
The JSON description beside the file lists its columns of text; XLSX files keep codes as text.
"""

from typing import BinaryIO

from cruscotto.export.delimited.lines import Dialect, write_delimited
from cruscotto.export.table import ExportTable, Written

DIALECT = Dialect(
    delimiter=";",
    line_end="\r\n",
    decimal_comma=True,
    date="%d/%m/%Y",
    datetime="%d/%m/%Y %H:%M:%S",
    true="VERO",
    false="FALSO",
    byte_order_mark=b"\xef\xbb\xbf",
    guards_formulas=True,
)


def write(table: ExportTable, stream: BinaryIO) -> Written:
    """Write a table as Italian CSV."""
    return write_delimited(table, DIALECT, stream)
