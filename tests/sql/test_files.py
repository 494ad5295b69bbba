"""Every file of staging and marts has its place in the build, after what it reads."""

import sqlglot
from sqlglot import exp

from cruscotto.config import SQL
from cruscotto.warehouse.build import build_order

FILES = sorted(SQL.rglob("*.sql"))
# Importers read files, which only DuckDB does; the schema is DuckDB's own. The rest is portable.
PORTABLE = [path for path in FILES if path.parent.name in ("staging", "marts", "checks")]


def test_the_build_order_holds_every_staging_and_mart_file_after_what_it_reads() -> None:
    order = list(build_order())
    files = {(p.parent.name, p.stem) for p in PORTABLE if p.parent.name != "checks"}
    assert set(order) == files
    for schema, name in order:
        tree = sqlglot.parse_one(
            (SQL / schema / f"{name}.sql").read_text("utf-8"), dialect="duckdb"
        )
        read = {(t.db, t.name) for t in tree.find_all(exp.Table)} & files
        assert all(order.index(other) < order.index((schema, name)) for other in read)
