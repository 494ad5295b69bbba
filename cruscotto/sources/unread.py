"""Find the columns of a file with unread or doubtful values, and the first such value of each."""

from dataclasses import replace

import duckdb

from cruscotto.sources.files.reading import lines_of_places
from cruscotto.sources.files.tabular import TabularFile
from cruscotto.sources.puc.package import PucFile
from cruscotto.warehouse import ledger
from cruscotto.warehouse.file_report import FileReport, Marked

# Reasons of values that were there and could not be read, and of those read with a doubt; those of
# rows gone stand in `rows_gone`, and the others are contradictions.
DOUBTED_REASONS = (
    "claim_number_of_another",
    "claim_of_whole_beside_parts",
    "inferred_thousands",
    "perhaps_month_first",
    "rounded_code",
    "stray_quote",
)
UNREAD_REASONS = (
    "ambiguous_date",
    "ambiguous_number",
    "impossible_date",
    "share_or_percentage",
    "unknown_code",
    "unreadable_amount",
    "unreadable_date",
    "unreadable_flag",
    "unreadable_number",
    "unreadable_value",
)


def unread_of(
    con: duckdb.DuckDBPyConnection, file: TabularFile, report: FileReport
) -> tuple[Marked, ...]:
    """Return the columns of a file that have unread values.

    For each column, return how many values are unread, the first of them and its line.

    Args:
        con: a warehouse being edited, with the file in its ledger.
        file: the file that was read.
        report: the report on the file.
    """
    return _with_lines(file, ledger.marked(con, report.file_id, UNREAD_REASONS))


def doubted_of(
    con: duckdb.DuckDBPyConnection, file: TabularFile, report: FileReport
) -> tuple[Marked, ...]:
    """Return the columns of a file with values read with a doubt; see `unread_of`."""
    return _with_lines(file, ledger.marked(con, report.file_id, DOUBTED_REASONS))


def _with_lines(file: TabularFile, found: list[Marked]) -> tuple[Marked, ...]:
    if not found or file.kind != "csv" or isinstance(file, PucFile):
        return tuple(found)
    lines = lines_of_places(file, [one.place for one in found])
    return tuple(replace(one, line=lines.get(one.place)) for one in found)
