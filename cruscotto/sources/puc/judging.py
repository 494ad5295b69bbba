"""Check the rows of an exchange file that the engine has loaded, and enter faults in the ledger.

A cancelled row is out of scope. A row without its key or a required amount is refused, and so is a
second row with the same key. A file with refused rows or unread fields is read once more, to find
the lines and texts of these rows.
"""

import duckdb

from cruscotto.errors import EmptyFile, NothingUsable
from cruscotto.model.fields import Contract, Kind
from cruscotto.model.literals import literal
from cruscotto.model.puc.parts import CANCELLED, SEPARATOR
from cruscotto.sources.contracts.columns import quoted
from cruscotto.sources.contracts.refusals_ledger import OMITTED as HIDDEN
from cruscotto.sources.contracts.refusals_ledger import BulkReport
from cruscotto.sources.files.counting import only_row
from cruscotto.sources.privacy import OMITTED, mask_record
from cruscotto.sources.puc.package import PucFile
from cruscotto.sources.puc.sql import lines, shown
from cruscotto.warehouse.file_report import Refused

Connection = duckdb.DuckDBPyConnection

_IS_CANCELLED = f"coalesce(upper({CANCELLED}), '') = 'S'"
_IS_SOUND = f"fault is null and not {_IS_CANCELLED}"


def judge(con: Connection, file: PucFile, report: BulkReport, broken: list[Refused]) -> None:
    """Delete a file's cancelled, refused and duplicate rows; enter faults in the ledger.

    The report gets the numbers of rows read, loaded, cancelled and refused, and of unread fields.

    Raises:
        EmptyFile, NothingUsable: nothing in the file can be loaded.
    """
    table, mine = f"raw.{file.contract.name}", {"file_id": report.file_id}
    records, cancelled, faulty, unread, alive, distinct = only_row(
        con,
        f"select count(*), count(*) filter ({_IS_CANCELLED}), "
        f"count(fault) filter (not {_IS_CANCELLED}), count(unread) filter ({_IS_SOUND}), "
        f"count(*) filter ({_IS_SOUND}), "
        f"count(distinct hash({_key(file.contract)})) filter ({_IS_SOUND}) "
        f"from {table} where file_id = $file_id",
        mine,
    )
    if not records and not broken:
        raise EmptyFile(file=file.path.name)
    report.read = records + len(broken)
    has_refused = bool(faulty) or distinct < alive
    if has_refused or unread:
        _create_notes(con, file, report, [r.line_number or 0 for r in broken])
        report.field_issues = _enter_issues(con, file, report)
    report.refused_count = _enter_refused(con, file, report, broken, has_refused)
    if has_refused:
        con.execute(
            f"delete from {table} where file_id = $file_id "
            "and rowid in (select id from notes where reason is not null)",
            mine,
        )
    if cancelled:
        con.execute(f"delete from {table} where file_id = $file_id and {_IS_CANCELLED}", mine)
        report.out_of_scope = {"logically_deleted": cancelled}
    _finish(con, file, report)


def _key(contract: Contract) -> str:
    """Return the SQL expression of a row's key.

    Rows whose tax code is masked each get a unique key, so that none counts as a duplicate.
    """
    parts = [quoted(name) for name in contract.key]
    if "codice_fiscale" in contract.key and not contract.field("codice_fiscale").is_sensitive:
        parts.append(f"case when codice_fiscale = {literal(OMITTED)} then rowid end")
    return f"row({', '.join(parts)})"


