"""Keep spreadsheets from running text as a formula (OWASP, CSV injection).

A text cell that a spreadsheet would run gets an apostrophe in front. A spreadsheet runs a text that
begins with `=`, `+`, `-`, `@`, their full-width forms or a control character, perhaps after spaces,
quotes and invisible characters. Cells of numbers are never changed. Text that is a plain signed
number (`-5`, `+39`) is not changed either: a spreadsheet may convert the text, but runs nothing.

To read the original text back, remove the apostrophe from a cell if a spreadsheet would run what
follows. This is never ambiguous: a text that already begins with such an apostrophe gets a second
apostrophe.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.export.buffers import byte_table, rewritten, rows_starting_with

RUNS = r"""^[\s"'\p{Z}\p{Cf}]*[=+\-@＝＋－＠\p{Cc}]"""
PLAIN_NUMBER = r"^[+-][0-9]+([.,][0-9]+)*$"

# A cheap first sieve: signs, quotes, spaces, control characters, and what may begin an invisible
# or full-width character in UTF-8. 0xC3 is left out: accented letters start there.
_SUSPECT = byte_table("=+-@\"'", range(0x00, 0x21), range(0x7F, 0xC3), range(0xC4, 0x100))


def guarded(column: pa.StringArray) -> pa.StringArray:
    """Return a text column, with an apostrophe before each text that would run as a formula."""
    suspects = rows_starting_with(column, _SUSPECT)
    if not len(suspects):
        return column
    found = _would_run(column.take(pa.array(suspects)))
    return rewritten(column, suspects[found], _with_apostrophe)


def _would_run(suspects: pa.StringArray) -> np.ndarray:
    runs = pc.match_substring_regex(suspects, RUNS)
    number = pc.match_substring_regex(suspects, PLAIN_NUMBER)
    return np.asarray(pc.and_not(runs, number).fill_null(False))


def _with_apostrophe(cells: pa.StringArray) -> pa.StringArray:
    return pc.binary_join_element_wise("'", cells, "")
