"""Load OpenCoesione project files (“tracciato esteso”) of every period and edition.

Publisher, page and licence: `catalogue.OPENCOESIONE`. Quirks: UTF-8 with or without BOM, `;`
between fields, decimal comma, dates as YYYYMMDD (some dates do not exist), empty fields often have
one space, columns change order and case between editions, titles may name persons.
Scope: `sql/imports/opencoesione_judged.sql`. Masking: `sql/imports/opencoesione_masked.sql`.
Renaming and typing: `sql/staging/stg_opencoesione__operations.sql`.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from cruscotto.config import SQL
from cruscotto.errors import EditionUnknown, EmptyFile, NothingUsable
from cruscotto.model.opencoesione import COLUMNS, KEY, RENAMED, REQUIRED, SCOPE_COLUMNS
from cruscotto.sources import catalogue
from cruscotto.sources.contracts.refusals_ledger import NAMED
from cruscotto.sources.files.columns import near_columns
from cruscotto.sources.files.counting import number_of
from cruscotto.sources.files.reading import (
    as_published,
    broken_records,
    create_incoming,
    lines_of,
    one_line_ending,
    records_at,
)
from cruscotto.sources.files.tabular import (
    TabularFile,
    canonical,
    delimiter_of,
    inspect,
    require_columns,
)
from cruscotto.sources.opencoesione_fields import enter_issues
from cruscotto.sources.privacy import (
    CONTACT,
    holds_code,
    mask_codes,
    mask_record,
    mask_text,
    without_codes,
)
from cruscotto.sources.published import codes_without_fractions, regions_as_codes
from cruscotto.sources.values.dates import date_sql
from cruscotto.warehouse import ledger
from cruscotto.warehouse.file_report import FileReport, Refused

NAME = "opencoesione"
# Why the key of a record keeps it out; the other records refused could not be taken apart.
KEY_REASONS = ("missing_key", "duplicate_key", "stray_quote", "rounded_code")


def check(path: Path) -> TabularFile:
    """Check a file before the warehouse is opened; return its format, columns and checksum.

    Raises:
        CruscottoError: one of the file's faults, see `tabular.inspect` and `MissingColumns`.
    """
    file = inspect(path, delimiter_of(path, COLUMNS), holds_code)
    require_columns(file, REQUIRED, COLUMNS)
    return file


def load(con: duckdb.DuckDBPyConnection, file: TabularFile, edition: date | None) -> FileReport:
    """Load one file into the raw tables; return the report on it that the ledger keeps.

    Args:
        con: a warehouse being edited.
        file: the result of `check`.
        edition: the edition's date, where the file's own date is wrong or absent.

    Raises:
        EditionUnknown: no date was given and `DATA_AGGIORNAMENTO` cannot be read.
        EmptyFile, NothingUsable, TruncatedFile: no record can be loaded, or the file is cut.
    """
    try:
        if file.ends_misread:
            raise _MixedEndings
        return _load(con, file, edition)
    except (_MixedEndings, duckdb.InvalidInputException):
        with one_line_ending(file) as copy:
            return _load(con, copy, edition)


class _MixedEndings(Exception):
    """Raised where the engine misreads a file with mixed line ends, such as two files joined."""


def _load(con: duckdb.DuckDBPyConnection, file: TabularFile, edition: date | None) -> FileReport:
    # where the whole file has no personal tax code, no field need be searched for one
    clean = without_codes if file.holds else as_published
    columns = (*COLUMNS, *SCOPE_COLUMNS)
    unknown = create_incoming(con, file, columns, RENAMED, clean)
    con.execute(f"create or replace temp view judged_operations as {_sql('opencoesione_judged')}")
    broken = _scan(con, file)
    if broken and not file.ends_alike:
        raise _MixedEndings
    when = edition or _own_edition(con, file)
    if known := ledger.known_file(con, file.sha256, when):
        return known
    report = _account(file, when, unknown)
    keys = _refused_keys(con, file, broken)
    _insert(con, report, in_order=any(r.reason == "duplicate_key" for r in keys))
    report.refused = [*(_masked(one, file.delimiter) for one in broken), *keys]
    _count(con, report, file)
    ledger.write(con, report)
    return report


def _sql(name: str) -> str:
    return (SQL / "imports" / f"{name}.sql").read_text("utf-8")


def _account(file: TabularFile, edition: date, unknown: tuple[str, ...]) -> FileReport:
    source = catalogue.OPENCOESIONE
    found = {RENAMED.get(canonical(name), canonical(name)) for name in file.columns}
    known = found & set(COLUMNS)
    return FileReport(
        file_id=f"{edition:%Y%m%d}-{file.sha256[:16]}",
        source=NAME,
        file_name=file.path.name,
        sha256=file.sha256,
        publisher=source.publisher,
        licence=source.licence,
        edition=edition,
        unknown_columns=unknown,
        known_columns=tuple(sorted(known)),
        near_columns=near_columns(unknown, {n: () for n in COLUMNS if n not in known}),
    )


def _scan(con: duckdb.DuckDBPyConnection, file: TabularFile) -> list[Refused]:
    """Create the view `scan`, a row per record: its number, its key and whether it is in scope.

    All other columns are read only when rows are inserted.

    Returns:
        The broken records, which the engine could not split into fields.

    Raises:
        EmptyFile: the file has no records.
    """
    con.execute(
        "create or replace temp table judged_rows as "
        "select operation_code, has_stray_quote, has_rounded_code, out_of_scope_reason, "
        "trim(DATA_AGGIORNAMENTO) as own_edition from judged_operations"
    )
    # insertion order is the file's: the place of a row in this table is its place in the file
    con.execute(
        "create or replace temp view scan as select rowid + 1 as row_number, * from judged_rows"
    )
    broken = broken_records(con, file)
    if number_of(con, "select count(*) from judged_rows") == 0 and not broken:
        raise EmptyFile(file=file.path.name)
    return broken


def _own_edition(con: duckdb.DuckDBPyConnection, file: TabularFile) -> date:
    day = date_sql("own_edition")
    found = con.execute(
        f"select max({day}), any_value(own_edition) from (select distinct own_edition from scan)"
    ).fetchone()
    if not found or found[0] is None:
        raise EditionUnknown(file=file.path.name, found=(found and found[1]) or "–")
    return date.fromisoformat(str(found[0]))


def _insert(con: duckdb.DuckDBPyConnection, report: FileReport, in_order: bool) -> None:
    # only duplicates ask which row came first; without them the engine may write as it reads
    con.execute(f"set preserve_insertion_order = {str(in_order).lower()}")
    con.execute(
        "insert into raw.opencoesione_operations by name "
        f"select $file_id as file_id, masked.* from ({_sql('opencoesione_masked')}) as masked",
        {"file_id": report.file_id, "named": NAMED, "contact": CONTACT},
    )
    con.execute("set preserve_insertion_order = true")
    if in_order:
        _drop_duplicates(con)
    codes_without_fractions(con, report.file_id)
    regions_as_codes(con, report.file_id)


def _refused_keys(
    con: duckdb.DuckDBPyConnection, file: TabularFile, broken: list[Refused]
) -> list[Refused]:
    rows = con.execute(
        "with ranked as ("
        "  select row_number, operation_code, has_stray_quote, has_rounded_code,"
        "    out_of_scope_reason,"
        "    row_number() over (partition by operation_code, out_of_scope_reason"
        "      order by row_number) as occurrence"
        "  from scan)"
        "select row_number, case when operation_code = '' then 'missing_key' "
        "when has_stray_quote then 'stray_quote' when has_rounded_code then 'rounded_code' "
        "else 'duplicate_key' end from ranked "
        "where operation_code = '' "
        "or ((occurrence > 1 or has_stray_quote or has_rounded_code) "
        "and out_of_scope_reason is null) "
        "order by row_number"
    ).fetchall()
    if not rows:
        return []
    reasons = dict(rows)
    fields = records_at(con, reasons)
    lines = lines_of(file, reasons, broken) if file.kind == "csv" else {}
    return [
        Refused(
            _line(file, lines.get(place), fields[place]),
            reason,
            mask_text(COLUMNS, fields[place], file.delimiter),
        )
        for place, reason in reasons.items()
    ]


def _line(file: TabularFile, seen: tuple[int, list[str]] | None, fields: list[str]) -> int | None:
    """Return the line number in `seen` if the fields in `seen` include `fields`, else `None`.

    Python read the line in `seen`; the engine read `fields`. Their order may differ.
    """
    if seen is None or not set(filter(None, fields)) <= set(map(mask_codes, seen[1])):
        return None
    return seen[0]


def _masked(refused: Refused, delimiter: str) -> Refused:
    return replace(refused, original_text=mask_record(refused.original_text, delimiter))


def _drop_duplicates(con: duckdb.DuckDBPyConnection) -> None:
    """Delete each loaded row that repeats the key of an earlier row of its file."""
    con.execute(
        "delete from raw.opencoesione_operations where rowid in ("
        f"  select rowid from (select rowid, file_id, row_number() over ("
        f'    partition by file_id, trim("{KEY}") order by rowid) as occurrence'
        "    from raw.opencoesione_operations) where occurrence > 1)"
    )


def _count(con: duckdb.DuckDBPyConnection, report: FileReport, file: TabularFile) -> None:
    report.out_of_scope = dict(
        con.execute(
            "select out_of_scope_reason, count(*) from scan "
            "where out_of_scope_reason is not null and operation_code <> '' group by 1"
        ).fetchall()
    )
    file_id = {"file_id": report.file_id}
    report.loaded = number_of(
        con, "select count(*) from raw.opencoesione_operations where file_id = $file_id", file_id
    )
    report.field_issues = enter_issues(con, report.file_id, file)
    report.is_synthetic = bool(
        number_of(
            con,
            f"select count(*) from raw.opencoesione_operations where file_id = $file_id "
            f"and substr(trim(\"{KEY}\"), 1, 5) = 'SINT-'",
            file_id,
        )
    )
    broken = [one for one in report.refused if one.reason not in KEY_REASONS]
    report.read = number_of(con, "select count(*) from judged_rows") + len(broken)
    if report.loaded == 0 and not report.out_of_scope:
        raise NothingUsable(
            file=report.file_name,
            read=report.read,
            reason=report.refused[0].reason,
            line=report.refused[0].line_number,
        )
