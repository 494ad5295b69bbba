"""Run benchmarks and write what they found into `RESULTS.md`.

    python benchmarks/results.py [NAME ...]     # all of them where no name is given
    python benchmarks/results.py --list

Each benchmark is a script of this folder that runs in a process of its own. Its figures take the
place of those it had before; what was not run again stays, with its date. Figures come from the
scripts alone. Written by hand is `reasons.toml`: why a goal is not met, what a profile showed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from report import COLLECTED

FOLDER = Path(__file__).parent
KEPT, TABLE, REASONS = FOLDER / "results.json", FOLDER / "RESULTS.md", FOLDER / "reasons.toml"
Row = dict[str, Any]

# What is run under each name, in this order.
RUNS: dict[str, tuple[str, ...]] = {
    "startup": ("startup.py",),
    "kpi_call": ("kpi_call.py",),
    "people_at_scale": ("people_at_scale.py", "10000000"),
    "guarded_at_scale": ("guarded_at_scale.py", "10000000"),
    "why_at_scale": ("why_at_scale.py", "10000000"),
    "import_participations": ("import_participations.py", "10000000"),
    "two_engines": ("two_engines.py", "1000000"),
    "import_million_rows": ("import_million_rows.py", "1000000"),
    "import_puc": ("import_puc.py",),
    "export_million_rows": ("export_million_rows.py", "1000000"),
    "browser_export": ("browser_export.py", "1000000"),
    "worlds": ("worlds.py", "400"),
    "impact_cells": ("impact_cells.py", "10000000"),
    "dossiers": ("dossiers.py",),
    "bytes_sent": ("bytes_sent.py",),
    "page_paint": ("page_paint.py", "3", "21"),
    "first_visit": ("first_visit.py", "5"),
    "layout_shift": ("layout_shift.py",),
    "peers": ("peers.py",),
    "mutants": ("mutants.py",),
    "fifty_users": ("fifty_users.py", "--seconds", "1200"),
    "kills": ("kills.py",),
    "publishing": ("fifty_users.py", "--seconds", "300", "--publications", "20"),
    "signed_in": ("fifty_users.py", "--seconds", "300", "--publications", "20", "--signed"),
    "fifty_programs": ("fifty_programs.py",),
}
HEAD = """\
# What was measured

Written by `make bench` (`python benchmarks/results.py [NAME ...]`), never by hand. Times are
medians unless their name says otherwise; a ratio is to the hand-written way, or to the other side
of a comparison, in the same run.
"""
COLUMNS = ("Figure", "Measured", "Goal", "Met", "Ratio", "Peak memory", "Command", "Date")


def machine() -> str:
    """Return what the figures depend on, without the machine's name."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    said = [f"{os.cpu_count()} cores", f"{pages * size / 1e9:.0f} GB", platform.system()]
    said.append(f"Python {platform.python_version()}")
    return ", ".join(said + [f"{name} {version(name)}" for name in ("duckdb", "streamlit")])


def run(name: str) -> list[Row]:
    """Run one benchmark and return its figures."""
    script, *arguments = RUNS[name]
    command = " ".join(("python", f"benchmarks/{script}", *arguments))
    print(f"== {command}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "lines"
        lines.touch()
        done = subprocess.run(
            [sys.executable, str(FOLDER / script), *arguments],
            check=False,
            env={**os.environ, COLLECTED: str(lines), "PYTHONPATH": str(FOLDER.parent)},
        )
        found = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    if not found:
        why = f"the script ended with {done.returncode} and no figure"
        found = [{"what": name, "unit": "", "goal": None, "why": why}]
    said = {"benchmark": name, "command": command, "date": str(date.today()), "machine": machine()}
    return [row | said for row in found]


def merged(before: Iterable[Row], found: Iterable[Row]) -> list[Row]:
    """Put new figures in the place of those their benchmark had, in the order of `RUNS`."""
    found = list(found)
    renewed = {row["benchmark"] for row in found}
    rows = [row for row in before if row["benchmark"] not in renewed and row["benchmark"] in RUNS]
    order = list(RUNS)
    return sorted(rows + found, key=lambda row: order.index(row["benchmark"]))


def table(rows: Iterable[Row], reasons: dict[str, str]) -> str:
    """Write the table, one part for each machine."""
    parts = [HEAD]
    for where, alike in groupby(sorted(rows, key=lambda r: r["machine"]), lambda r: r["machine"]):
        parts += [f"\n## {where}\n\n", _line(COLUMNS), _line(["---"] * len(COLUMNS))]
        listed = list(alike)
        parts += [_line(_cells(row)) for row in listed]
        parts += list(_why(listed, reasons))
    return "".join(parts)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cells(row: Row) -> list[str]:
    ratio, peak = row.get("ratio"), row.get("peak_megabytes")
    return [
        row["what"],
        _figure(row.get("measured"), row["unit"]),
        _goal(row),
        _met(row),
        f"{ratio:.2f} x" if ratio else "",
        f"{peak:,.0f} MB" if peak else "",
        f"`{row['command']}`",
        row["date"],
    ]


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "not measured"
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _goal(row: Row) -> str:
    if row.get("goal") is None:
        return ""
    side = "at least" if row.get("at_least") else "at most"
    return f"{side} {_figure(row['goal'], row['unit'])}"


def _met(row: Row) -> str:
    if row.get("goal") is None or row.get("measured") is None:
        return ""
    return "yes" if row["is_met"] else "**no**"


def _why(rows: Iterable[Row], reasons: dict[str, str]) -> Iterator[str]:
    said = []
    for row in rows:
        is_missed = row.get("measured") is not None and not row["is_met"]
        why = row.get("why") or reasons.get(row["what"], "no reason written" if is_missed else "")
        said += [f"- {row['what']}: {why}\n"] if why else []
    if said:
        yield "\nWhy a goal is not met or not measured, and what profiles showed:\n\n"
        yield from said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*RUNS, []], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="the names and what they run")
    parser.add_argument("--table", action="store_true", help="only write the table again")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join(f"{name:22} {' '.join(words)}" for name, words in RUNS.items()))
        return
    rows = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else []
    for name in [] if asked.table else asked.names or RUNS:
        rows = merged(rows, run(name))
        KEPT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")
    reasons = tomllib.loads(REASONS.read_text("utf-8")) if REASONS.is_file() else {}
    TABLE.write_text(table(rows, reasons), "utf-8")


if __name__ == "__main__":
    main()
