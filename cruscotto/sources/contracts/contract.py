"""Load files of our own data contracts: participations, comparison persons, targets and more.

Columns and allowed values are declared in `cruscotto.model`; the reading rules are made from them
(`refusal_rules`). Rules between fields are in `sql/imports/<name>_judged.sql` and
`<name>_findings.sql`. Files are CSV with `;` or `,`, decimal comma or point, with or without BOM,
or Parquet. Unreadable or contradictory values are entered in the ledger.
"""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

import duckdb

from cruscotto.config import SQL
from cruscotto.errors import CutExport, EditionUnknown, EmptyFile, NothingUsable
from cruscotto.model.fields import Contract, Field
from cruscotto.model.literals import literal
from cruscotto.sources.contracts.columns import Column, quoted
from cruscotto.sources.contracts.reading import create_records, explained, look_at
from cruscotto.sources.contracts.refusal_rules import (
    checked_query,
    duplicates_query,
    field_issues_query,
    key_sql,
    typed_query,
    unread_name,
)
from cruscotto.sources.contracts.refusals_ledger import (
    OMITTED,
    TAX_CODE,
    TAX_CODE_ALONE,
    BulkReport,
    enter_refused,
    first_refused,
    masked,
)
from cruscotto.sources.contracts.shares import decided
from cruscotto.sources.files.columns import near_columns
from cruscotto.sources.files.counting import only_row
from cruscotto.sources.files.reading import broken_records, one_line_ending
from cruscotto.sources.files.tabular import TabularFile
from cruscotto.warehouse import ledger
from cruscotto.warehouse.file_report import FileReport, Refused

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class ContractImporter:
    """The importer of files of one data contract; see `sources.importers.Importer`.

    Attributes:
        contract: the data contract of the files.
        edition_field: the field of days from which a file's edition is taken, if none is given.
        edition: the SQL aggregate that gives the edition; if empty, the latest `edition_field`.
        synthetic: the SQL test that a loaded row is synthetic.
        is_scoped: whether the contract's rules leave some rows out of scope.
        row_limit: the most records that the publisher's service exports at once; a file with
            exactly this number is assumed to be cut.
        has_cut_rule: whether `sql/imports/<name>_cut.sql` finds other signs of a cut export.
    """

    contract: Contract
    edition_field: str | None = None
    edition: str = ""
    synthetic: str = "substr(operation_code, 1, 5) = 'SINT-'"
    is_scoped: bool = False
    row_limit: int | None = None
    has_cut_rule: bool = False

    def accepting_cut(self) -> Self:
        """Return a copy of this importer that also accepts files cut by the exporting service."""
        return replace(self, row_limit=None, has_cut_rule=False)

    def check(self, path: Path) -> TabularFile:
        """Check a file before the warehouse is opened; return its format, columns and checksum.

        Raises:
            CruscottoError: one of the file's faults, see `tabular.inspect` and `MissingColumns`.
        """
        return look_at(path, self.contract)

    def load(self, con: Connection, file: TabularFile, edition: date | None) -> FileReport:
        """Load one file into the raw table; return the report on it that the ledger keeps.

        Args:
            con: a warehouse being edited.
            file: the result of `check`.
            edition: the day that the file describes; by default the day in the file.

        Raises:
            EditionUnknown: no edition was given and the file has none.
            CutExport: the service that wrote the file stopped at its limit of rows.
            EmptyFile, NothingUsable, TruncatedFile: nothing in the file can be loaded.
        """
        if edition and (known := ledger.known_file(con, file.sha256, edition)):
            return known
        # two files joined may end their lines in two ways, and the engine gives such a file up
        alike = nullcontext(file) if file.ends_alike else one_line_ending(file)
        with alike as whole:
            return self._load(con, whole, edition)

    def _load(self, con: Connection, file: TabularFile, edition: date | None) -> FileReport:
        with explained(file):
            columns, unknown = create_records(con, file, self.contract)
            columns = decided(con, columns, file.decimal)
            con.execute(f"create or replace temp view typed as {typed_query(columns)}")
            when = edition or self._own_edition(con, file)
            if known := ledger.known_file(con, file.sha256, when):
                return known
            report = self._account(file, when, unknown, columns)
            broken = self._judge(con, file, columns, report)
            self._insert(con, report)
        self._enter(con, file, report, broken, columns)
        return report

    def _own_edition(self, con: Connection, file: TabularFile) -> date:
        if self.edition_field is None:
            raise EditionUnknown(file=file.path.name, found="–")
        name, text = quoted(self.edition_field), quoted(f"{self.edition_field}_text")
        own = self.edition or f"max({name})"
        found = con.execute(f"select {own}, any_value({text}) from typed").fetchone()
        if not found or found[0] is None:
            raise EditionUnknown(file=file.path.name, found=(found and found[1]) or "–")
        return date.fromisoformat(str(found[0]))

    def _account(
        self,
        file: TabularFile,
        edition: date,
        unknown: tuple[str, ...],
        columns: tuple[Column, ...],
    ) -> BulkReport:
        contract = self.contract
        absent = {c.field.name: _words(c.field) for c in columns if c.type is None}
        return BulkReport(
            file_id=f"{contract.name}-{edition:%Y%m%d}-{file.sha256[:16]}",
            source=contract.name,
            file_name=file.path.name,
            sha256=file.sha256,
            publisher=contract.publisher,
            licence=contract.licence,
            edition=edition,
            unknown_columns=unknown,
            known_columns=tuple(column.field.name for column in columns if column.type),
            near_columns=near_columns(unknown, absent),
        )

    def _judge(
        self, con: Connection, file: TabularFile, columns: tuple[Column, ...], report: BulkReport
    ) -> list[Refused]:
        """Create the tables `refused` and `doubtful`; return further refused records.

        The records returned are those that the engine could not split into fields.
        """
        con.execute(
            "create or replace temp table importing as select cast($edition as date) "
            "as edition_date",
            {"edition": report.edition},
        )
        in_scope = self._set_aside(con, columns)
        con.execute(
            "create or replace temp table doubtful as "
            f"select * from ({self._judged(columns)}) as judged where {in_scope} "
            "and (refusal is not null or has_field_issue or has_contradiction)"
        )
        con.execute(
            "create or replace temp table refused as "
            "select row_number, refusal as reason from doubtful where refusal is not null"
        )
        records = self._refuse_duplicates(con, columns)
        broken = broken_records(con, file)
        if records == 0 and not broken:
            raise EmptyFile(file=file.path.name)
        report.read = records + len(broken)
        self._require_whole(con, report)
        return broken

    def _judged(self, columns: tuple[Column, ...]) -> str:
        return (
            f"with checked as not materialized ({checked_query(columns, TAX_CODE_ALONE)}) "
            f"select * from ({_sql(self.contract, 'judged')}) as judged"
        )

    def _set_aside(self, con: Connection, columns: tuple[Column, ...]) -> str:
        """Create the table `outside` of rows out of scope; return the SQL test of rows in scope."""
        if not self.is_scoped:
            con.execute("create or replace temp table outside (row_number bigint, reason varchar)")
            return "true"
        con.execute(
            "create or replace temp table outside as "
            f"select row_number, out_of_scope_reason as reason from ({self._judged(columns)}) "
            "where out_of_scope_reason is not null"
        )
        return "out_of_scope_reason is null"

    def _require_whole(self, con: Connection, report: BulkReport) -> None:
        rule = _sql(self.contract, "cut") if self.has_cut_rule else ""
        if report.read == self.row_limit or (rule and con.execute(rule).fetchone()):
            raise CutExport(file=report.file_name, read=report.read)

    def _refuse_duplicates(self, con: Connection, columns: tuple[Column, ...]) -> int:
        """Refuse each row that repeats an earlier row's key; return the number of all records."""
        fields = [self.contract.field(name) for name in self.contract.key]
        key = key_sql(fields)
        keys = typed_query(column for column in columns if column.field in fields)
        # hashes are narrower than keys; two that meet by chance are separated further down
        records, distinct = only_row(
            con, f"select count(*), count(distinct hash({key})) from ({keys})"
        )
        if distinct < records:
            reason = f"duplicate_{self.contract.repeated}"
            con.execute(duplicates_query(key), {"reason": reason})
            con.execute(
                "update doubtful set refusal = $reason "
                "where row_number in (select row_number from refused where reason = $reason)",
                {"reason": reason},
            )
        return records

    def _insert(self, con: Connection, report: BulkReport) -> None:
        marked = map(unread_name, self.contract.with_default)
        names = ", ".join(quoted(name) for name in (*self.contract.columns, *marked))
        (refused,) = only_row(con, "select count(*) from refused")
        kept = "anti join refused on typed.row_number = refused.row_number" if refused else ""
        if self.is_scoped:
            kept = f"{kept} anti join outside on typed.row_number = outside.row_number"
            found = con.execute("select reason, count(*) from outside group by 1").fetchall()
            report.out_of_scope = dict(found)
        (report.loaded,) = only_row(
            con,
            f"insert into raw.{self.contract.name} by name "
            f"select $file_id as file_id, typed.row_number, {names} from typed {kept}",
            {"file_id": report.file_id},
        )
        self._mask(con, report.file_id)

    def _mask(self, con: Connection, file_id: str) -> None:
        """Remove names of natural persons from the loaded rows, if the contract has SQL for it."""
        if (SQL / "imports" / f"{self.contract.name}_masked.sql").exists():
            bound = {"file_id": file_id, "tax_code": TAX_CODE}
            con.execute(_sql(self.contract, "masked"), bound)

    def _enter(
        self,
        con: Connection,
        file: TabularFile,
        report: BulkReport,
        broken: list[Refused],
        columns: tuple[Column, ...],
    ) -> None:
        report.refused_count = enter_refused(con, report.file_id, file, self.contract, broken)
        if report.loaded == 0 and not report.out_of_scope:
            raise NothingUsable(**first_refused(con, report))
        report.field_issues = self._enter_issues(con, report.file_id, columns)
        report.is_synthetic = bool(
            only_row(
                con,
                f"select coalesce(bool_or({self.synthetic}), false) from raw.{self.contract.name} "
                "where file_id = $file_id",
                {"file_id": report.file_id},
            )[0]
        )
        ledger.write(con, report)
        con.execute(
            "update ledger.file set rows_refused = $refused where file_id = $file_id",
            {"refused": report.refused_count, "file_id": report.file_id},
        )

    def _enter_issues(self, con: Connection, file_id: str, columns: tuple[Column, ...]) -> int:
        """Enter unread, doubtful and contradictory fields in the ledger; return their number."""
        if only_row(con, "select count(*) from doubtful where refusal is null") == (0,):
            return 0
        parts = [field_issues_query(columns, self.contract.subject)]
        if (SQL / "imports" / f"{self.contract.name}_findings.sql").exists():
            parts.append(f"from ({_sql(self.contract, 'findings')})")
        hidden = ", ".join(literal(f.name) for f in self.contract.fields if f.is_sensitive)
        value = f"case when column_name in ({hidden}) then {literal(OMITTED)} else value end"
        (count,) = only_row(
            con,
            f"insert into ledger.field_issue by name select $file_id as file_id, row_number, "
            f"{masked('subject')} as operation_code, column_name, "
            f"{masked(value if hidden else 'value')} as value, reason "
            f"from ({' union all '.join(filter(None, parts))}) order by row_number, column_name",
            {"file_id": file_id},
        )
        return count


def _words(field: Field) -> tuple[str, ...]:
    """Return names that a file may give a field: the first words of its Italian description."""
    described = field.description.it.replace(":", " ").replace("(", " ").split()
    return tuple(" ".join(described[:count]) for count in (1, 2, 3))


def _sql(contract: Contract, name: str) -> str:
    return (SQL / "imports" / f"{contract.name}_{name}.sql").read_text("utf-8")
