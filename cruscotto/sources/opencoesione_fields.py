"""Enter unreadable fields of OpenCoesione files in the ledger, such as impossible dates."""

from collections.abc import Iterable
from functools import cache

import duckdb
import sqlglot
from sqlglot import exp

from cruscotto.config import SQL
from cruscotto.model.opencoesione import (
    AMOUNT_COLUMNS,
    CODE_COLUMNS,
    DATE_COLUMNS,
    KEY,
    OTHER_COLUMNS,
)
from cruscotto.sources.contracts.columns import quoted, stray_quote_sql
from cruscotto.sources.contracts.signs_and_days import INFERRED_THOUSANDS, PERHAPS_MONTH_FIRST
from cruscotto.sources.files.counting import number_of
from cruscotto.sources.files.tabular import TabularFile
from cruscotto.sources.published import REGION_CODES, TABLE, why_unread, written_usually
from cruscotto.sources.values.numbers import Mark

DISPLAY_FLAG = "OC_FLAG_VISUALIZZAZIONE"


def enter_issues(con: duckdb.DuckDBPyConnection, file_id: str, file: TabularFile) -> int:
    """Enter in the ledger the fields not read, or read with a doubt; return their number.

    Fields that a spreadsheet or data frame wrote in its own way are converted first.

    Args:
        con: a warehouse being edited, with the rows of the file.
        file_id: the file's entry in the ledger.
        file: the file that was read.
    """
    _enter_unread(con, file_id, file.decimal)
    # in words one mark may stand for inches, unless the marks of the whole file do not pair
    words = () if file.quotes_pair else OTHER_COLUMNS
    _enter_stray_quotes(con, file_id, (*CODE_COLUMNS, *words))
    return number_of(
        con,
        "select count(*) from ledger.field_issue where file_id = $file_id",
        {"file_id": file_id},
    )


def _enter_stray_quotes(
    con: duckdb.DuckDBPyConnection, file_id: str, columns: tuple[str, ...]
) -> None:
    """Enter in the ledger the values of `columns` that have an unpaired quotation mark."""
    bound = {"file_id": file_id}
    tests = ", ".join(f'coalesce(bool_or(contains("{name}", \'"\')), false)' for name in columns)
    row = con.execute(f"select {tests} from {TABLE} where file_id = $file_id", bound).fetchone()
    found = [name for name, has_any in zip(columns, row or (), strict=True) if has_any]
    if found:
        parts = (
            f"select trim(\"{KEY}\") as operation_code, '{name}' as column_name, "
            f"trim(\"{name}\") as value, 'stray_quote' as reason from {TABLE} "
            f"where file_id = $file_id and {stray_quote_sql(quoted(name))}"
            for name in found
        )
        con.execute(f"insert into ledger.field_issue by name {_placed(parts)}", bound)


def _enter_unread(con: duckdb.DuckDBPyConnection, file_id: str, decimal: Mark | None) -> None:
    """Convert fields that a spreadsheet rewrote, and enter unreadable fields in the ledger."""
    bound, count = (
        {"file_id": file_id},
        "select count(*) from ledger.field_issue where file_id = $file_id",
    )
    con.execute(f"insert into ledger.field_issue by name {field_issues_query()}", bound)
    if not number_of(con, count, bound):
        return
    found = con.execute(
        "select distinct column_name from ledger.field_issue where file_id = $file_id", bound
    ).fetchall()
    if written_usually(con, file_id, {name for (name,) in found}, decimal):
        con.execute(
            "delete from ledger.field_issue where file_id = $file_id "
            "and not list_contains($kept, reason)",
            bound | {"kept": [INFERRED_THOUSANDS, PERHAPS_MONTH_FIRST]},
        )
        con.execute(f"insert into ledger.field_issue by name {field_issues_query()}", bound)


@cache
def field_issues_query() -> str:
    """Return the SQL query of values that cannot be read: dates, amounts, flags, region codes.

    The only flag is `OC_FLAG_VISUALIZZAZIONE`. The query reads one column after another, since the
    engine then tests each distinct value of a column only once.
    """
    checks = dict.fromkeys(DATE_COLUMNS, ("start_date", "impossible_date"))
    checks |= dict.fromkeys(AMOUNT_COLUMNS, ("public_funding_eur", "unreadable_amount"))
    parts = [
        f"select trim(\"{KEY}\") as operation_code, '{name}' as column_name, "
        f'trim("{name}") as value, {why_unread(name, reason)} as reason '
        f"from raw.opencoesione_operations where file_id = $file_id "
        f"and trim(\"{name}\") <> '' and {_read_like(like, name)} is null"
        for name, (like, reason) in checks.items()
    ]
    parts.append(
        f"select trim(\"{KEY}\") as operation_code, '{DISPLAY_FLAG}' as column_name, "
        f"trim({DISPLAY_FLAG}) as value, 'unreadable_flag' as reason "
        f"from raw.opencoesione_operations where file_id = $file_id "
        f"and trim({DISPLAY_FLAG}) <> '' "
        f"and not regexp_full_match(trim({DISPLAY_FLAG}), '[0-9]+([.,]0+)?')"
    )
    parts.append(
        f"select trim(\"{KEY}\") as operation_code, 'COD_REGIONE' as column_name, "
        "trim(COD_REGIONE) as value, 'unknown_code' as reason "
        "from raw.opencoesione_operations where file_id = $file_id and trim(COD_REGIONE) <> '' "
        f"and not regexp_full_match(trim(COD_REGIONE), '{REGION_CODES}')"
    )
    return _placed(parts)


def _placed(parts: Iterable[str]) -> str:
    """Return the SQL query of field issues, each with the number of its record in the file.

    Args:
        parts: SQL queries that each find some of the field issues, without record numbers.
    """
    text = (SQL / "imports" / "opencoesione_field_issues.sql").read_text("utf-8")
    return text.replace("{unreadable}", " union all ".join(parts))


def _read_like(typed: str, column: str) -> str:
    """Return the SQL expression that reads `column` as the staging reads its column `typed`."""

    def on_the_column(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Column):
            return node
        # a step of the staging before this one, or the published column itself
        before = _staged().get(node.name)
        return before.transform(on_the_column) if before else exp.column(column, quoted=True)

    return str(_staged()[typed].transform(on_the_column).sql("duckdb"))


@cache
def _staged() -> dict[str, exp.Expr]:
    text = (SQL / "staging" / "stg_opencoesione__operations.sql").read_text("utf-8")
    tree = sqlglot.parse_one(text, dialect="duckdb")
    return {alias.alias: alias.this for alias in tree.find_all(exp.Alias)}
