"""Enter refused rows in the ledger, without personal data, for files that follow a data contract.

The ledger gets the text of each refused row, with the fields in the order of the file. Sensitive
fields and fields of unknown columns are replaced. So are tax codes of persons (even with blanks in
them), mail addresses, telephone numbers and bank accounts. `refusal_rules` and
`sql/imports/*_judged.sql` decide which rows are refused. SQL does all the work, since millions of
rows may be refused.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from cruscotto.model.fields import Contract
from cruscotto.model.literals import literal
from cruscotto.sources.contracts.columns import quoted
from cruscotto.sources.files.tabular import TabularFile, canonical
from cruscotto.sources.privacy import CONTACT, CONTACT_OMITTED, TITLED
from cruscotto.sources.privacy import OMITTED as NAME_OMITTED
from cruscotto.warehouse.file_report import FileReport, Refused

OMITTED = "[OMESSO]"
LONGEST = 20_000  # characters of a broken record worth keeping

# A personal tax code in capitals, its parts together or apart.
_APART = "[ ./_-]?"
TAX_CODE = _APART.join(
    (
        "[A-Z]{3}",
        "[A-Z]{3}",
        "[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}",
        "[A-Z][0-9LMNPQRSTUV]{3}",
        "[A-Z]",
    )
)
# A hexadecimal pseudonym holds such a sequence by chance; one that stands alone is no chance.
TAX_CODE_ALONE = f"(^|[^0-9A-Z]){TAX_CODE}([^0-9A-Z]|$)"
# What shows that a title names a person: a tax code, its parts apart too, or words before a name.
NAMED = f"{TAX_CODE_ALONE}|{TITLED}"

# A record that broke has its fields a few places off.
SHIFT = 2

# More than a character would do as a delimiter: no file holds it, so that a line is one field.
_NO_DELIMITER = "e'\\x01\\x02\\x03'"


@dataclass
class BulkReport(FileReport):
    """A report on an imported file that has the number of refused rows, but not these rows."""

    refused_count: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return the report as a dictionary, as the command line prints it."""
        return super().as_dict() | {"refused": self.refused_count}


def masked(text: str) -> str:
    """Return the SQL expression of a text without personal tax codes, contacts and accounts.

    Each is replaced by a note that it was left out. Contacts are mail addresses and telephone
    numbers; accounts are bank accounts.
    """
    named = f"regexp_replace({text}, {literal(TAX_CODE)}, {literal(NAME_OMITTED)}, 'gi')"
    return f"regexp_replace({named}, {literal(CONTACT)}, {literal(CONTACT_OMITTED)}, 'gi')"


def enter_refused(
    con: duckdb.DuckDBPyConnection,
    file_id: str,
    file: TabularFile,
    contract: Contract,
    broken: list[Refused],
) -> int:
    """Enter the rows of the table `refused` and the broken records in the ledger.

    Args:
        con: a warehouse being edited, with `records` and `refused` (row_number, reason).
        file_id: the file's entry in the ledger.
        file: the file, as checked before the warehouse was opened.
        contract: the data contract of the file.
        broken: the records that could not be split into fields.

    Returns:
        The number of rows and records entered.
    """
    _enter_broken(con, file_id, file, contract, broken)
    if con.execute("select 1 from refused limit 1").fetchone() is None:
        return len(broken)
    lines = "select row_number, row_number as line from refused"
    if file.kind == "csv":
        _create_lines(con, file, [record.line_number or 0 for record in broken])
        lines = _agreeing_lines(contract)
    row = con.execute(
        f"insert into ledger.refused_row "
        f"select $file_id, lines.line, refused.reason, {_text(file, contract)} "
        f"from records inner join refused on records.row_number = refused.row_number "
        f"left join ({lines}) as lines on refused.row_number = lines.row_number "
        f"order by refused.row_number",
        {"file_id": file_id},
    ).fetchone()
    return len(broken) + int(row[0] if row else 0)


def _text(file: TabularFile, contract: Contract) -> str:
    parts = ", ".join(_shown(canonical(name).lower(), contract) for name in file.columns)
    return masked(f"concat_ws({literal(file.delimiter)}, {parts})")


def _shown(name: str, contract: Contract) -> str:
    if name not in contract.columns:
        return literal(OMITTED)
    written = f"coalesce(cast(records.{quoted(name)} as varchar), '')"
    if contract.field(name).is_sensitive:
        return f"case when trim({written}) = '' then '' else {literal(OMITTED)} end"
    return written


