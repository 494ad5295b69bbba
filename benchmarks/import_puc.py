"""Time the import of a large programme's exchange files against the engine's bare reading.

`python benchmarks/import_puc.py [--operations 50000] [--payments 2000000]`; smaller while working.
Bare reading is `create table as select * from read_csv(...)`, all text, into a file, with the same
threads. The import is checking, reading by the tracciato, judging and the ledger; the building of
the marts is told apart, for it does not depend on the format.

`--gigabyte` imports a delivery of about one gigabyte through the command line with an engine of one
gigabyte, then the same delivery spoilt in several ways, and tells the peak memory of each. It takes
some minutes and three gigabytes of disk.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from report import record

from cruscotto.config import settings
from cruscotto.model.puc.tracciati import TRACCIATI
from cruscotto.sources.puc import importing as puc
from cruscotto.warehouse.build import build, prepare

EDITION = date(2024, 8, 31)
PROGRAMME = "2014IT05SFOP014"
LEVEL = f"{PROGRAMME}#LDR#1#08#8i#8.5"
DAY = "strftime(date '2016-01-01' + (i % 2900)::int, '%d/%m/%Y')"
EUROS = "replace(((i * 7919 % 900000 + 100) / 100.0)::decimal(13, 2)::varchar, '.', ',')"
CODE = "'SINT-BENCH-' || lpad((i % {operations})::varchar, 6, '0')"
# The fields of each tracciato, in the protocol's order, as expressions of a running number.
OF_OPERATION = {
    "AP00": f"'CORSO', 'CORSO DI FORMAZIONE', '02.11', 'CUP', 'Z', {DAY}, {DAY}, '', '', ''",
    "AP04": f"'{PROGRAMME}', '1', ''",
    "AP06": "'019', '082', '053', '', ''",
    "FN00": "'FSE', '99999', '99999', '019082053', '9999', '500000,00'",
    "FN01": f"'{PROGRAMME}', '{LEVEL}', '500000,00'",
    "FN04": f"'I1', 'I', {DAY}, '490000,00', '', ''",
    "FN05": f"'I1', 'I', {DAY}, '{PROGRAMME}', '{LEVEL}', {DAY}, 'I', '', '490000,00', ''",
}
OF_PAYMENT = {
    "FN06": f"'P' || i, 'P', {DAY}, {EUROS}, 'A', ''",
    "FN07": f"'P' || i, 'P', {DAY}, '{PROGRAMME}', '{LEVEL}', {DAY}, 'P', 'A', {EUROS}, ''",
}


def write(folder: Path, operations: int, payments: int) -> list[Path]:
    con, paths = duckdb.connect(), []
    key = CODE.format(operations=operations)
    # payments: half of the rows are the payments, half what of them is admitted
    sizes = dict.fromkeys(OF_OPERATION, operations) | dict.fromkeys(OF_PAYMENT, payments // 2)
    for code, fields in (OF_OPERATION | OF_PAYMENT).items():
        path = folder / f"{code}.txt"
        con.execute(
            f"copy (select {key}, {fields}, '' from range({sizes[code]}) as r(i)) to '{path}' "
            "(header false, delim '|', quote '')"
        )
        paths.append(path)
    return paths


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute(f"set memory_limit = '{settings().memory_limit}'")
    con.execute(f"set threads = {settings().threads}")
    return con


def bare(folder: Path, paths: list[Path]) -> float:
    con = connect(folder / "bare.duckdb")

    def read() -> None:
        for path in paths:
            names = ", ".join(f"'{n}': 'VARCHAR'" for n in TRACCIATI[path.stem].columns)
            con.execute(
                f"create table {path.stem} as select * from read_csv('{path}', delim = '|', "
                f"quote = '', header = false, auto_detect = false, columns = {{{names}}})"
            )
        con.execute("checkpoint")

    return timed(read)


def imported(folder: Path, paths: list[Path]) -> tuple[float, float]:
    con = connect(folder / "warehouse.duckdb")
    prepare(con)

    def read() -> None:
        for path in paths:
            puc.load(con, puc.check(path), EDITION)
        con.execute("checkpoint")

    return timed(read), timed(lambda: build(con, salt="0f" * 32))


# ---------- a gigabyte
GIGABYTE_PAYMENTS = 12_500_000
PIECE = 1 << 22


def pieces(path: Path, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    left = (path.stat().st_size if end is None else end) - start
    with path.open("rb") as file:
        file.seek(start)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def separator_changes(path: Path) -> Iterator[bytes]:
    half = path.stat().st_size // 2
    yield from pieces(path, 0, half)
    yield from (piece.replace(b"|", b";") for piece in pieces(path, half))


def cut_short(path: Path) -> Iterator[bytes]:
    yield from pieces(path, 0, path.stat().st_size - 30)


def without_line_ends(path: Path) -> Iterator[bytes]:
    yield from (piece.replace(b"\n", b" ") for piece in pieces(path))


def giant_line(path: Path) -> Iterator[bytes]:
    yield from pieces(path)
    yield from (piece.replace(b"\n", b" ") for piece in pieces(path, 0, 400 << 20))
    yield b"\n"


def unreadable_amounts(path: Path) -> Iterator[bytes]:
    yield from (piece.replace(b"1,", b"1x") for piece in pieces(path))


SPOILT = (None, separator_changes, cut_short, without_line_ends, giant_line, unreadable_amounts)


def gigabyte(folder: Path) -> None:
    write(folder, 50_000, GIGABYTE_PAYMENTS)
    file, sound = folder / "FN07.txt", folder / "FN07.sound"
    file.rename(sound)
    for spoil in SPOILT:
        with file.open("wb") as out:
            out.writelines(spoil(sound) if spoil else pieces(sound))
        size = sum(path.stat().st_size for path in folder.glob("*.txt")) / 1e9
        start = time.perf_counter()
        status, peak, said = run(folder)
        print(
            f"{spoil.__name__ if spoil else 'sound'}: {size:.2f} GB in "
            f"{time.perf_counter() - start:.0f} s, exit {status}, peak memory {peak:.0f} MB. "
            f"{said}"
        )


def run(folder: Path) -> tuple[int, float, str]:
    """Import with an engine of one gigabyte: exit code, peak in megabytes, the last thing said."""
    with TemporaryDirectory(dir=folder) as place, (folder / "said").open("w+") as said:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "cruscotto",
                "--warehouse",
                f"{place}/w.duckdb",
                "import",
                "puc",
                *map(str, sorted(folder.glob("*.txt"))),
                "--edition",
                f"{EDITION}",
            ],
            env=os.environ | {"CRUSCOTTO_MEMORY_LIMIT": "1GB"},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(process.pid, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(status), used.ru_maxrss / 1024, said.read().strip()[-200:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=50_000)
    parser.add_argument("--payments", type=int, default=2_000_000)
    parser.add_argument("--gigabyte", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if asked.gigabyte:
            gigabyte(folder)
            return
        paths = write(folder, asked.operations, asked.payments)
        size = sum(path.stat().st_size for path in paths) / 1e6
        reading = bare(folder, paths)
        importing, building = imported(folder, paths)
        with connect(folder / "warehouse.duckdb") as con:
            query = "select month, sum(paid_eur) from marts.money_month group by month"
            series = min(timed(lambda: con.execute(query).fetchall()) for _ in range(7))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{asked.payments} payment rows, {size:.0f} MB: bare {reading:.2f} s, "
        f"import {importing:.2f} s ({importing / reading:.2f} times), marts {building:.2f} s, "
        f"series query {series * 1000:.1f} ms, peak memory {peak:.0f} MB"
    )
    ratio = importing / reading
    record("import of exchange files", importing, "s", ratio=ratio, peak_megabytes=peak)
    record("marts of exchange files", building, "s")
    record("money by month", 1000 * series, "ms")


if __name__ == "__main__":
    main()