def _create_notes(con: Connection, file: PucFile, report: BulkReport, broken: list[int]) -> None:
    """Create the table `notes` of rows refused or with unread fields, with their lines and texts.

    The file is read once more to find the lines and texts.
    """
    table = f"raw.{file.contract.name}"
    con.execute(
        "create or replace temp table notes as "
        f"with mine as (select rowid as id, * from {table} where file_id = $file_id), "
        "placed as (select *, id - min(id) over () + 1 as place, case when "
        f"{_IS_SOUND} then row_number() over (partition by {_IS_SOUND}, "
        f"{_key(file.contract).replace('rowid', 'id')} order by id) else 1 end as occurrence "
        "from mine), "
        f"judged as (select id, place, {file.contract.subject} as subject, unread, "
        "case when fault is not null then fault when occurrence > 1 then 'duplicate_row' end "
        f"as reason from placed where not {_IS_CANCELLED}) "
        f"select judged.*, l.line, l.text, {shown(file.contract, file.columns, 'l.text')} as shown "
        f"from judged left join ({lines(file.path, broken, file.has_header)}) as l "
        "on judged.place = l.place where reason is not null or unread is not null",
        {"file_id": report.file_id},
    )
    con.execute(
        "create or replace temp table places as select unnest($names) as name, "
        "unnest(range(1, len($names) + 1)) as field_place",
        {"names": list(file.columns)},
    )


def _enter_issues(con: Connection, file: PucFile, report: BulkReport) -> int:
    hidden = [field.name for field in file.contract.fields if field.is_sensitive]
    # any text can be read: one that is entered has a quotation mark without its other one
    texts = [field.name for field in file.contract.fields if field.kind is Kind.TEXT]
    (count,) = only_row(
        con,
        "insert into ledger.field_issue "
        "with fields as (select place, subject, text, unnest(string_split(unread, ',')) as name "
        "from notes where reason is null and unread is not null) "
        "select $file_id, place, coalesce(subject, ''), name, "
        f"case when list_contains({hidden}::varchar[], name) then {literal(HIDDEN)} "
        "else coalesce(trim(string_split(text, '|')[field_place]), '') end, "
        "case when coalesce(trim(string_split(text, '|')[field_place]), '') = '' "
        f"then 'missing_required' when list_contains({texts}::varchar[], name) "
        "then 'stray_quote' else 'unreadable_field' end "
        "from fields inner join places using (name) order by place, name",
        {"file_id": report.file_id},
    )
    return count


def _enter_refused(
    con: Connection, file: PucFile, report: BulkReport, broken: list[Refused], has_notes: bool
) -> int:
    if broken:
        con.executemany(
            "insert into ledger.refused_row values (?, ?, ?, ?)",
            [
                [report.file_id, r.line_number, r.reason, _shown_broken(file, r.original_text)]
                for r in broken
            ],
        )
    if not has_notes:
        return len(broken)
    (count,) = only_row(
        con,
        "insert into ledger.refused_row select $file_id, line, reason, coalesce(shown, '') "
        "from notes where reason is not null order by place",
        {"file_id": report.file_id},
    )
    return len(broken) + count


def _shown_broken(file: PucFile, text: str) -> str:
    """Return the text of a broken record for the ledger, without words that may name a person.

    If the file has sensitive fields, only the first field, the operation, is shown.
    """
    if not any(field.is_sensitive for field in file.contract.fields):
        return mask_record(text, SEPARATOR)
    return SEPARATOR.join((mask_record(text.split(SEPARATOR)[0], SEPARATOR), HIDDEN))


def _finish(con: Connection, file: PucFile, report: BulkReport) -> None:
    report.loaded, synthetic = only_row(
        con,
        "select count(*), "
        f"coalesce(bool_or(starts_with({file.contract.subject}, 'SINT-')), false) "
        f"from raw.{file.contract.name} where file_id = $file_id",
        {"file_id": report.file_id},
    )
    report.is_synthetic = bool(synthetic)
    if report.loaded == 0 and not report.out_of_scope:
        reason, line = _first_refused(con, report.file_id)
        raise NothingUsable(file=report.file_name, read=report.read, reason=reason, line=line)


def _first_refused(con: Connection, file_id: str) -> tuple[str, object]:
    found = con.execute(
        "select reason, line_number from ledger.refused_row where file_id = ? "
        "order by line_number limit 1",
        [file_id],
    ).fetchone()
    return (str(found[0]), found[1]) if found else ("–", "–")
