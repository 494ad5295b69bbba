"""Write down every figure of a warehouse, so that two commits can be compared byte by byte.

    python benchmarks/compare_figures.py write FOLDER      # figures of CRUSCOTTO_WAREHOUSE; what
                                                           # the folder holds is not made again
    python benchmarks/compare_figures.py compare A B       # files that differ, and how

What is written: every indicator in total and by every dimension that it knows, every export as CSV
and Parquet, standings of accounts, and the dossiers of every region, authority and objective.
Commands are called in this process, so the code of another commit is compared by running the same
script with that commit's clone in `PYTHONPATH`.
"""

import difflib
import sys
from pathlib import Path

from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.config import settings
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.warehouse import reader

DOSSIERS = {
    "region": "select region_code from marts.region order by 1",
    "authority": "select managing_authority_code from marts.managing_authority order by 1",
    "axis": "select distinct theme_code from marts.priority_axis where theme_code is not null "
    "order by 1",
}
# Lines of a dossier or of a note that may differ although no figure does.
SHOWN_LINES = 12


def run(*arguments: str) -> str:
    """Return what a command prints, or its refusal."""
    done = CliRunner().invoke(app, list(arguments))
    if done.exception is None or isinstance(done.exception, SystemExit):
        return done.stdout
    return f"{type(done.exception).__name__}\n"


def write(folder: Path) -> None:
    """Write all figures of the warehouse into a folder."""
    for part in ("kpi", "export", "dossier"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    _print(folder / "standings.json", "decommitment", "--format", "json")
    for part in (_indicators, _exports, _dossiers):
        part(folder)


def _print(out: Path, *arguments: str) -> None:
    """Keep what a command prints."""
    if not out.exists():
        out.write_text(run(*arguments), "utf-8")


def _make(out: Path, *arguments: str) -> None:
    """Keep the file that a command makes, or its refusal."""
    if out.exists():
        return
    printed = run(*arguments, "--out", str(out))
    if not out.exists():
        out.write_text(printed, "utf-8")


def _indicators(folder: Path) -> None:
    for name, kpi in KPIS.items():
        for by in ("", *MART_DIMENSIONS[kpi.mart]):
            words = ("kpi", name, *(("--by", by) if by else ()), "--format", "csv")
            _print(folder / "kpi" / f"{name}.{by or 'total'}.csv", *words)


def _exports(folder: Path) -> None:
    made = folder / "export"
    for style, ending in (("it", "csv"), ("plain", "csv"), ("parquet", "parquet")):
        for table in ("operations", "indicators"):
            _make(made / f"{table}_{style}.{ending}", "export", table, "--style", style)
        for name, kpi in KPIS.items():
            if "region" in MART_DIMENSIONS[kpi.mart]:
                words = ("export", "kpi", "--kpi", name, "--by", "region", "--style", style)
                _make(made / f"{name}_{style}.{ending}", *words)


def _dossiers(folder: Path) -> None:
    con = reader(settings().warehouse)
    for kind, query in DOSSIERS.items():
        for (code,) in con.execute(query).fetchall():
            words = ("dossier", kind, code, "--lang", "it")
            _make(folder / "dossier" / f"{kind}_{code}.html", *words)


def compare(before: Path, after: Path) -> int:
    """Print the files that differ; return how many."""
    names = sorted(
        {str(p.relative_to(root)) for root in (before, after) for p in root.rglob("*.*")}
    )
    different = [name for name in names if _bytes(before / name) != _bytes(after / name)]
    for name in different:
        print(f"--- {name}")
        _show(_bytes(before / name), _bytes(after / name))
    print(f"{len(names)} files, {len(different)} differ")
    return len(different)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _show(before: bytes, after: bytes) -> None:
    try:
        lines = [text.decode().replace("><", ">\n<").splitlines() for text in (before, after)]
    except UnicodeDecodeError:
        print("not text")
        return
    changes = [
        line
        for line in difflib.unified_diff(*lines, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    print("\n".join(line[:240] for line in changes[:SHOWN_LINES]))


def main(arguments: list[str]) -> int:
    """Write or compare, as the first argument asks."""
    if len(arguments) == 2 and arguments[0] == "write":
        write(Path(arguments[1]))
        return 0
    if len(arguments) == 3 and arguments[0] == "compare":
        return min(compare(Path(arguments[1]), Path(arguments[2])), 1)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
