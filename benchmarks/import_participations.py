"""Compare the import of participations with the same work as SQL written by hand.

    python benchmarks/import_participations.py [ROWS]

Ten million rows by default, written once as Parquet by the engine, in the types an analyst would
use. By hand: one statement that types, refuses and copies, one that counts repeated identifiers,
one that counts contradictions. Ours also writes each finding, refused row and the account. Both run
in fresh processes, in turn, on a database on disk with the settings of the warehouse; ratios are of
medians of three, of the time waited and of the time worked. `copy` is the bare copy of the file.
"""

import json
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import duckdb
from report import record

from cruscotto.config import SQL, settings
from cruscotto.sources.contracts.people_and_claims import PARTICIPATIONS
from cruscotto.sources.contracts.refusals_ledger import TAX_CODE_ALONE

REPEATS = 3
LIMIT, MEMORY_MB = 1.5, 4096
EDITION = date(2026, 8, 31)

ENTRY = "['unemployed', 'long_term_unemployed', 'inactive', 'inactive_in_education', 'employed']"
AFTER = "['employed', 'searching', 'inactive', 'unknown']"
GENERATED = f"""
copy (
    with numbers as (
        select i, hash(i) as a, hash(i + 7) as b, hash(i + 13) as c, hash(i) % 10 > 0 as has_left
        from range($rows) as t(i)
    )
    select
        'PT' || lpad(cast(i as varchar), 10, '0') as participation_id,
        'P' || substr(md5(cast(a % ($rows * 9 // 10) as varchar)), 1, 16) as person_id,
        'OP-' || lpad(cast(i // 80 as varchar), 7, '0') as operation_code,
        'ITG1' as region, 'PA' as province,
        case when a % 2 = 0 then 'F' else 'M' end as sex,
        cast(18 + a % 50 as smallint) as age_at_entry, cast(b % 9 as smallint) as education_isced,
        {ENTRY}[cast(c % 5 + 1 as integer)] as status_at_entry,
        a % 31 = 0 as disability, a % 17 = 0 as migrant, a % 101 = 0 as minority,
        a % 301 = 0 as homeless, a % 5 = 0 as rural, a % 23 = 0 as other_disadvantage,
        date '2016-01-01' + cast(a % 3000 as integer) as entry_date,
        case when has_left then date '2016-01-01' + cast(a % 3000 + b % 300 as integer) end
            as exit_date,
        case when has_left then ['completed', 'job', 'other'][cast(b % 3 + 1 as integer)] end
            as exit_reason,
        cast(300 as double) as hours_planned, cast(c % 300 as double) as hours_attended,
        has_left and b % 3 = 0 as qualification,
        case when has_left then {AFTER}[cast(c % 4 + 1 as integer)] end as status_28d,
        case when has_left then {AFTER}[cast(b % 4 + 1 as integer)] end as status_6m,
        case when has_left then {AFTER}[cast(a % 4 + 1 as integer)] end as status_12m,
        case when a % 7 = 0 then 'survey' else 'register' end as outcome_source,
        case when has_left and b % 4 = 0 then 'permanent' end as contract_type_6m,
        case when has_left and b % 4 = 0 then cast(1000 + c % 8000 as varchar) end
            as occupation_code_6m,
        cast(null as boolean) as improved_6m
    from numbers
) to '{{path}}' (format parquet)
"""

