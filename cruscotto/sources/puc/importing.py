"""Load exchange files of the Protocollo Unico di Colloquio, one tracciato per file.

Quirks: `|` between fields and no quotes, days as dd/mm/yyyy, decimal comma, sometimes a header,
sometimes a separator after the last field, logical deletion by `FLG_CANCELLAZIONE = S` (such rows
are read and out of scope). The name of the file has the tracciato, which `cruscotto.model.puc`
describes. A row is refused where its key or a required amount cannot be read, or where a separator
within a text shifted its fields; any other unreadable field is left empty and recorded. The engine
reads and loads a file without faults in one pass. Tax codes never reach the warehouse: those of
participants (SC01) become pseudonyms made with the warehouse's salt, see `people`.
"""

from contextlib import nullcontext
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import duckdb

from cruscotto.config import SQL
from cruscotto.errors import (
    EditionUnknown,
    IncompleteDelivery,
    MissingColumns,
    UnknownTracciato,
    WrongLayout,
)
from cruscotto.model.fields import Contract
from cruscotto.model.puc.parts import SEPARATOR
from cruscotto.model.puc.tracciati import CORE, RENAMED, TRACCIATI
from cruscotto.sources.contracts.reading import explained
from cruscotto.sources.contracts.refusals_ledger import NAMED, BulkReport
from cruscotto.sources.files.counting import number_of
from cruscotto.sources.files.reading import REJECTS, broken_records, one_line_ending
from cruscotto.sources.files.scanning import Fields
from cruscotto.sources.files.tabular import TabularFile, canonical, first_line, inspect_lines
from cruscotto.sources.puc.judging import judge
from cruscotto.sources.puc.package import NAME, PucFile, edition_of, tracciato_of
from cruscotto.sources.puc.people import forget_unread, other_order, require_secret
from cruscotto.sources.puc.shifted import as_found, broken_apart
from cruscotto.sources.puc.sql import END, insertion, must_read
from cruscotto.warehouse import ledger
from cruscotto.warehouse.file_report import FileReport, Refused

# Beyond this many records that cannot be taken apart the file is of another layout.
MOST_BROKEN = 100_000

Connection = duckdb.DuckDBPyConnection


def check(path: Path) -> PucFile:
    """Check a file before the warehouse is opened; return its tracciato, columns and checksum.

    Raises:
        CruscottoError: one of the file's faults, see `tabular.first_line` and `inspect_lines`;
            `UnknownTracciato`, `WrongLayout`, `MissingColumns`, `LayoutChanges`.
    """
    code = tracciato_of(path)
    if code not in TRACCIATI:
        raise UnknownTracciato(file=path.name, known=list(TRACCIATI))
    first = first_line(path).split(SEPARATOR)
    seen, fields = _look_at_lines(path)
    columns, has_header = _columns(path, TRACCIATI[code], first, fields)
    fields.require(path, len(columns))
    return PucFile(
        path,
        "csv",
        columns,
        seen.sha256,
        seen.ends_whole,
        seen.ends_alike,
        tracciato=code,
        has_header=has_header,
        has_shifted=any(n > len(columns) and blank for n, blank in fields.blank.items()),
        edition=edition_of(path),
    )


def _look_at_lines(path: Path) -> tuple[TabularFile, Fields]:
    """Check a file; return it, and how many of its lines have each number of fields.

    The number of fields is right even where line ends are mixed.
    """
    seen, fields = inspect_lines(path, SEPARATOR)
    if seen.ends_alike:
        return seen, fields
    with one_line_ending(seen) as alike:
        return seen, inspect_lines(alike.path, SEPARATOR)[1]


