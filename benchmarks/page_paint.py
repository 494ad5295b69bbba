"""Time the screens as a person sees them: the first page after start, and a change of filter.

A server is started on this machine and driven by Chromium. Asked of it: first page within 5 s of
the start, a filter change on the overview painted within 400 ms.

    python benchmarks/page_paint.py [RUNS]
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from cruscotto.config import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
FIGURE = '[data-testid="stMetricValue"]'
REGIONS = ("ITG1", "ITF3", "ITC1", "ITI4", "ITH5")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(locale="it-IT")
        with server() as (address, started):
            page.goto(f"{address}/quadro")
            page.locator(FIGURE).first.wait_for()
            print(f"first page after start: {time.perf_counter() - started:.2f} s (asked: 5)")
            changes = [change(page, REGIONS[run % len(REGIONS)]) for run in range(runs)]
        browser.close()
    low, high = min(changes), max(changes)
    print(
        f"filter change painted: median {statistics.median(changes):.0f} ms "
        f"({low:.0f} to {high:.0f}; asked: 400)"
    )


def change(page: Page, region: str) -> float:
    """Choose a region in the filter and wait until the first figure is another one."""
    before = page.locator(FIGURE).first.inner_text()
    page.get_by_label("Regione o provincia autonoma").first.click()
    option = page.get_by_role("option").nth(REGIONS.index(region) + 1)
    option.wait_for()
    start = time.perf_counter()
    option.click()
    page.wait_for_function(
        "([css, old]) => document.querySelector(css)?.innerText !== old", arg=[FIGURE, before]
    )
    elapsed = 1000 * (time.perf_counter() - start)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1500)
    return elapsed


@contextmanager
def server() -> Iterator[tuple[str, float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://localhost:{port}", started
    finally:
        process.terminate()


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def chromium() -> str:
    found = os.environ.get("CRUSCOTTO_CHROMIUM") or shutil.which("chromium")
    if not found:
        raise SystemExit("no Chromium: install Debian's chromium or set CRUSCOTTO_CHROMIUM")
    return found


if __name__ == "__main__":
    main()
