"""The change of a rate in exact parts at ten million participations, which the engine makes itself.

    python benchmarks/why_at_scale.py [ROWS]

Fills the columns of `marts.participation` that one rate of persons reads, sorted as the product
sorts them, and asks why the rate changed from one year to the next: by three dimensions of who was
served (the fourth is filtered), new and closed operations apart, guarded and exactly.
The goal is 300 ms. The records stand in a file, as those of a warehouse do: in memory the engine
would not compress them. Prints medians and the processor's own time.
"""

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import duckdb
from report import record

from cruscotto.disclosure import Rules
from cruscotto.kpi.change.explaining import explain
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS

REPEATS, GOAL_MS = 9, 300
COUNTED = ("placed_6m_register", "known_6m_register", "mature_6m", "jobless_leavers")
PLACES = (
    "slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code, "
    "category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code, "
    "entry_year_code, exit_year_code, sex_code"
)
MADE = """
create table marts.participation as
with drawn as (
    select i, hash(i) as a, hash(i + 1000000007) as b, cast(sqrt(hash(i + 7) % 441) as integer) as r
    from range($rows) as t(i)
),
placed as (
    select
        *,
        b // 1000 % 100 < 85 as matured,
        b // 1000 % 100 < 70 as known,
        b // 1000 % 100 < 30 as placed
    from drawn
)
select
    'current' as slot, true as is_synthetic, date '2026-08-31' as edition_date,
    '2014-2020' as period_code, 'FSE' as fund_code, 'R' || r as region_code,
    'M' || r // 5 as macro_area_code, 'C' || r // 8 as category_of_region_code,
    'A' || r as managing_authority_code, 'P' || r as programme_code,
    'O' || r || '-' || a // 100000 % 3000 as operation_code,
    cast(a % 5 as varchar) as axis_code, '0' || a % 5 as theme_code,
    cast(2015 + a // 16 % 9 as varchar) as entry_year_code,
    cast(2015 + a // 16 % 9 + b % 2 as varchar) as exit_year_code,
    case when a % 2 = 0 then 'F' else 'M' end as sex_code,
    cast(b // 64 % 6 as varchar) as age_band_code,
    cast(a // 4096 % 4 as varchar) as education_code,
    cast(b // 4096 % 5 as varchar) as entry_status_code,
    cast(hash(i + 13) % 4294967296 as bigint) as record_key,
    cast(placed as tinyint) as placed_6m_register, cast(known as tinyint) as known_6m_register,
    cast(matured as tinyint) as mature_6m, cast(1 as tinyint) as jobless_leavers
from placed
order by programme_code, region_code, exit_year_code
"""
SIDES = tuple(Selection.of(year=year, sex="F") for year in ("2019", "2020"))


def filled(rows: int, path: Path) -> duckdb.DuckDBPyConnection:
    """Return a reader's connection to the records and their cells, in a file as a warehouse is."""
    con = duckdb.connect(str(path))
    con.execute("create schema marts")
    con.execute(MADE, {"rows": rows})
    sums = ", ".join(
        f"cast(sum({name}) as bigint) as {name}, "
        f"cast(sum(record_key * {name}) as bigint) as {name}_key"
        for name in COUNTED
    )
    con.execute(
        f"create table marts.participation_cell as select {PLACES}, {sums} "
        f"from marts.participation group by {PLACES}"
    )
    con.close()
    return duckdb.connect(str(path), read_only=True)


def main(rows: int) -> None:
    with TemporaryDirectory() as folder:
        measure(filled(rows, Path(folder, "w.duckdb")), rows)


def measure(con: duckdb.DuckDBPyConnection, rows: int) -> None:
    kpi = KPIS["placement_rate_6m"]
    print(f"{rows:,} participations")
    for who in ("exact", "protected"):
        rules, took, worked = Rules(audience=who), [], []
        for _ in range(REPEATS + 1):
            start, processor = perf_counter(), process_time()
            found = explain(con, kpi, "year", SIDES, rules)
            took.append(1000 * (perf_counter() - start))
            worked.append(1000 * (process_time() - processor))
        assert found.parts, found.state
        assert abs(float(found.residual or 0)) < 1e-9
        print(
            f"why by three dimensions, {who:10} median {median(took[1:]):7.1f} ms, fastest "
            f"{min(took):7.1f} ms, processor {median(worked[1:]):7.1f} ms, "
            f"{found.strata[1]} kinds, operations apart: {found.apart}"
        )
        record(f"10 million: why by three dimensions, {who}", median(took[1:]), "ms", GOAL_MS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
