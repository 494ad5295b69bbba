"""Find programme codes of an imported file that neither the reference tables nor operations have.

A code may be misspelt, or of a new programme. Its rows are loaded, and the report on the import
names the codes.
"""

import duckdb

from cruscotto.config import SQL
from cruscotto.sources.contracts.refusals_ledger import masked
from cruscotto.warehouse.file_report import FileReport, Unknown

# Sources of our own contracts whose rows are about a programme.
SOURCES = ("commitment_tranches", "edition_counts", "payment_claims", "prefinancing", "targets")
MOST_CODES = 5
# The mart is there once a build was made; the reference tables are there before.
MART = "select count(*) from duckdb_tables() where schema_name = 'marts' and table_name = $name"


def unknown_programmes(con: duckdb.DuckDBPyConnection, report: FileReport) -> Unknown | None:
    """Return the number of a file's rows with unknown programme codes, and the first codes.

    Return `None` if all codes are known, or if the source's rows are not about programmes.

    Args:
        con: a warehouse being edited, with the file in it. A code is known, too, if an operation
            had it when the warehouse was last built.
        report: the report on the file.
    """
    if report.source not in SOURCES:
        return None
    built = con.execute(f"{MART} and database_name = current_database()", {"name": "programme"})
    seen = "marts.programme" if built.fetchone() != (0,) else "(select '' as programme_code)"
    con.execute(f"create or replace temp view programmes_seen as select * from {seen}")
    con.execute(
        "create or replace temp view programmes_delivered as "
        f"select file_id, programme from raw.{report.source}"
    )
    query = (SQL / "imports" / "unknown_programmes.sql").read_text("utf-8")
    found = con.execute(
        f"select programme_code, rows, {masked('programme_code')} from ({query}) as found "
        "order by programme_code",
        {"file_id": report.file_id},
    ).fetchall()
    if not found:
        return None
    return Unknown(
        rows=sum(rows for _, rows, _ in found),
        codes=len(found),
        first=tuple(shown for _, _, shown in found[:MOST_CODES]),
    )
