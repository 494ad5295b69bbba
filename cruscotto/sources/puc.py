"""Load exchange files of the Protocollo Unico di Colloquio, one tracciato per file.

Quirks: `|` between fields and no quotes, days as dd/mm/yyyy, decimal comma, a header or none, a
last separator or none, logical deletion by `FLG_CANCELLAZIONE = S` (read, out of scope). The
tracciato is in the file's name, its description in `cruscotto.model.puc`. A row is refused when
its key or a required amount cannot be read; any other field is left empty and told. All of it
happens in the engine, in one pass over a sound file. Persons: tax codes never reach the warehouse.
"""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import duckdb

from cruscotto.config import SQL
from cruscotto.errors import (
    EditionUnknown,
    EmptyFile,
    IncompleteDelivery,
    MissingColumns,
    NothingUsable,
    UnknownTracciato,
    WrongLayout,
)
from cruscotto.model.fields import Contract
from cruscotto.model.puc import CORE, TRACCIATI
from cruscotto.model.puc_parts import CANCELLED, KEY, SEPARATOR
from cruscotto.sources.contract import BulkReport
from cruscotto.sources.contract_reading import explained
from cruscotto.sources.contract_sql import literal, quoted
from cruscotto.sources.privacy import OMITTED, mask_record
from cruscotto.sources.puc_package import edition_of, tracciato_of
from cruscotto.sources.puc_sql import insertion, lines, must_read, shown
from cruscotto.sources.reading import REJECTS, broken_records, one_line_ending
from cruscotto.sources.tabular import TabularFile, canonical, first_line, inspect_lines
from cruscotto.warehouse import ledger
from cruscotto.warehouse.ledger import FileReport, Refused

NAME = "puc"
# Beyond this many records that cannot be taken apart the file is of another layout.
MOST_BROKEN = 100_000

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class PucFile(TabularFile):
    """A file of one tracciato: `columns` says the field at each place.

    Attributes:
        tracciato: its code.
        has_header: whether the first line names the columns.
        edition: the date that its name carries.
    """

    tracciato: str = ""
    has_header: bool = False
    edition: date | None = None

    @property
    def contract(self) -> Contract:
        """Return the tracciato's description."""
        return TRACCIATI[self.tracciato]


def check(path: Path) -> PucFile:
    """Look at a file before the warehouse is opened.

    Raises:
        CruscottoError: one of the file's faults, see `tabular.inspect_lines`; `UnknownTracciato`,
            `WrongLayout`, `MissingColumns`.
    """
    code = tracciato_of(path)
    if code not in TRACCIATI:
        raise UnknownTracciato(file=path.name, known=list(TRACCIATI))
    seen = inspect_lines(path)
    columns, has_header = _columns(path, TRACCIATI[code], first_line(path).split(SEPARATOR))
    return PucFile(
        path, "csv", columns, seen.sha256, seen.ends_whole, seen.ends_alike,
        tracciato=code, has_header=has_header, edition=edition_of(path),
    )  # fmt: skip


