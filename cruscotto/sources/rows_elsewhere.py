"""Find rows of an imported file that the warehouse also has from another file.

The other file has the same edition or a newer one. Of files with one edition, the file imported
last counts; a newer edition stays current. So the figures come from only one of the two files. The
report on the import has a sentence that names both files.
"""

from collections.abc import Iterable

import duckdb

from cruscotto.config import SQL
from cruscotto.model.literals import literal
from cruscotto.sources.catalogue import is_about_persons
from cruscotto.sources.contracts.refusals_ledger import OMITTED, masked
from cruscotto.sources.rows_gone import Delivered, delivered_of, enter_gone, exchange_table
from cruscotto.warehouse.file_report import Elsewhere, FileReport

# Its rows have editions of their own: a newer file is no newer edition of each of them.
OWN_EDITIONS = "indicators"


def compare(
    con: duckdb.DuckDBPyConnection, source: str, reports: Iterable[FileReport]
) -> list[FileReport]:
    """Find rows that the previous delivery had and this one lacks, and rows that other files have.

    Args:
        con: a warehouse being edited, with the delivery's files in it.
        source: the source of the files.
        reports: the reports on the delivery's files. The other files with the same rows are entered
            in them.

    Returns:
        The reports on the files under which missing rows were entered, see `enter_gone`.
    """
    reports = list(reports)
    for report in reports:
        if not report.already_there:
            table = exchange_table(report)
            report.elsewhere = _elsewhere(con, delivered_of(source, table), report, table)
    return enter_gone(con, source, reports)


def _elsewhere(
    con: duckdb.DuckDBPyConnection, rows: Delivered, report: FileReport, table: str
) -> tuple[Elsewhere, ...]:
    has_own_editions = report.source == OWN_EDITIONS
    files = con.execute(
        "select edition_date > $edition as is_newer, list(file_id) from ledger.file as files "
        "where source = $source and starts_with(file_id, $table) and file_id <> $file_id and "
        "(edition_date > $edition or ((edition_date = $edition or $has_own) and import_sequence < "
        "(select import_sequence from ledger.file where file_id = $file_id))) "
        "group by all order by is_newer",
        {
            "edition": report.edition,
            "source": report.source,
            "table": f"{table}-" if table else "",
            "file_id": report.file_id,
            "has_own": has_own_editions,
        },
    ).fetchall()
    if has_own_editions:
        rows = rows.within_editions()
        files = [(False, [name for _, names in files for name in names])] if files else []
    found = [_shared(con, rows, report, ids, is_newer) for is_newer, ids in files]
    return tuple(one for one in found if one.rows)


def _shared(
    con: duckdb.DuckDBPyConnection,
    rows: Delivered,
    report: FileReport,
    others: list[str],
    is_newer: bool,
) -> Elsewhere:
    con.execute(f"create or replace temp view delivered as {rows.view}")
    query = (SQL / "imports" / "rows_elsewhere.sql").read_text("utf-8")
    shown = literal("") if is_about_persons(report.source, report.file_name) else "first_shown"
    count, name, edition, first = con.execute(
        f"select rows, file_name, edition_date, {masked(shown)} from ({query}) as found",
        {"file_id": report.file_id, "others": others},
    ).fetchone() or (0, "", report.edition, "")
    return Elsewhere(count, name, edition, (first or "").replace(OMITTED, ""), is_newer)
