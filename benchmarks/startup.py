"""Time what stands before the first figure: loading the package, and starting the server.

    python benchmarks/startup.py [RUNS]

The package is loaded in a fresh process, less what a bare interpreter takes; the screens are told
apart from the libraries they need. The server's clock runs from its start until the overview's
first figure reaches a first visitor on the websocket; the whole page is told beside. Reads the
warehouse of `CRUSCOTTO_WAREHOUSE`. Asked of it: 0.5 s to load, 3 s to the first figure.
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
    "the screens": "import cruscotto.ui.shell.frame",
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


async def visit(address: str) -> tuple[float, float]:
    """Return when the first figure of the overview came, and when all of it had."""
    async with Visitor(address) as visitor:
        run = await visitor.open("quadro")
        if run.errors or not visitor.first_figure:
            raise SystemExit(f"no figure: {run.errors}")
        return visitor.first_figure, perf_counter()


def starting() -> tuple[float, ...]:
    """Return the seconds until a server answers, shows a figure, and has drawn its first page."""
    start = perf_counter()
    with serving(1) as site:
        moments = perf_counter(), *asyncio.run(visit(site.address))
        return tuple(moment - start for moment in moments)


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
    answering, first, drawn = (median(one) for one in zip(*found, strict=True))
    print(f"server answers {answering:.2f} s, first figure {first:.2f} s, all drawn {drawn:.2f} s")
    record("server start to first figure", first, "s", FIRST_SECONDS)
    record("server start to the whole overview", drawn, "s")


if __name__ == "__main__":
    main()
