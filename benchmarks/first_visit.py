"""Weigh and time the first visit of a browser that was never here, on a slow line.

Chromium's own throttling makes the line: 10 Mbit/s down, 5 up, 40 ms. A warm server answers, each
visit starts with an empty cache. Printed are the bytes that came over the line, the seconds until
the first figure and until the first chart stand, and the same for a second visit of that browser.

    python benchmarks/first_visit.py [VISITS]

Asked of it: at most 2.6 MB, the first figure within 2.8 s, the first chart within 4 s.
"""

import os
import shutil
import statistics
import sys
import time

from page_paint import CHART, FIGURE, FLAGS, serving
from playwright.sync_api import Browser, Page, sync_playwright
from report import record

LINE = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 10_000_000 / 8,
    "uploadThroughput": 5_000_000 / 8,
}
GOALS = {"megabytes": 2.6, "first figure": 2.8, "first chart": 4.0}


def main(visits: int) -> None:
    """Visit a warm server as often as asked and print each step's median."""
    with sync_playwright() as playwright:
        path = os.environ.get("CRUSCOTTO_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with serving() as server:
            visit(browser, server.address)  # the server's own first time is not the line's
            found = [visit(browser, server.address) for _ in range(visits)]
    for step in found[0]:
        middle = statistics.median(each[step] for each in found)
        unit = "MB" if "megabytes" in step else "s"
        print(f"{step}: {middle:.2f} {unit}")
        record(f"first visit on 10 Mbit/s, {step}", middle, unit, GOALS.get(step))


def visit(browser: Browser, address: str) -> dict[str, float]:
    """Open the overview twice in a fresh context; return what the two visits took."""
    context = browser.new_context(locale="it-IT", viewport={"width": 1400, "height": 900})
    page = context.new_page()
    first = opened(page, address)
    second = opened(page, address)
    context.close()
    return {**first, **{f"{step} again": value for step, value in second.items()}}


def opened(page: Page, address: str) -> dict[str, float]:
    """Open the overview on the slow line; count bytes as they come, compressed."""
    session = page.context.new_cdp_session(page)
    received = [0]
    session.on("Network.dataReceived", lambda event: add(received, event))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    began = time.perf_counter()
    page.goto(f"{address}/quadro", wait_until="commit", timeout=60_000)
    page.wait_for_selector(FIGURE, timeout=60_000)
    figure = time.perf_counter() - began
    page.wait_for_selector(CHART, timeout=60_000)
    chart = time.perf_counter() - began
    page.wait_for_timeout(1_500)
    session.detach()
    return {"megabytes": received[0] / 1e6, "first figure": figure, "first chart": chart}


def add(received: list[int], event: dict[str, int]) -> None:
    """Add what one part of an answer weighed on the line."""
    received[0] += event["encodedDataLength"]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
