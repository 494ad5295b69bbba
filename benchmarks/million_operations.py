"""A warehouse whose operations are repeated until there are as many as one asks for."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cruscotto.warehouse import editing

REPEATED = """
    insert into marts.{table}
    select o.* replace (
        operation_code || '-' || i as operation_code, operation_id + i * 10000000 as operation_id
    )
    from marts.{table} as o, range(1, $times) as copies(i)
    where {current}
"""
TABLES = {"operation": "true", "operation_share": "slot = 'current'"}


@contextmanager
def enlarged(warehouse: Path, operations: int) -> Iterator[Path]:
    """Return a copy of a warehouse with at least so many operations; it goes when one is done."""
    with tempfile.TemporaryDirectory(prefix="cruscotto-benchmark-") as folder:
        link = Path(folder) / "w.duckdb"
        shutil.copyfile(warehouse.resolve(), link)
        with editing(link) as con:
            found = con.execute("select count(*) from marts.operation").fetchone() or (0,)
            for table, current in TABLES.items():
                sql = REPEATED.format(table=table, current=current)
                con.execute(sql, {"times": -(-operations // max(1, found[0]))})
        yield link
