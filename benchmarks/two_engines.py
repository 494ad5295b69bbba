"""Build the same marts from the same Parquet on DuckDB and on Spark, and compare both.

    python benchmarks/two_engines.py [PARTICIPATIONS] [MASTER]

One million participations and `local[2]` by default; needs Java. Each engine builds in a process of
its own, as `cruscotto build` does, and publishes; then every mart must hold the same rows. On one
machine Spark is expected to lose: what is measured is by how much, so that nobody moves too early.
"""

import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

import duckdb
from import_participations import EDITION, GENERATED
from report import record

from cruscotto.sources.contracts.people_and_claims import PARTICIPATIONS
from cruscotto.warehouse import editing, published_path
from cruscotto.warehouse.build import prepare
from cruscotto.warehouse.parts import write_parts

COMMAND = [sys.executable, "-m", "cruscotto"]


def main(rows: int, master: str) -> None:
    print(f"{rows:,} participations, {date.today()}, Spark on {master}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = generate(folder, rows)
        size = sum(file.stat().st_size for file in source.rglob("*.parquet"))
        print(f"source     {size / 1e6:8,.0f} MB of Parquet")
        local = build(folder, "duckdb", [])
        spread = build(folder, "spark", ["--master", master])
        print(f"ratio      {spread / local:8.1f} x")
        different = differing(folder)
        print(f"differing  {different:8} marts (asked: 0)")
    record("marts built by DuckDB", local, "s")
    record("marts built by Spark", spread, "s", ratio=spread / local)
    record("marts that differ between the engines", different, "", 0)


def generate(folder: Path, rows: int) -> Path:
    """Load generated participations and write the source that both engines build from."""
    file, warehouse = folder / "p.parquet", folder / "w.duckdb"
    duckdb.connect().execute(GENERATED.replace("{path}", str(file)), {"rows": rows})
    with editing(warehouse, fresh=True) as con:
        prepare(con)
        PARTICIPATIONS.load(con, PARTICIPATIONS.check(file), EDITION)
        write_parts(con, folder / "source")
    file.unlink()
    return folder / "source"


def build(folder: Path, engine: str, where: list[str]) -> float:
    """Build in a process of its own; return the seconds it took."""
    start = perf_counter()
    subprocess.run(
        [
            *COMMAND,
            "--warehouse",
            str(folder / "w.duckdb"),
            "build",
            "--engine",
            engine,
            *where,
            "--source",
            str(folder / "source"),
            "--out",
            str(folder / engine),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    took = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{engine:10} {took:8.1f} s, largest process so far {peak:,.0f} MB")
    return took


def differing(folder: Path) -> int:
    """Count the marts whose rows are not the same on both."""
    con, count = duckdb.connect(), 0
    for engine in ("duckdb", "spark"):
        path = published_path(folder / engine / "cruscotto.duckdb")
        con.execute(f"attach '{path}' as on_{engine} (read_only)")
    names = con.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'on_duckdb' and schema_name = 'marts'"
    ).fetchall()
    for (name,) in names:
        one, two = (f"from on_{engine}.marts.{name}" for engine in ("duckdb", "spark"))
        count += any(
            con.execute(f"({a}) except all ({b}) limit 1").fetchall()
            for a, b in ((one, two), (two, one))
        )
    return count


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000,
        sys.argv[2] if len(sys.argv) > 2 else "local[2]",
    )
