"""Run the rules of `sql/checks/puc` over every delivery: they report, they never stop a build."""

from pathlib import Path

import duckdb

from cruscotto.config import SQL

RULES = SQL / "checks" / "puc"
TABLE = "marts.exchange_finding"


def rule_files() -> list[Path]:
    """Return the rules' queries, each named by its number."""
    return sorted(RULES.glob("[0-9][0-9][0-9]_*.sql"))


def run_rules(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the table of findings: one row per edition, rule and record to mend.

    The authority is that of the operation's programme; an operation without one has none.
    """
    con.execute(
        f"create or replace table {TABLE} (rule_number varchar, edition_date date, "
        "operation_code varchar, tracciato varchar, record_key varchar, "
        "found_eur decimal(18, 2), expected_eur decimal(18, 2))"
    )
    if con.execute("select 1 from ledger.file where source = 'puc' limit 1").fetchone() is None:
        return
    for path in rule_files():
        con.execute(
            f"insert into {TABLE} by name "
            f"select $number as rule_number, * from ({path.read_text('utf-8')})",
            {"number": path.name[:3]},
        )
