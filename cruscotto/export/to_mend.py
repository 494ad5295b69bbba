"""Refused rows and doubtful fields, which a source must correct, as each audience may see them.

Rows from a file about persons contain personal data. The exact audience may download them whole.
The protected audience gets the file, the line and the reason of such a row, without its content.
The public audience gets no such rows. Persons that a new delivery lacks are listed for the exact
audience only; the page on quality shows their number, rounded to tens.
"""

from collections.abc import Callable
from typing import Any

import duckdb

from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.sources.catalogue import is_about_persons
from cruscotto.warehouse import ledger
from cruscotto.warehouse.file_report import ROW_GONE

Row = dict[str, Any]
READ: dict[str, Callable[[duckdb.DuckDBPyConnection], list[Row]]] = {
    "refused_rows": ledger.refused,
    "field_issues": ledger.field_issues,
}
# Tables of rows about persons, whatever is left of their contents: those, and a provider's own.
OF_PERSONS = frozenset({*READ, "provider_rows"})
# What a row about a person is known by, or holds.
REVEALING = ("original_text", "value", "operation_code")


def rows_to_mend(con: duckdb.DuckDBPyConnection, which: str, rules: Rules) -> list[Row]:
    """Return the refused rows or the doubtful fields, as the audience of the rules may see them.

    `which` is `refused_rows` or `field_issues`.
    """
    found = READ[which](con)
    if rules.audience is Audience.EXACT:
        return found
    if rules.audience is Audience.PUBLIC:
        return [row for row in found if not _is_of_person(row)]
    return [
        _without_contents(row) if _is_of_person(row) else row
        for row in found
        if not (_is_of_person(row) and row["reason"] == ROW_GONE)
    ]


def _is_of_person(row: Row) -> bool:
    return is_about_persons(row["source"], row["file_name"])


def _without_contents(row: Row) -> Row:
    return {name: None if name in REVEALING else value for name, value in row.items()}
