"""Guarded figures at ten million participations, which the engine makes itself.

    python benchmarks/guarded_at_scale.py [ROWS]

Fills the columns of `marts.participation` that the mart of cells adds up, makes that mart with the
product's own query and asks, of every audience in the same run: a rate by region (limit 10 ms, of
time and of the processor; the latter depends less on what else the machine does), counts by region
and sex, a filter of five regions, a rate by age, which reads the records, and forty questions of a
page.
Prints medians, 95th percentiles and the processor's own time.
"""

import re
import sys
from itertools import product
from statistics import median
from time import perf_counter, process_time
from typing import Any

import duckdb
from report import record

from cruscotto.config import SQL
from cruscotto.disclosure import Rules
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, PEOPLE_KPIS

REPEATS, PAGES = 30, 15
# Persons are counted on the records, and the unemployed stand in another mart.
NOT_ASKED = ("persons_count", "coverage_per_1000_unemployed")
CELLS = SQL / "marts" / "participation_cell.sql"
# Regions are of unequal size, programmes of one region, years of exit after those of entry.
MADE = """
create table marts.participation as
with drawn as (
    select i, hash(i) as a, hash(i + 1000000007) as b, cast(sqrt(hash(i + 7) % 441) as integer) as r
    from range($rows) as t(i)
)
select
    'current' as slot, true as is_synthetic, date '2026-08-31' as edition_date,
    '2014-2020' as period_code, 'FSE' as fund_code, 'R' || r as region_code,
    'M' || r // 5 as macro_area_code, 'C' || r // 8 as category_of_region_code,
    'A' || r as managing_authority_code, 'P' || r as programme_code,
    cast(a % 5 as varchar) as axis_code, '0' || a % 5 as theme_code,
    cast(2015 + a // 16 % 9 as varchar) as entry_year_code,
    cast(2015 + a // 16 % 9 + b % 2 as varchar) as exit_year_code,
    case when a % 100 = 0 then 'X' when a % 2 = 0 then 'F' else 'M' end as sex_code,
    cast(b // 64 % 6 as varchar) as age_band_code,
    cast(hash(i + 13) % 4294967296 as bigint) as record_key,
    cast(0.5 as decimal(18, 8)) as expected_women, cast(90 as double) as hours_attended,
    {flags}
from drawn
"""
QUESTIONS: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    "a rate by region": ("placement_rate_6m", ("region",), {}),
    "counts by region and sex": ("participants_count", ("region", "sex"), {}),
    "a rate by year of five regions": (
        "placement_rate_6m",
        ("year",),
        {"region": ["R3", "R8", "R12", "R17", "R20"]},
    ),
    "a rate by age": ("placement_rate_6m", ("age_band",), {}),
}
LIMITED = "a rate by region"


def filled(rows: int) -> duckdb.DuckDBPyConnection:
    """Return a connection to the records and their cells."""
    con, query = duckdb.connect(), CELLS.read_text("utf-8")
    columns = dict.fromkeys(re.findall(r"sum\(record_key \* (\w+)\)", query))
    flags = ", ".join(
        f"cast(b // 1000 % 100 < {_share(name)} as tinyint) as {name}" for name in columns
    )
    con.execute("create schema marts")
    con.execute(MADE.format(flags=flags), {"rows": rows})
    con.execute(f"create table marts.participation_cell as {query}")
    return con


def _share(name: str) -> int:
    """Return of how many in a hundred a column is 1: those with an outcome are among the known."""
    if name == "participations":
        return 100
    starts = {"known": 70, "mature": 85, "leavers": 95, "jobless": 90, "employed": 80}
    return next((share for start, share in starts.items() if name.startswith(start)), 30)


def times(con: Any, question: tuple[str, tuple[str, ...], dict[str, Any]], who: str) -> list[float]:
    kpi, by, where = question
    rules, selection, took = Rules(audience=who), Selection.from_codes(where), []
    for _ in range(REPEATS + 1):
        start = perf_counter()
        measure(con, KPIS[kpi], by, selection, rules)
        took.append(1000 * (perf_counter() - start))
    return sorted(took[1:])


def work(con: Any, question: tuple[str, tuple[str, ...], dict[str, Any]], who: str) -> float:
    """Return the milliseconds of processor that a question takes, whatever else is running."""
    kpi, by, where = question
    rules, selection, start = Rules(audience=who), Selection.from_codes(where), process_time()
    for _ in range(REPEATS):
        measure(con, KPIS[kpi], by, selection, rules)
    return 1000 * (process_time() - start) / REPEATS


def page(con: Any, who: str) -> list[float]:
    """Return the milliseconds of processor of forty questions, asked again and again."""
    kpis = [k for k in PEOPLE_KPIS if k.mart == "participation" and k.name not in NOT_ASKED]
    asked = list(product(kpis, ((), ("region",), ("sex",))))[:40]
    rules, took = Rules(audience=who), []
    for _ in range(PAGES + 1):
        start = process_time()
        for kpi, by in asked:
            measure(con, kpi, by, rules=rules)
        took.append(1000 * (process_time() - start))
    return sorted(took[1:])


def main(rows: int) -> None:
    con = filled(rows)
    [cells] = con.execute("select count(*) from marts.participation_cell").fetchone() or (0,)
    print(f"{rows:,} participations, {cells:,} cells")
    for name, question in QUESTIONS.items():
        for who in ("exact", "protected", "public"):
            took = times(con, question, who)
            middle, high = median(took), took[int(0.95 * len(took))]
            processor = work(con, question, who)
            print(
                f"{name:32} {who:10} median {middle:7.2f} ms, p95 {high:7.2f} ms, "
                f"fastest {took[0]:6.2f} ms, processor {processor:6.2f} ms"
            )
            limit = 10 if name == LIMITED and who != "exact" else None
            record(f"10 million: {name}, {who}", middle, "ms", limit)
            record(f"10 million: {name}, {who}, p95", high, "ms", limit)
            record(f"10 million: {name}, {who}, processor", processor, "ms", limit)
    for who in ("exact", "protected", "public"):
        took = page(con, who)
        middle, high = median(took), took[int(0.95 * len(took))]
        print(f"{'forty questions':32} {who:10} processor {middle:7.2f} ms, p95 {high:7.2f} ms")
        record(f"10 million: forty questions of a page, {who}, processor", middle, "ms")
        record(f"10 million: forty questions of a page, {who}, processor, p95", high, "ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
