"""Time net impact on cells of ten million persons, beside statsmodels on the same rows.

    python benchmarks/impact_cells.py [PERSONS]

Persons lie in a database file, one row each; every question groups them first, so that what is
timed is all that stands between the rows and the answer. Limits: cells and AIPW 1.5 s and 1 GB,
21 regional effects 2 s, a bootstrap of 500 on cells 5 s. Each runs in a fresh process, which also
gives its peak memory; on a machine with other work the time of the processors tells more than the
clock. statsmodels (logit, weighted regression: the same AIPW without its standard
error) runs on a tenth of a million of the same rows, and ours on those too: it would need tens of
gigabytes for them all.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: threads slow small matrices down

import duckdb
import numpy as np
from report import record

from cruscotto.evaluation import Cells, MatchingOnObservables, cell_plan, estimate, estimate_by
from cruscotto.evaluation.inference import bootstrap

REPEATS = 3
FEW = 100_000
LIMITS = {"cells_and_aipw": (1.5, 1_000), "regions": (2.0, None), "bootstrap": (5.0, None)}
COVARIATES = ("region", "age", "education", "sex", "status", "work_before")
PERSONS = """
create table person as
with drawn as (
    select
        cast(floor(random() * 21) as tinyint) as region_place,
        cast(floor(random() * 5) as tinyint) as age_place,
        cast(floor(random() * 3) as tinyint) as education_place,
        cast(random() < 0.5 as tinyint) as sex_place,
        cast(floor(random() * 4) as tinyint) as status_place,
        cast(random() < 0.4 as tinyint) as work_before
    from range({rows})
),
chosen as (
    select *, cast(random() < 1 / (1 + exp(
        1.2 - 0.05 * age_place - 0.2 * sex_place + 0.1 * status_place - 0.4 * work_before
    )) as tinyint) as treated
    from drawn
)
select
    'R' || region_place as region, 'A' || age_place as age, 'E' || education_place as education,
    'S' || sex_place as sex, 'C' || status_place as status, work_before, treated,
    cast(random() < 0.25 + 0.02 * age_place + 0.1 * work_before + 0.1 * treated as tinyint)
        as employed
from chosen
"""


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "persons.duckdb"
        with duckdb.connect(str(database)) as con:
            con.execute("select setseed(0.5)")
            con.execute(PERSONS.format(rows=rows))
        print(f"{rows:,} persons")
        for task, (seconds, megabytes) in LIMITS.items():
            _report(task, database, seconds, megabytes)
        for task in ("statsmodels", "few_cells"):
            print(f"on {FEW:,} rows:", end=" ")
            _report(task, database, None, None)


def _report(task: str, database: Path, seconds: float | None, megabytes: float | None) -> None:
    done = subprocess.run(
        [sys.executable, __file__, "--task", task, str(database)],
        capture_output=True,
        text=True,
        check=True,
    )
    took, cpu, peak, found = done.stdout.split(maxsplit=3)
    verdict = ""
    record(f"net impact: {task}", float(took), "s", seconds, peak_megabytes=float(peak))
    if seconds is not None:
        within = float(took) <= seconds and (megabytes is None or float(peak) <= megabytes)
        room = f", {megabytes:,} MB" if megabytes else ""
        verdict = f"  limit {seconds} s{room}: {'ok' if within else 'TOO SLOW OR TOO LARGE'}"
    spent = f"{float(took):6.2f} s ({float(cpu):.2f} s of processors)"
    print(f"{task:15s} {spent} {float(peak):7.0f} MB  {found.strip()}{verdict}")


def run(task: str, database: str) -> None:
    con = duckdb.connect(database, read_only=True, config={"threads": 2})
    times, spent, found = [], [], ""
    for _ in range(1 if task == "bootstrap" else REPEATS):
        started, before = perf_counter(), process_time()
        found = TASKS[task](con)
        times.append(perf_counter() - started)
        spent.append(process_time() - before)
    print(
        median(times),
        median(spent),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        found,
    )


def design(covariates: tuple[str, ...] = COVARIATES) -> MatchingOnObservables:
    return MatchingOnObservables(outcome="employed", treated="treated", covariates=covariates)


def cells(con: duckdb.DuckDBPyConnection, source: str = "person") -> Cells:
    keys = ", ".join(cell_plan(design()).keys)
    found = con.execute(
        f"select {keys}, count(*) as persons, avg(employed) as mean, "
        f"avg(employed * employed) as square from {source} group by {keys}"
    ).fetchnumpy()
    return Cells(dict(found), "persons", {"employed": ("mean", "square")})


def cells_and_aipw(con: duckdb.DuckDBPyConnection) -> str:
    one = estimate(design(), cells(con))
    return f"att {one.att:.5f} ({one.se:.5f})"


def few_cells(con: duckdb.DuckDBPyConnection) -> str:
    one = estimate(design(), cells(con, f"(select * from person limit {FEW})"))
    return f"att {one.att:.5f} ({one.se:.5f})"


def regions(con: duckdb.DuckDBPyConnection) -> str:
    found = estimate_by(design(COVARIATES[1:]), cells(con), "region")
    return f"{len(found)} regions"


def resampled(con: duckdb.DuckDBPyConnection) -> str:
    grouped = cells(con)
    started = perf_counter()
    one = bootstrap(design(), grouped, draws=500, seed=1)
    return f"se {one.se:.5f}, {perf_counter() - started:.2f} s without the grouping"


def with_statsmodels(con: duckdb.DuckDBPyConnection) -> str:
    """Estimate the same effect on the rows: logit for the odds, regression for the outcome."""
    import statsmodels.api as sm

    rows = con.execute(f"select * from person limit {FEW}").df()
    matrix = sm.add_constant(
        np.column_stack(
            [
                (rows[name] == level).to_numpy(float)
                for name in COVARIATES
                for level in sorted(rows[name].unique())[1:]
            ]
        )
    )
    treated, outcome = rows["treated"].to_numpy(bool), rows["employed"].to_numpy(float)
    score = sm.Logit(treated.astype(float), matrix).fit(disp=0).predict(matrix)
    fitted = sm.OLS(outcome[~treated], matrix[~treated]).fit().predict(matrix)
    odds = (score / (1 - score))[~treated]
    gain = (outcome - fitted)[treated].mean()
    return f"att {gain - (odds * (outcome - fitted)[~treated]).sum() / odds.sum():.5f}"


TASKS: dict[str, Callable[[duckdb.DuckDBPyConnection], str]] = {
    "cells_and_aipw": cells_and_aipw,
    "regions": regions,
    "bootstrap": resampled,
    "statsmodels": with_statsmodels,
    "few_cells": few_cells,
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--task"]:
        run(*sys.argv[2:4])
    else:
        main()