def _columns(path: Path, contract: Contract, first: list[str]) -> tuple[tuple[str, ...], bool]:
    """Return the field at each place, and whether the first line says so."""
    names = [canonical(name).lower() for name in first]
    if len(set(names) & set(contract.columns)) >= max(2, len(contract.columns) // 2):
        _require(path, contract, names)
        return tuple(name or f"#{i}" for i, name in enumerate(names)), True
    extra = len(first) - len(contract.columns)
    if extra == 1 and not first[-1].strip():  # a separator after the last field, too
        return (*contract.columns, "#end"), False
    if extra == -1:  # some leave the flag of deletion out
        return contract.columns[:-1], False
    if extra:
        raise WrongLayout(
            file=path.name, tracciato=path.stem, found=len(first), expected=len(contract.columns),
            first=first[0][:40],
        )  # fmt: skip
    return contract.columns, False


def _require(path: Path, contract: Contract, names: list[str]) -> None:
    missing = [field.name for field in must_read(contract) if field.name not in names]
    if missing:
        near = {n for m in missing for n in get_close_matches(m, names, 2, 0.6)}
        raise MissingColumns(
            file=path.name, missing=missing, similar=sorted(near), found=len(names),
            first=names[:3],
        )  # fmt: skip


def load(con: Connection, file: TabularFile, edition: date | None) -> FileReport:
    """Load one tracciato into its raw table and enter its account in the ledger.

    Args:
        con: a warehouse being edited.
        file: what `check` returned.
        edition: the day the delivery describes; otherwise the one in the file's name.

    Raises:
        EditionUnknown: no date was given and no name carries one.
        EmptyFile, NothingUsable, TruncatedFile, WrongLayout: nothing in the file can be loaded.
    """
    assert isinstance(file, PucFile)
    when = edition or file.edition
    if when is None:
        raise EditionUnknown(file=file.path.name, found="–")
    if known := ledger.known_file(con, file.sha256, when):
        return known
    if file.ends_alike:
        return _load(con, file, when)
    with one_line_ending(file) as alike:
        assert isinstance(alike, PucFile)
        return _load(con, alike, when)


def _load(con: Connection, file: PucFile, edition: date) -> BulkReport:
    report = BulkReport(
        file_id=f"{file.contract.name}-{edition:%Y%m%d}-{file.sha256[:16]}", source=NAME,
        file_name=file.path.name, sha256=file.sha256, publisher=file.contract.publisher,
        licence=file.contract.licence, edition=edition,
        unknown_columns=tuple(n for n in file.columns if n not in file.contract.columns
                              and not n.startswith("#")),
    )  # fmt: skip
    with explained(file):
        broken = _read(con, file, report)
        _judge(con, file, report, broken)
    ledger.write(con, report)
    con.execute(
        "update ledger.file set rows_refused = $refused where file_id = $file_id",
        {"refused": report.refused_count, "file_id": report.file_id},
    )
    _hide_titles(con, file.tracciato)
    return report


def _read(con: Connection, file: PucFile, report: BulkReport) -> list[Refused]:
    con.execute(f"create or replace temp table {REJECTS} (line ubigint)")
    con.execute(f"drop table {REJECTS}")
    con.execute(
        insertion(file.contract, file.path, file.columns, file.has_header),
        {"file_id": report.file_id},
    )
    (count,) = _row(con, f"select count(distinct line) from {REJECTS}")
    if count > MOST_BROKEN:
        raise WrongLayout(
            file=file.path.name, tracciato=file.tracciato, found="–",
            expected=len(file.contract.columns), first=f"{count}",
        )  # fmt: skip
    return broken_records(con, file)


def _judge(con: Connection, file: PucFile, report: BulkReport, broken: list[Refused]) -> None:
    """Count what was read; take out what is cancelled, refused or there twice."""
    table, mine = f"raw.{file.contract.name}", {"file_id": report.file_id}
    records, cancelled, faulty, unread, alive, distinct = _row(
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
        report.field_issues = _enter_issues(con, report)
    report.refused_count = _enter_refused(con, report, broken, has_refused)
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


_IS_CANCELLED = f"coalesce(upper({CANCELLED}), '') = 'S'"
_IS_SOUND = f"fault is null and not {_IS_CANCELLED}"


def _key(contract: Contract) -> str:
    """Return the key as one value; persons were masked alike, so each of theirs is its own."""
    parts = [quoted(name) for name in contract.key]
    if "codice_fiscale" in contract.key:
        parts.append(f"case when codice_fiscale = {literal(OMITTED)} then rowid end")
    return f"row({', '.join(parts)})"


def _create_notes(con: Connection, file: PucFile, report: BulkReport, broken: list[int]) -> None:
    """Create `notes`: the rows with something to tell, with line and text, read once more."""
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


def _enter_issues(con: Connection, report: BulkReport) -> int:
    (count,) = _row(
        con,
        "insert into ledger.field_issue "
        "with fields as (select place, subject, text, unnest(string_split(unread, ',')) as name "
        "from notes where reason is null and unread is not null) "
        "select $file_id, place, coalesce(subject, ''), name, "
        "coalesce(trim(string_split(text, '|')[field_place]), ''), "
        "case when coalesce(trim(string_split(text, '|')[field_place]), '') = '' "
        "then 'missing_required' else 'unreadable_field' end "
        "from fields inner join places using (name) order by place, name",
        {"file_id": report.file_id},
    )
    return count


def _enter_refused(
    con: Connection, report: BulkReport, broken: list[Refused], has_notes: bool
) -> int:
    if broken:
        con.executemany(
            "insert into ledger.refused_row values (?, ?, ?, ?)",
            [[report.file_id, r.line_number, r.reason, mask_record(r.original_text, SEPARATOR)]
             for r in broken],
        )  # fmt: skip
    if not has_notes:
        return len(broken)
    (count,) = _row(
        con,
        "insert into ledger.refused_row select $file_id, line, reason, coalesce(shown, '') "
        "from notes where reason is not null order by place",
        {"file_id": report.file_id},
    )
    return len(broken) + count


def _finish(con: Connection, file: PucFile, report: BulkReport) -> None:
    report.loaded, synthetic = _row(
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


def _hide_titles(con: Connection, tracciato: str) -> None:
    """Mask the titles of operations whose beneficiary is a person, whichever file comes first."""
    if tracciato in ("AP00", "SC00"):
        con.execute((SQL / "imports" / "puc_titles_masked.sql").read_text("utf-8"))


def finish(con: Connection) -> None:
    """Stop when an edition has money and nothing to place it by.

    Raises:
        IncompleteDelivery: the delivery lacks a core tracciato, here and in the warehouse.
    """
    rows = con.execute(
        "select edition_date, list(distinct upper(substr(split_part(file_id, '-', 1), 5))) "
        "from ledger.file where source = $source group by 1",
        {"source": NAME},
    ).fetchall()
    for edition, found in rows:
        if missing := [code for code in CORE if code not in found]:
            raise IncompleteDelivery(edition=edition, missing=missing, found=sorted(found))


def _row(con: Connection, sql: str, params: dict[str, str] | None = None) -> tuple[int, ...]:
    row = con.execute(sql, params or {}).fetchone()
    assert row is not None
    return tuple(row)


__all__ = ["KEY", "NAME", "check", "finish", "load"]
