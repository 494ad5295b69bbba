"""Set the dashboard beside what a person would take instead: pandas, and Apache Superset.

    python benchmarks/peers.py [--rows 10000000] [--superset PYTHON]

One warehouse for all: a copy of that of `CRUSCOTTO_WAREHOUSE` with ten million participations
more. A rate by region, through the package and in pandas on the same records in memory (reading
them is not counted). A whole run of the overview after a change of region, from the message that
asks to the one that says it has finished, beside one chart of Superset on the records and on the
same small mart that the package reads. Superset lives in an environment of its own, named by its
Python (`CRUSCOTTO_SUPERSET`): `pip install 'apache-superset==6.1.*' 'duckdb>=2.0' duckdb-engine
rich cachetools flask-caching==2.3.1`. Asked of it: thirty times pandas, and faster than one chart.
"""

import argparse
import asyncio
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
from dashboard import serving
from import_participations import EDITION, GENERATED
from report import missing, record
from visitors import Visitor

from cruscotto.config import settings
from cruscotto.disclosure import Rules
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.registry import KPIS
from cruscotto.sources.contracts.people_and_claims import PARTICIPATIONS
from cruscotto.warehouse import editing, reader
from cruscotto.warehouse.build import build, prepare

COLUMNS = ("placed_6m_register", "known_6m_register")
EXPRESSION = f"sum({COLUMNS[0]}) / sum({COLUMNS[1]})"
TABLES = {"the records": "participation", "the small mart": "participation_cell"}
FASTER_THAN_PANDAS, CHARTS = 30.0, 7
SUPERSET = "our overview to one chart of Superset on {}"


def enlarge(link: Path, rows: int) -> None:
    """Add generated participations to a warehouse and build its marts."""
    generated = link.with_name("participations.parquet")
    duckdb.connect().execute(GENERATED.replace("{path}", str(generated)), {"rows": rows})
    with editing(link) as con:
        prepare(con)
        PARTICIPATIONS.load(con, PARTICIPATIONS.check(generated), EDITION)
        build(con, salt="0f" * 32)
    generated.unlink()


def middle(call: Callable[[], object], repeats: int) -> float:
    call()
    took = []
    for _ in range(repeats):
        start = perf_counter()
        call()
        took.append(1000 * (perf_counter() - start))
    return median(took)


def beside_pandas(link: Path) -> None:
    con, kpi = reader(link), KPIS["placement_rate_6m"]
    ours = middle(lambda: measure(con, kpi, ("region",), rules=Rules(audience="exact")), 15)
    columns = ", ".join(("region_code", *COLUMNS))
    frame = con.cursor().sql(f"select {columns} from marts.participation").df()

    def by_hand() -> object:
        sums = frame.groupby("region_code", observed=True)[list(COLUMNS)].sum()
        return sums[COLUMNS[0]] / sums[COLUMNS[1]]

    pandas = middle(by_hand, 5)
    print(f"a rate by region: ours {ours:.1f} ms, pandas {pandas:.0f} ms: {pandas / ours:.0f} x")
    record("pandas to a rate by region", pandas / ours, "x", FASTER_THAN_PANDAS, at_least=True)


async def overview(address: str) -> float:
    """Return the median milliseconds of the overview's runs, one for each region never asked."""
    async with Visitor(address) as visitor:
        await visitor.open("quadro")
        await visitor.choose("region", visitor.options("region")[0])
        times = []
        for region in visitor.options("region")[1:]:
            run = await visitor.choose("region", region)
            if run.errors:
                raise SystemExit(f"the overview failed: {run.errors}")
            times.append(run.milliseconds)
    return median(times)


def beside_superset(link: Path, ours: float, python: str) -> None:
    script = Path(__file__).with_name("superset_chart.py")
    for words, table in TABLES.items():
        done = subprocess.run(
            [python, str(script), str(link.resolve()), "marts", table, EXPRESSION, str(CHARTS)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["no word"]
            missing(SUPERSET.format(words), f"Superset failed: {lines[-1][:120]}", "x", 1.0)
            continue
        chart = median(json.loads(done.stdout.splitlines()[-1]))
        print(f"overview {ours:.0f} ms, one chart of Superset on {words} {chart:.0f} ms")
        record(SUPERSET.format(words), ours / chart, "x", 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--superset", default=os.environ.get("CRUSCOTTO_SUPERSET"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cruscotto-benchmark-") as folder:
        link = Path(folder) / "w.duckdb"
        link.write_bytes(settings().warehouse.resolve().read_bytes())
        if asked.rows:
            enlarge(link, asked.rows)
        beside_pandas(link)
        with serving(1, link) as site:
            ours = asyncio.run(overview(site.address))
        print(f"overview after a change of region: {ours:.0f} ms")
        record("overview after a change of region, on the websocket", ours, "ms")
        if asked.superset and Path(asked.superset).exists():
            beside_superset(link, ours, asked.superset)
        else:
            for words in TABLES:
                missing(SUPERSET.format(words), "no --superset PYTHON", "x", 1.0)


if __name__ == "__main__":
    main()