def _create_lines(con: duckdb.DuckDBPyConnection, file: TabularFile, broken: list[int]) -> None:
    """Create the view `record_lines`, with a row for each line at which a record begins.

    A row has the number and the text of the line, and the number of the record. A line begins a
    record when the number of quotation marks in all earlier lines is even. Left out are blank
    lines, lines without quotation marks that have the wrong number of fields, and the lines in
    `broken`, where broken records begin.
    """
    path = literal(str(Path(file.path)))
    con.execute(
        f"""
        create or replace temp view record_lines as
        with written as (
            select
                row_number() over () as line,
                coalesce(text, '') as text,
                length(coalesce(text, '')) - length(replace(coalesce(text, ''), '"', '')) as quotes,
                length(coalesce(text, ''))
                - length(replace(coalesce(text, ''), {literal(file.delimiter)}, '')) as delimiters
            from read_csv({path}, delim = {_NO_DELIMITER}, quote = '', escape = '', header = false,
                auto_detect = false, columns = {{'text': 'VARCHAR'}})
        ),
        counted as (
            select *, sum(quotes) over (order by line) - quotes as quotes_before from written
        )
        select line, text, row_number() over (order by line) - 1 as place
        from counted
        where quotes_before % 2 = 0 and text <> ''
        and not list_contains([{", ".join(map(str, broken))}]::bigint[], line)
        and (quotes > 0 or delimiters = {len(file.columns) - 1})
        """
    )


def _agreeing_lines(contract: Contract) -> str:
    """Return the SQL query of each refused row's number and of the line at which the row begins.

    A row is left out if the text of that line does not contain the values of the row's key.
    """
    named = [name for name in contract.key if contract.field(name).is_required]
    # a name that goes on in the next line is looked for up to there
    agrees = " and ".join(
        "contains(record_lines.text, trim(split_part(replace("
        f"coalesce(records.{quoted(name)}, ''), chr(13), ''), chr(10), 1)))"
        for name in named
    )
    return (
        "select refused.row_number, record_lines.line from refused "
        "inner join records on refused.row_number = records.row_number "
        f"inner join record_lines on refused.row_number = record_lines.place where {agrees}"
    )


def _enter_broken(
    con: duckdb.DuckDBPyConnection,
    file_id: str,
    file: TabularFile,
    contract: Contract,
    broken: list[Refused],
) -> None:
    if not broken:
        return
    hidden = _hidden_places(file, contract)
    con.execute(
        "insert into ledger.refused_row "
        f"select $file_id, line, reason, {masked('text')} from (select unnest($lines) as line, "
        "unnest($reasons) as reason, unnest($texts) as text)",
        {
            "file_id": file_id,
            "lines": [record.line_number for record in broken],
            "reasons": [record.reason for record in broken],
            "texts": [_without(hidden, record.original_text, file.delimiter) for record in broken],
        },
    )


def _hidden_places(file: TabularFile, contract: Contract) -> list[bool]:
    names = [canonical(name).lower() for name in file.columns]
    hide = [n not in contract.columns or contract.field(n).is_sensitive for n in names]
    return [any(hide[max(0, i - SHIFT) : i + SHIFT + 1]) for i in range(len(hide))]


def _without(hidden: list[bool], text: str, delimiter: str) -> str:
    """Return the text of a broken record; fields that may hold personal data are replaced.

    A field is replaced if `hidden` is true at its position, or if it is past the last column. After
    an unpaired quotation mark a record may include the next lines: each line is treated as a
    record.
    """
    lines = [_blotted(hidden, line, delimiter) for line in text[:LONGEST].splitlines()]
    return "\n".join(lines)


def _blotted(hidden: list[bool], line: str, delimiter: str) -> str:
    return delimiter.join(
        OMITTED if value.strip() and (i >= len(hidden) or hidden[i]) else value
        for i, value in enumerate(line.split(delimiter))
    )


def first_refused(con: duckdb.DuckDBPyConnection, report: FileReport) -> dict[str, object]:
    """Return the facts for the error `NothingUsable`, by name.

    They are the file, the number of rows read, and the reason and line of the first refused row.
    """
    found = con.execute(
        "select reason, line_number from ledger.refused_row where file_id = $file_id "
        "order by line_number limit 1",
        {"file_id": report.file_id},
    ).fetchone()
    reason, line = found or ("–", None)
    return {"file": report.file_name, "read": report.read, "reason": reason, "line": line or "–"}