CODES = "nullif(lower(trim({name})), '') as {name}"
BY_HAND = (
    """
    insert into raw.participations by name
    select
        'by hand' as file_id, file_row_number + 1 as row_number,
        nullif(trim(participation_id), '') as participation_id,
        nullif(trim(person_id), '') as person_id,
        nullif(trim(operation_code), '') as operation_code,
        upper(trim(region)) as region, trim(province) as province, upper(trim(sex)) as sex,
        case when age_at_entry between 0 and 150 then age_at_entry end as age_at_entry,
        case when education_isced between 0 and 8 then education_isced end as education_isced,
        disability, migrant, minority, homeless, rural, other_disadvantage,
        entry_date, exit_date, qualification, improved_6m,
        case when hours_planned between 0 and 99999 then hours_planned end as hours_planned,
        case when hours_attended between 0 and 99999 then hours_attended end as hours_attended,
        {codes}
    from read_parquet('{path}')
    where trim(participation_id) <> '' and trim(person_id) <> '' and trim(operation_code) <> ''
    and entry_date is not null and (exit_date is null or exit_date >= entry_date)
    and not (
        length(person_id) >= 16 and regexp_matches(person_id, '{tax_code}', 'i')
    )
    and status_at_entry in (select unnest({entry}))
    """,
    """
    select count(*) - count(distinct participation_id) from raw.participations
    """,
    """
    select count(*) from raw.participations
    where (exit_reason is not null and exit_date is null)
    or entry_date > date '{edition}' or exit_date > date '{edition}'
    or (status_28d <> 'unknown' and exit_date + interval '28 days' > date '{edition}')
    or (status_6m <> 'unknown' and exit_date + interval '6 months' > date '{edition}')
    or (status_12m <> 'unknown' and exit_date + interval '12 months' > date '{edition}')
    or (coalesce(status_28d, status_6m, status_12m) <> 'unknown' and exit_date is null)
    or hours_attended > hours_planned or age_at_entry not between 14 and 99
    or (coalesce(status_28d, status_6m, status_12m) <> 'unknown' and outcome_source is null)
    or (coalesce(contract_type_6m, occupation_code_6m) is not null
        and coalesce(status_6m, '') not in ('employed', 'self_employed'))
    or (improved_6m is not null and status_at_entry <> 'employed')
    """,
)
NAMES = (
    "status_at_entry",
    "exit_reason",
    "status_28d",
    "status_6m",
    "status_12m",
    "outcome_source",
    "contract_type_6m",
    "occupation_code_6m",
)


def by_hand(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    words = {
        "path": path,
        "edition": EDITION,
        "entry": ENTRY,
        "tax_code": TAX_CODE_ALONE,
        "codes": ", ".join(CODES.format(name=name) for name in NAMES),
    }
    for statement in BY_HAND:
        con.execute(statement.format(**words)).fetchall()


def ours(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    report = PARTICIPATIONS.load(con, PARTICIPATIONS.check(path), EDITION)
    assert report.read == report.loaded


def copy(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    con.execute(f"create table copied as select * from read_parquet('{path}')")


WAYS = {"ours": ours, "by_hand": by_hand, "copy": copy}


def run_one(way: str, path: Path) -> None:
    """Run one way in this process and print what it took."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        con = duckdb.connect(str(Path(folder) / "warehouse.duckdb"))
        con.execute(f"set memory_limit = '{settings().memory_limit}'")
        con.execute(f"set threads = {settings().threads}")
        for name in ("ledger", "raw_participations"):
            con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
        waited, worked = perf_counter(), process_time()
        WAYS[way](con, path)
        con.execute("checkpoint")
        took = {"waited": perf_counter() - waited, "worked": process_time() - worked}
        con.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(took | {"peak_mb": peak}))


def measure(way: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", way, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "participations.parquet"
        duckdb.connect().execute(GENERATED.replace("{path}", str(path)), {"rows": rows})
        runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for _ in range(REPEATS):
            for way in WAYS:
                runs[way].append(measure(way, path))
        size = path.stat().st_size / 1e6
    middle = {
        way: {name: median(run[name] for run in found) for name in found[0]}
        for way, found in runs.items()
    }
    print(f"{rows:,} rows, {size:,.0f} MB of Parquet")
    for way, found in middle.items():
        ratios = [found[name] / middle["by_hand"][name] for name in ("waited", "worked")]
        print(
            f"{way:8} {found['waited']:7.2f} s waited ({ratios[0]:.2f} x), "
            f"{found['worked']:7.2f} s worked ({ratios[1]:.2f} x), peak {found['peak_mb']:,.0f} MB"
        )
    worked = middle["ours"]["worked"] / middle["by_hand"]["worked"]
    peak = max(run["peak_mb"] for run in runs["ours"])
    print(f"limits: {LIMIT} x by hand ({worked:.2f}), {MEMORY_MB} MB ({peak:,.0f})")
    waited = middle["ours"]["waited"]
    record("import of participations", waited, "s", ratio=waited / middle["by_hand"]["waited"])
    is_quick = record("import of participations, work to that by hand", worked, "x", LIMIT)
    is_small = record("import of participations, peak memory", peak, "MB", MEMORY_MB)
    raise SystemExit(0 if is_quick and is_small else 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_one(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
