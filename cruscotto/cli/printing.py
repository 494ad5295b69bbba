"""Print rows as a table for people, as CSV or as JSON for programs."""

import csv
import sys
from collections.abc import Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cruscotto.access import current_rules, log
from cruscotto.cli.options import OutputFormat
from cruscotto.config import settings
from cruscotto.export.answers import as_json, result_rows
from cruscotto.export.formulas import guarded
from cruscotto.facts import Edition
from cruscotto.i18n import Lang, format_value
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection

Row = dict[str, Any]


def note_printed(
    results: Sequence[KpiResult], by: Sequence[str], selection: Selection, edition: Edition
) -> None:
    """Log the names of the indicators that have figures of persons; call this before printing.

    Raises:
        PurposeMissing: a purpose must be stated, and none was.
    """
    of_persons = [result.kpi.name for result in results if result.audience is not None]
    if of_persons:
        note_named(sorted({*of_persons}), by, selection, edition)


def note_named(
    names: Sequence[str], by: Sequence[str], selection: Selection, edition: Edition
) -> None:
    """Log that figures of persons are about to be printed, by the names of their indicators.

    Raises:
        PurposeMissing: a purpose must be stated, and none was.
    """
    log.record(
        "kpi",
        kpis=list(names),
        by=list(by),
        filters=selection.as_dict(),
        edition=edition.file_name,
        audience=str(current_rules().audience),
    )


def print_json(value: object) -> None:
    """Print a value as one line of JSON; decimals become numbers."""
    print(as_json(value))


def print_rows(rows: list[Row], format: OutputFormat) -> None:
    """Print rows as a table, CSV or JSON.

    A table and a CSV have every column that some row has; a row without it is blank there.
    """
    if format is OutputFormat.JSON:
        print_json(rows)
        return
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if format is OutputFormat.CSV:
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
        return
    _print_table(rows, columns)


def print_results(results: list[KpiResult], format: OutputFormat) -> None:
    """Print results as rows: a table has figures with units, CSV and JSON have bare numbers."""
    rows = [row for result in results for row in result_rows(result)]
    if format is OutputFormat.TABLE:
        lang = settings().lang
        rows = [_readable(row, lang) for row in rows]
    print_rows(rows, format)


# What a table on a terminal leaves to the other formats.
_LEFT_OUT = ("worst_case_low", "worst_case_high")


def _readable(row: Row, lang: Lang) -> Row:
    """Return a row for a printed table, without the columns of `_LEFT_OUT`.

    Figures are formatted with their units in the reader's language.
    """
    written = {name: row[name] for name in row if name not in _LEFT_OUT}
    for name in ("value", "low", "high"):
        if name in row:
            written[name] = format_value(row[name], row["unit"], lang)
    if row.get("unknown_share") is not None:
        written["unknown_share"] = format_value(row["unknown_share"], "share", lang)
    return written


def _cell(value: object) -> object:
    """Return a value as a CSV cell: numbers in plain decimals, spreadsheet formulas as text."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f") if isfinite(value) else ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return guarded(pa.array([value]))[0].as_py() if isinstance(value, str) else value


def _print_table(rows: list[Row], columns: list[str]) -> None:
    table = Table(*map(escape, columns))
    for row in rows:
        table.add_row(*("" if row.get(c) is None else escape(str(row[c])) for c in columns))
    # a pipe has no width: never cut what a program may read
    console = Console() if sys.stdout.isatty() else Console(width=200)
    console.print(table)
