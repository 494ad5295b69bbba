"""The ledger of imported files: how many rows of each were read, loaded, out of scope, refused."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from cruscotto.errors import HoldsPublishedData
from cruscotto.warehouse.file_report import FileReport, Marked, Refused
from cruscotto.warehouse.publish import published_path
from cruscotto.warehouse.reading import ask, reader, records


def next_sequence(con: duckdb.DuckDBPyConnection) -> int:
    """Return the number for the next import, one more than the last number.

    If an edition is imported twice, the import with the higher number replaces the other.
    """
    row = con.execute("select coalesce(max(import_sequence), 0) + 1 from ledger.file").fetchone()
    return int(row[0]) if row else 1


def write(con: duckdb.DuckDBPyConnection, report: FileReport) -> None:
    """Write the report on a file into the ledger.

    The file's unreadable and doubtful fields are not written here, but by the importer's SQL.
    """
    _write_columns(con, report)
    con.execute(
        "insert into ledger.file values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            report.file_id,
            next_sequence(con),
            report.source,
            report.file_name,
            report.sha256,
            report.publisher,
            report.licence,
            report.edition,
            datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            report.read,
            report.loaded,
            sum(report.out_of_scope.values()),
            len(report.refused),
            report.field_issues,
            report.is_synthetic,
            ", ".join(report.unknown_columns),
        ],
    )
    for reason, rows in sorted(report.out_of_scope.items()):
        con.execute(
            "insert into ledger.out_of_scope values (?, ?, ?)", [report.file_id, reason, rows]
        )
    if report.refused:
        con.executemany(
            "insert into ledger.refused_row values (?, ?, ?, ?)",
            [[report.file_id, r.line_number, r.reason, r.original_text] for r in report.refused],
        )


def write_ignored(
    con: duckdb.DuckDBPyConnection, source: str, edition: date, name: str, reason: str
) -> None:
    """Record in the ledger that a delivery's file contains no data.

    Recording it a second time changes nothing.
    """
    con.execute(
        "insert into ledger.ignored_file values (?, ?, ?, ?) on conflict do nothing",
        [source, edition, name, reason],
    )


def _write_columns(con: duckdb.DuckDBPyConnection, report: FileReport) -> None:
    """Write a file's columns into the ledger; note in its report which columns have vanished.

    A column has vanished if the previous file of the same source had it and this file does not.
    """
    before = con.execute(
        "select column_name from ledger.file_column where is_known and file_id = ("
        "select file_id from ledger.file where source = $source and edition_date <= $edition "
        "and file_id <> $file_id order by edition_date desc, import_sequence desc limit 1)",
        {"source": report.source, "edition": report.edition, "file_id": report.file_id},
    ).fetchall()
    gone = {name for (name,) in before} - set(report.known_columns)
    report.vanished_columns = tuple(sorted(gone)) if report.known_columns else ()
    known = [True] * len(report.known_columns) + [False] * len(report.unknown_columns)
    con.execute(
        "insert into ledger.file_column select $file_id, unnest($names), unnest($known)",
        {
            "file_id": report.file_id,
            "names": [*report.known_columns, *report.unknown_columns],
            "known": known,
        },
    )


def marked(con: duckdb.DuckDBPyConnection, file_id: str, reasons: tuple[str, ...]) -> list[Marked]:
    """Return the unreadable or doubtful values of a file, grouped by column and reason.

    Args:
        con: a connection to the warehouse.
        file_id: the file.
        reasons: the codes of reasons; values with other reasons are left out.
    """
    rows = con.execute(
        "select column_name, reason, count(*), arg_min(value, row_number), min(row_number) "
        "from ledger.field_issue where file_id = $file_id and list_contains($reasons, reason) "
        "group by column_name, reason order by column_name, reason",
        {"file_id": file_id, "reasons": list(reasons)},
    ).fetchall()
    return [Marked(*row) for row in rows]


def forget_ambiguous(con: duckdb.DuckDBPyConnection, sha256: str) -> None:
    """Remove an imported file from the warehouse if it has ambiguous numbers.

    The file can then be imported again.

    Args:
        con: a warehouse being changed.
        sha256: the file's checksum.
    """
    kept = con.execute(
        "select file_id from ledger.file where sha256 = $sha256 and file_id in ("
        "select file_id from ledger.field_issue where reason = $reason union all "
        "select file_id from ledger.refused_row where reason = $reason)",
        {"sha256": sha256, "reason": "ambiguous_number"},
    ).fetchall()
    tables = con.execute(
        "select table_schema, table_name from information_schema.columns "
        "where column_name = 'file_id' and table_schema in ('raw', 'ledger')"
    ).fetchall()
    for schema, table in tables if kept else ():
        con.execute(
            f'delete from {schema}."{table}" where list_contains($kept, file_id)',
            {"kept": [file_id for (file_id,) in kept]},
        )


def known_file(con: duckdb.DuckDBPyConnection, sha256: str, edition: date) -> FileReport | None:
    """Return the report on an earlier import with this checksum and edition, or `None`."""
    row = con.execute(
        "select file_id, source, file_name, publisher, licence, rows_read, rows_loaded, "
        "rows_out_of_scope, field_issues from ledger.file where sha256 = ? and edition_date = ?",
        [sha256, edition],
    ).fetchone()
    if row is None:
        return None
    file_id, source, name, publisher, licence, read, loaded, _, issues = row
    reasons = con.execute(
        "select reason, rows from ledger.out_of_scope where file_id = ?", [file_id]
    ).fetchall()
    refused = con.execute(
        "select line_number, reason, original_text from ledger.refused_row where file_id = ?",
        [file_id],
    ).fetchall()
    return FileReport(
        file_id,
        source,
        name,
        sha256,
        publisher,
        licence,
        edition,
        read,
        loaded,
        dict(reasons),
        [Refused(*r) for r in refused],
        issues,
        already_there=True,
    )


def require_synthetic(link: Path) -> None:
    """Raise an error if a warehouse has published data, which a demonstration would replace.

    Raises:
        HoldsPublishedData: the warehouse has at least one published file.
    """
    if published_path(link) is None:
        return
    found = records(reader(link), "select 1 from ledger.file where not is_synthetic limit 1")
    if found:
        raise HoldsPublishedData(warehouse=link)


def files(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return what the ledger states about each imported file, the latest import first."""
    return ask(con, "files")


def sources(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return for every source its newest edition and its numbers of files and loaded rows."""
    return ask(con, "newest_editions")


def refused(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return every refused row with the name of its file."""
    return ask(con, "refused_rows")


def first_refused(
    con: duckdb.DuckDBPyConnection, file_ids: list[str], limit: int
) -> list[dict[str, Any]]:
    """Return at most `limit` refused rows of the given files, to be printed after an import."""
    return ask(con, "first_refused_rows", {"files": file_ids, "limit": limit})


def field_issues(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return every field issue with its file, row and column."""
    return ask(con, "field_issues")


def out_of_scope(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return for each file and reason how many rows were out of scope."""
    return ask(con, "out_of_scope")
