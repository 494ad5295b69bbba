"""Import a generated file of OpenCoesione's format, against the engine's own reading of it.

Each side runs in a process of its own, in turns; the ratio of medians, that of processor time
(which other work on the machine disturbs less) and the peak memory of the import are printed.
Asked of it: no less than half the engine's speed, below 4 GB.

    python benchmarks/import_million_rows.py [ROWS] [RUNS]
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
from report import record

from cruscotto import demo
from cruscotto.sources.importing import import_files

READ = """
import duckdb, sys
con = duckdb.connect(sys.argv[2]); con.execute("set threads = 2")
con.execute("create table t as select * from read_csv($f, all_varchar = true)", {"f": sys.argv[1]})
con.execute("checkpoint")
"""


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        file = generate(Path(folder), rows)
        print(f"{rows:,} rows, {file.stat().st_size / 1e9:.2f} GB, {os.cpu_count()} cores")
        seconds: dict[str, list[float]] = {"engine": [], "import": []}
        work: dict[str, list[float]] = {"engine": [], "import": []}
        peaks = []
        for run in range(runs):
            target = Path(folder) / f"{run}"
            for name, arguments in (
                ("engine", ["-c", READ, file, f"{target}.db"]),
                ("import", [__file__, "--import", file, target]),
            ):
                elapsed, worked, printed = run_apart(arguments)
                seconds[name].append(elapsed)
                work[name].append(worked)
            peaks.append(float(printed))
        report(seconds, work, peaks)


def generate(folder: Path, rows: int) -> Path:
    """Repeat the demonstration's newest edition until there are enough rows, keys distinct."""
    demo.write(folder)
    sample = sorted(folder.glob("*2014-2020*.csv"))[0]
    file = folder / "million.csv"
    con = duckdb.connect()
    con.execute(
        "create table s as select * from read_csv($f, all_varchar = true, ignore_errors = true) "
        "where trim(COD_LOCALE_PROGETTO) <> ''",
        {"f": str(sample)},
    )
    con.execute(
        "copy (select * replace (COD_LOCALE_PROGETTO || '-' || i as COD_LOCALE_PROGETTO) "
        f"from s, range(1000) as r(i) limit {rows}) to '{file}' "
        "(delimiter ';', header, force_quote *)"
    )
    return file


def run_apart(arguments: list[str | Path]) -> tuple[float, float, str]:
    """Run Python in a process of its own; return its seconds, of processor too, and its output."""
    start, before = time.perf_counter(), processor()
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, processor() - before, done.stdout


def processor() -> float:
    """Return the processor seconds of the processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_memory() -> float:
    """Return this process's own peak in GB; a child's account would include its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1e6


def report(
    seconds: dict[str, list[float]], work: dict[str, list[float]], peaks: list[float]
) -> None:
    for name, values in seconds.items():
        low, high = min(values), max(values)
        print(f"{name}: median {statistics.median(values):.1f} s ({low:.1f} to {high:.1f})")
    ratio = statistics.median(seconds["import"]) / statistics.median(seconds["engine"])
    print(f"import / engine: {ratio:.2f} (asked: 2.00 at most)")
    worked = statistics.median(work["import"]) / statistics.median(work["engine"])
    print(f"processor time, import / engine: {worked:.2f} (asked: 2.00 at most)")
    print(f"peak memory of the import: {max(peaks):.2f} GB (asked: below 4)")
    took, peak = statistics.median(seconds["import"]), 1000 * max(peaks)
    record("import of OpenCoesione", took, "s", ratio=ratio, peak_megabytes=peak)
    record("import of OpenCoesione to the engine's reading", ratio, "x", 2.0)
    record("import of OpenCoesione to the engine's reading, processor", worked, "x", 2.0)
    record("import of OpenCoesione, peak memory", peak, "MB", 4096)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--import"]:
        import_files(
            "opencoesione", [Path(sys.argv[2])], Path(f"{sys.argv[3]}.duckdb"), date(2026, 8, 31)
        )
        print(peak_memory())
    else:
        main()
