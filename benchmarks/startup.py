"""Time what stands before the first figure: loading the package, and starting the server.

    python benchmarks/startup.py [RUNS]

The package is loaded in a fresh process, less what a bare interpreter takes; the screens are told
apart from the libraries they need. The server's clock runs from its start until the overview has
been drawn for a first visitor on the websocket. Reads the warehouse of `CRUSCOTTO_WAREHOUSE`.
Asked of it: 0.5 s to load, 3 s to the first figure.
"""

import asyncio
import os
import subprocess
import sys
from statistics import median
from time import perf_counter

from dashboard import COMPILED, serving
from report import record
from visitors import Visitor

from cruscotto.config import ROOT

LOADED = {
    "nothing": "pass",
    "the package": "import cruscotto",
    "reading and measuring": "import cruscotto.kpi.query, cruscotto.warehouse",
    "the command line": "import cruscotto.cli.main",
    "Streamlit alone": "import streamlit",
    "the screens": "import cruscotto.ui.frame",
}
LOAD_SECONDS, FIRST_SECONDS = 0.5, 3.0
# the goal is the package's own; libraries that the screens cannot do without are told beside
GOALS = dict.fromkeys(("the package", "reading and measuring"), LOAD_SECONDS)


def load(code: str) -> None:
    environment = {**os.environ, **COMPILED}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, env=environment)


def loading(code: str, runs: int) -> float:
    took = []
    for _ in range(runs):
        start = perf_counter()
        load(code)
        took.append(perf_counter() - start)
    return median(took)


async def visit(address: str) -> float:
    start = perf_counter()
    async with Visitor(address) as visitor:
        run = await visitor.open("quadro")
        if run.errors or not list(visitor.of_kind("metric")):
            raise SystemExit(f"no figure: {run.errors}")
    return perf_counter() - start


def starting() -> tuple[float, float]:
    """Return the seconds until a server answers, and until the first page is drawn."""
    start = perf_counter()
    with serving(1) as site:
        answering = perf_counter() - start
        asyncio.run(visit(site.address))
        return answering, perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for code in LOADED.values():  # once for the compiled files
        load(code)
    bare = loading(LOADED["nothing"], runs)
    for what, code in list(LOADED.items())[1:]:
        took = loading(code, runs) - bare
        print(f"load {what:24} {took:6.2f} s")
        record(f"load {what}", took, "s", GOALS.get(what))
    starting()
    found = [starting() for _ in range(runs)]
    answering, first = (median(one) for one in zip(*found, strict=True))
    print(
        f"server answers {answering:.2f} s, first page drawn {first:.2f} s (asked {FIRST_SECONDS})"
    )
    record("server start to first figures", first, "s", FIRST_SECONDS)


if __name__ == "__main__":
    main()
