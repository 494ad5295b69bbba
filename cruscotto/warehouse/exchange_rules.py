"""Run the exchange rules of `sql/checks/puc` on all deliveries; a finding never stops a build."""

from pathlib import Path

import duckdb

from cruscotto.config import SQL

RULES = SQL / "checks" / "puc"
TABLE = "marts.exchange_finding"
FINDING = (
    "edition_date, operation_code, tracciato, record_key, "
    "cast(found_eur as decimal(18, 2)) as found_eur, "
    "cast(expected_eur as decimal(18, 2)) as expected_eur"
)
NO_FINDING = (
    "cast(null as varchar) as rule_number, cast(null as date) as edition_date, "
    "cast(null as varchar) as operation_code, cast(null as varchar) as tracciato, "
    "cast(null as varchar) as record_key, cast(null as decimal(18, 2)) as found_eur, "
    "cast(null as decimal(18, 2)) as expected_eur"
)


def rule_files() -> list[Path]:
    """Return the SQL files of the rules; a file's name begins with its rule's number."""
    return sorted(RULES.glob("[0-9][0-9][0-9]_*.sql"))


def run_rules(con: duckdb.DuckDBPyConnection) -> None:
    """Make the mart of findings, with one row per edition, rule and record to correct."""
    delivered = con.execute("select 1 from ledger.file where source = 'puc' limit 1").fetchone()
    con.execute(f"create or replace table {TABLE} as {findings_query(delivered is not None)}")


def findings_query(delivered: bool) -> str:
    """Return the SQL query for the findings of all rules.

    Args:
        delivered: whether the warehouse has any delivery; if not, the query returns no rows.
    """
    if not delivered:
        return f"select {NO_FINDING} where false"
    return " union all ".join(
        f"select '{path.name[:3]}' as rule_number, {FINDING} from (\n{path.read_text('utf-8')}\n) "
        f"as rule_{path.name[:3]}"
        for path in rule_files()
    )
