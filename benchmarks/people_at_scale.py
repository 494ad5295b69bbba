"""Time what ten million participations cost after they are read: marts, figures, persons.

    python benchmarks/people_at_scale.py [ROWS]

Loads the generated Parquet of `import_participations`, builds staging and marts as an import does,
and then asks: a rate by region through `measure`, the same in pandas on the records, and how many
persons there are. Prints peak memory. Limits: 10 ms and a thirtieth of pandas for the rate, 300 ms
for the persons, 4 GB for the build, 1.5 times the mart files run by hand.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
from import_participations import EDITION, GENERATED
from report import record

from cruscotto.disclosure import Rules
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.registry import KPIS
from cruscotto.sources.contracts.people_and_claims import PARTICIPATIONS
from cruscotto.warehouse import editing, reader
from cruscotto.warehouse.build import MATERIALISED, build, build_order, prepare, statements
from cruscotto.warehouse.publish import published_path
from cruscotto.warehouse.salt import salt_of

REPEATS = 15


def middle(call: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median milliseconds of a call, after one that warms up."""
    call()
    took = []
    for _ in range(repeats):
        start = perf_counter()
        call()
        took.append(1000 * (perf_counter() - start))
    return median(took)


def by_hand(con: duckdb.DuckDBPyConnection, salt: str) -> float:
    """Run the files of staging and marts one after the other and nothing else."""
    start = perf_counter()
    for schema, name in build_order():
        kind = "view" if schema == "staging" and not name.startswith(MATERIALISED) else "table"
        for text, bound in statements(schema, name, salt):
            con.execute(f"create or replace {kind} {schema}.{name} as {text}", dict(bound) or None)
    return perf_counter() - start


def load_and_build(path: Path, warehouse: Path) -> None:
    with editing(warehouse, fresh=True) as con:
        prepare(con)
        start = perf_counter()
        PARTICIPATIONS.load(con, PARTICIPATIONS.check(path), EDITION)
        print(f"load       {perf_counter() - start:8.1f} s")
        salt = salt_of(con, warehouse)
        hand = by_hand(con, salt)
        start = perf_counter()
        build(con, salt)
        ours = perf_counter() - start
        print(f"marts      {ours:8.1f} s, by hand {hand:.1f} s: {ours / hand:.2f} x (limit 1.5)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak       {peak:8,.0f} MB (limit 4,096)")
    record("participations: marts", ours, "s", peak_megabytes=peak)
    record("participations: marts to those by hand", ours / hand, "x", 1.5)
    record("participations: peak memory of loading and marts", peak, "MB", 4096)


def ask(warehouse: Path) -> None:
    con, kpi = reader(warehouse), KPIS["placement_rate_6m"]
    size = (published_path(warehouse) or warehouse).stat().st_size
    ours = middle(lambda: measure(con, kpi, ("region",), rules=Rules(audience="exact")))
    guarded = middle(lambda: measure(con, kpi, ("region", "sex")))
    persons = middle(lambda: measure(con, KPIS["persons_count"]), 5)
    frame = (
        con.cursor()
        .sql("select region_code, placed_6m_register, known_6m_register from marts.participation")
        .df()
    )
    pandas = middle(lambda: frame.groupby("region_code", observed=True).sum(), 3)
    print(
        f"rate by region {ours:8.1f} ms (limit 10), pandas {pandas:.0f} ms: {pandas / ours:.0f} x"
    )
    print(f"by region and sex, protected {guarded:.1f} ms")
    record("participations: a rate by region", ours, "ms", 10)
    record("participations: a rate by region, pandas", pandas / ours, "x", 30, at_least=True)
    record("participations: a rate by region and sex, protected", guarded, "ms")
    record("participations: persons", persons, "ms", 300)
    print(f"persons_count  {persons:8.0f} ms (limit 300); warehouse {size / 1e6:,.0f} MB")


def main(rows: int) -> None:
    print(f"{rows:,} participations, {date.today()}")
    with tempfile.TemporaryDirectory() as folder:
        path, warehouse = Path(folder) / "p.parquet", Path(folder) / "warehouse.duckdb"
        duckdb.connect().execute(GENERATED.replace("{path}", str(path)), {"rows": rows})
        for step in ("--build", "--ask"):
            subprocess.run([sys.executable, __file__, step, str(path), str(warehouse)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        load_and_build(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--ask"]:
        ask(Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
