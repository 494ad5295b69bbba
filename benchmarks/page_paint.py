"""Time what a person waits for on the overview: its first opening, and a change of filter.

The server starts anew and a browser without any of its files opens the page: the clock runs from
the start of the server's process until headline figures and chart are drawn: the official data's
overview, which opens by itself, and the demonstration's. On the latter regions are then chosen
from the keyboard: the clock runs in the browser, from the key that chooses until the last
headline figure has been replaced and painted; until nothing runs any more is printed beside it.
Asked of it: the first page within 5 seconds, a change of filter within 250 milliseconds.

    python benchmarks/page_paint.py [STARTS] [CHANGES]

It opens the demonstration beside the warehouse of `CRUSCOTTO_WAREHOUSE`, and wants a Chromium
(`CRUSCOTTO_CHROMIUM`). An installation by pip compiles the modules: a start that is not counted
does so here.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright
from report import record

from cruscotto.config import ROOT, settings

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FIRST_SECONDS, CHANGE_MILLISECONDS = 5.0, 250.0
FIGURE = '[data-testid="stMetricValue"]'
STILL = '[data-testid="stApp"][data-test-script-state="notRunning"]'
CHART = ".js-plotly-plot .main-svg"
OWN_PAGE, PAGE = "quadro", "quadro?dati=demo"
REGIONS = ("Sicilia", "Piemonte", "Puglia", "Lazio", "Campania", "Veneto", "Calabria", "Marche")

# Two frames after the change the new figures are on the screen, not only in the document.
CLOCK = """() => {
    const figures = () => [...document.querySelectorAll('[data-testid="stMetricValue"]')]
        .map(figure => figure.textContent).join('|');
    let seen = figures();
    window.clock = {};
    document.addEventListener('keydown', event => {
        if (event.key === 'Enter') window.clock = {start: performance.now()};
    }, true);
    new MutationObserver(() => {
        const now = figures();
        if (now === seen || !now) return;
        seen = now;
        requestAnimationFrame(() => requestAnimationFrame(() => {
            window.clock.painted = performance.now();
        }));
    }).observe(document.body, {subtree: true, childList: true, characterData: true});
    const app = document.querySelector('[data-testid="stApp"]');
    new MutationObserver(() => {
        if (app.dataset.testScriptState === 'notRunning') window.clock.still = performance.now();
    }).observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
}"""


def main(starts: int, changes: int) -> None:
    with sync_playwright() as playwright:
        path = os.environ.get("CRUSCOTTO_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with serving() as server:
            open_overview(browser, server.address, PAGE).context.close()
        for page, words, goal in (
            (OWN_PAGE, "first page", FIRST_SECONDS),
            (PAGE, "first page of the demonstration", None),
        ):
            times = [first_seconds(browser, page) for _ in range(starts)]
            print(f"server {words}: {spread(times, 's')}")
            record(f"browser, server {words}", statistics.median(times), "s", goal)
        with serving() as server:
            shown = open_overview(browser, server.address, PAGE)
            report_changes([change(shown, place) for place in range(changes)])
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def first_seconds(browser: Browser, path: str) -> float:
    """Start a server, open its page as a new visitor, and return how long both took."""
    began = time.perf_counter()
    with serving() as server:
        page = open_overview(browser, server.address, path)
        painted = time.perf_counter() - began
        page.context.close()
    return painted


class Server(NamedTuple):
    """Where a server answers, and which process it is."""

    address: str
    pid: int


@contextmanager
def serving() -> Iterator[Server]:
    """Start a server, wait until it answers, and end it."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "cruscotto-page-paint"),
        "CRUSCOTTO_WAREHOUSE": str(settings().warehouse.absolute()),
    }
    # named, since an installation that names its warehouse has no demonstration beside it
    if demonstration := settings().demonstration:
        environment["CRUSCOTTO_DEMONSTRATION"] = str(demonstration.absolute())
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://localhost:{port}/_stcore/health", process)
        yield Server(f"http://localhost:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not start")


def open_overview(browser: Browser, address: str, path: str) -> Page:
    """Open an overview as a new visitor and wait until figures and chart are drawn."""
    page = browser.new_context(locale="it-IT", viewport={"width": 1400, "height": 1000}).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/{path}", wait_until="commit")
    page.wait_for_selector(FIGURE)
    page.wait_for_selector(CHART)
    return page


def change(page: Page, place: int) -> dict[str, float]:
    """Choose a region from the keyboard, return the milliseconds it took, and lift it again."""
    page.wait_for_selector(STILL)
    if place == 0:
        page.evaluate(CLOCK)
    page.locator(".st-key-filters").get_by_role("button", name="Regione").click()
    box = page.get_by_role("combobox", name="Regione")
    box.click()
    box.press_sequentially(REGIONS[place % len(REGIONS)])
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    clock = finished(page)
    page.keyboard.press(
        "Escape"
    )  # a list that stays open hides the rest of the page from its tools
    page.get_by_role("button", name="Ripristina i filtri").click()
    page.wait_for_url(f"**/{PAGE}")
    page.wait_for_timeout(1500)
    return {name: clock[name] - clock["start"] for name in ("painted", "still")}


def finished(page: Page) -> dict[str, float]:
    page.wait_for_function("window.clock.painted && window.clock.still > window.clock.start")
    page.wait_for_timeout(1000)  # figures that arrive late move the end
    found: dict[str, float] = page.evaluate("window.clock")
    return found


def report_changes(found: list[dict[str, float]]) -> None:
    for step, words in (("painted", "figures painted"), ("still", "nothing runs any more")):
        times = [each[step] for each in found]
        print(f"filter change, {words}: {spread(times, 'ms')}")
        goal = CHANGE_MILLISECONDS if step == "painted" else None
        record(f"filter change, {words}", statistics.median(times), "ms", goal)


def spread(values: list[float], unit: str) -> str:
    digits = 0 if unit == "ms" else 1
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"median {middle:.{digits}f} {unit} ({low:.{digits}f} to {high:.{digits}f})"


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["3", "21"][len(sys.argv) - 1 :])[:2]))
