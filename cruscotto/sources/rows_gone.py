"""Find the rows that the previous delivery had and this delivery lacks.

A file that was cut after a whole line, or exported with a filter left on, is valid in itself. Only
the previous delivery, or a count that came with the file (`import_files(rows=…)`), shows what is
missing. The keys of loaded rows are compared. So a row that is now refused or out of scope is
missing, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from cruscotto.config import SQL
from cruscotto.model.fields import Contract
from cruscotto.model.literals import literal
from cruscotto.model.opencoesione import KEY
from cruscotto.model.puc.tracciati import TRACCIATI
from cruscotto.sources.catalogue import is_about_persons
from cruscotto.sources.contracts.columns import quoted
from cruscotto.sources.contracts.contract import ContractImporter
from cruscotto.sources.contracts.refusal_rules import key_parts
from cruscotto.sources.contracts.refusals_ledger import OMITTED, masked
from cruscotto.sources.errors import OtherRows
from cruscotto.sources.importers import importer
from cruscotto.warehouse.file_report import ROW_GONE, FileReport, Gone

MOST_NAMED = 5
# What names a figure among those of all editions of its series.
INDICATOR_KEY = ("indicator", "series", "nuts2", "year", "sex")

# Of a key, what changes as the operation goes on: its row of before is not gone.
CHANGING = ("stato_progetto",)


@dataclass(frozen=True)
class Delivered:
    """How the rows of one raw table are compared between deliveries.

    Attributes:
        table: the table's name.
        key: the SQL expressions that identify a row.
        subject: the column whose value the ledger records with each missing row.
        names: the names of the key's columns in the ledger.
        part: the SQL expression of the part of the source that a row belongs to, such as its
            programme. Rows of a part that a delivery lacks as a whole are not missing. `part` is
            empty where a delivery must have the whole source.
    """

    table: str
    key: tuple[str, ...]
    subject: str
    names: tuple[str, ...]
    part: str = "''"

    @property
    def view(self) -> str:
        """Return the SQL query of the view `delivered`: file, key, subject and part of each row."""
        shown = f"concat_ws(', ', {', '.join(self.key)})"
        return (
            f"select file_id, row({', '.join(self.key)}) as row_key, "
            f"coalesce(cast({quoted(self.subject)} as varchar), '') as subject, {shown} as shown, "
            f"coalesce({self.part}, '') as part from raw.{self.table}"
        )

    def within_editions(self) -> "Delivered":
        """Return a copy in which the edition of a row is a part of the row's key."""
        return replace(self, key=(*self.key, "edition_date"))


def enter_gone(
    con: duckdb.DuckDBPyConnection, source: str, reports: Iterable[FileReport]
) -> list[FileReport]:
    """Enter in the ledger the rows of the previous delivery that this delivery lacks.

    Args:
        con: a warehouse being edited, with the delivery's files in it.
        source: the source of the files.
        reports: the reports on the delivery's files. The rows missing from a table and edition are
            entered once, under the last file of that table and edition.

    Returns:
        The reports on the files under which missing rows were entered.
    """
    deliveries: dict[tuple[str, date], list[FileReport]] = {}
    for report in reports:
        if not report.already_there:
            table = exchange_table(report)
            deliveries.setdefault((table, report.edition), []).append(report)
    return [
        files[-1]
        for (table, _), files in deliveries.items()
        if _enter(con, delivered_of(source, table), files)
    ]


def require_rows(files: Sequence[FileReport], rows: int | None) -> None:
    """Raise an error where the number of rows read is not the number that the deliverer stated.

    Raises:
        OtherRows: the numbers differ; the error has both numbers.
    """
    read = sum(file.read for file in files)
    if rows is not None and read != rows:
        names = ", ".join(file.file_name for file in files[:MOST_NAMED])
        raise OtherRows(file=names, read=read, rows=rows)


def exchange_table(report: FileReport) -> str:
    """Return the name of an exchange file's table; empty for a file of any other source."""
    return report.file_id.split("-")[0] if report.source == "puc" else ""


def delivered_of(source: str, table: str) -> Delivered:
    """Return how the rows of a source are compared between deliveries.

    Args:
        source: the key of the source.
        table: the raw table of an exchange file; empty for any other source.
    """
    if source == "opencoesione":
        key = f"trim({quoted(KEY)})"
        part = "trim(OC_CODICE_PROGRAMMA)"
        return Delivered("opencoesione_operations", (key,), KEY, (KEY,), part)
    if source == "indicators":
        return Delivered("indicators", INDICATOR_KEY, "nuts2", INDICATOR_KEY)
    if table:
        return _of_contract(next(c for c in TRACCIATI.values() if c.name == table))
    found = importer(source)
    assert isinstance(found, ContractImporter)
    return _of_contract(found.contract)


def _of_contract(contract: Contract) -> Delivered:
    names = tuple(name for name in contract.key if name not in CHANGING)
    key = key_parts([contract.field(name) for name in names])
    return Delivered(contract.name, tuple(key), contract.subject, names)


def _enter(con: duckdb.DuckDBPyConnection, rows: Delivered, files: list[FileReport]) -> int:
    """Enter in the ledger the missing rows of one table and edition; return their number."""
    last, ids = files[-1], [file.file_id for file in files]
    con.execute(f"create or replace temp view delivered as {rows.view}")
    con.execute(
        "create or replace temp table gone as "
        f"select * from ({(SQL / 'imports' / 'rows_gone.sql').read_text('utf-8')}) as found",
        {"files": ids, "edition": last.edition},
    )
    shown = literal(OMITTED) if is_about_persons(last.source, last.file_name) else "shown"
    count, file_name, edition, first = con.execute(
        f"select count(*), min(file_name), min(edition_date), min({masked(shown)}) from gone"
    ).fetchone() or (0, "", last.edition, "")
    if count:
        con.execute(
            "insert into ledger.field_issue by name select $file_id as file_id, 0 as row_number, "
            f"{masked('subject')} as operation_code, $names as column_name, "
            f"{masked(shown)} as value, $reason as reason from gone order by row_key",
            {"file_id": last.file_id, "names": ", ".join(rows.names), "reason": ROW_GONE},
        )
        con.execute(
            "update ledger.file set field_issues = field_issues + $count where file_id = $file_id",
            {"count": count, "file_id": last.file_id},
        )
        last.field_issues += count
        last.gone = Gone(count, file_name, edition, first.replace(OMITTED, ""))
    return int(count)