def _columns(
    path: Path, contract: Contract, first: list[str], fields: Fields
) -> tuple[tuple[str, ...], bool]:
    """Return the name of the field at each position, and whether the first line is a header.

    Without a header, the most frequent number of fields decides the layout. A few lines may have
    more fields, since a text may contain a separator.
    """
    found_names = (canonical(name).lower() for name in first)
    names = [RENAMED.get(name, name) for name in found_names]
    if len(set(names) & set(contract.columns)) >= max(2, len(contract.columns) // 2):
        _require(path, contract, names)
        return tuple(name or f"#{i}" for i, name in enumerate(names)), True
    if other := other_order(contract, first):
        return other, False
    found = fields.most(len(contract.columns))
    extra = found - len(contract.columns)
    if extra == 1 and 2 * fields.blank[found] > fields.lines[found]:
        return (*contract.columns, END), False  # a separator after the last field, too
    if extra == -1:  # some leave the flag of deletion out
        return contract.columns[:-1], False
    if extra:
        raise WrongLayout(
            file=path.name,
            tracciato=path.stem,
            found=found,
            expected=len(contract.columns),
            first=first[0][:40],
        )
    return contract.columns, False


def _require(path: Path, contract: Contract, names: list[str]) -> None:
    missing = [field.name for field in must_read(contract) if field.name not in names]
    if missing:
        near = {n for m in missing for n in get_close_matches(m, names, 2, 0.6)}
        raise MissingColumns(
            file=path.name, missing=missing, similar=sorted(near), found=len(names), first=names[:3]
        )


def load(con: Connection, file: TabularFile, edition: date | None) -> FileReport:
    """Load one file into its tracciato's raw table; return the report that the ledger keeps.

    Args:
        con: a warehouse being edited.
        file: the result of `check`.
        edition: the day that the delivery describes; by default the day in the name of the file or
            of its folder.

    Raises:
        EditionUnknown: no date was given and no name of file or folder has one.
        EmptyFile, NothingUsable: no row can be loaded.
        TruncatedFile: the file ends within its last record.
        WrongLayout: more than 100,000 records cannot be split into fields.
    """
    assert isinstance(file, PucFile)
    when = edition or file.edition
    if when is None:
        raise EditionUnknown(file=file.path.name, found="–")
    forget_unread(con, file.sha256, when)
    if known := ledger.known_file(con, file.sha256, when):
        return known
    require_secret(con, file.tracciato)
    with nullcontext(file) if file.ends_alike else one_line_ending(file) as alike:
        assert isinstance(alike, PucFile)
        with broken_apart(alike) as whole:
            return _load(con, whole, when)


def _load(con: Connection, file: PucFile, edition: date) -> BulkReport:
    report = BulkReport(
        file_id=f"{file.contract.name}-{edition:%Y%m%d}-{file.sha256[:16]}",
        source=NAME,
        file_name=file.path.name,
        sha256=file.sha256,
        publisher=file.contract.publisher,
        licence=file.contract.licence,
        edition=edition,
        unknown_columns=tuple(
            n for n in file.columns if n not in file.contract.columns and not n.startswith("#")
        ),
    )
    with explained(file):
        broken = _read(con, file, report)
        judge(con, file, report, broken)
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
    count = number_of(con, f"select count(distinct line) from {REJECTS}")
    if count > MOST_BROKEN:
        raise WrongLayout(
            file=file.path.name,
            tracciato=file.tracciato,
            found="–",
            expected=len(file.contract.columns),
            first=f"{count}",
        )
    return as_found(broken_records(con, file))


def _hide_titles(con: Connection, tracciato: str) -> None:
    """Mask the titles of operations that name a natural person.

    Titles are in AP00, bodies in SC00 and amounts in FN00. Any may be loaded first, so titles are
    masked after each of them.
    """
    if tracciato in ("AP00", "SC00", "FN00"):
        masking = (SQL / "imports" / "puc_titles_masked.sql").read_text("utf-8")
        con.execute(masking, {"named": NAMED})


def finish(con: Connection) -> None:
    """Raise an error where an edition of exchange files lacks a core tracciato.

    Raises:
        IncompleteDelivery: an edition in the warehouse lacks a tracciato of `CORE`.
    """
    rows = con.execute(
        "select edition_date, list(distinct upper(substr(split_part(file_id, '-', 1), 5))) "
        "from ledger.file where source = $source group by 1",
        {"source": NAME},
    ).fetchall()
    for edition, found in rows:
        if missing := [code for code in CORE if code not in found]:
            raise IncompleteDelivery(edition=edition, missing=missing, found=sorted(found))
