"""Time a big export through the browser: press the button, wait for the whole file.

The list of operations of the warehouse in `CRUSCOTTO_WAREHOUSE`, repeated until there are as many
rows as asked for (as it is, where none are), is downloaded without any filter, as an Italian CSV:
by one visitor, then by two at once while a third changes a filter on the overview again and again.
Printed: seconds from the click to the file on disk, its size, the server's memory before (the list
was opened once), at its highest with the processes it started, and ten seconds after, and what the
third visitor waited; beside it, what Arrow's own writer takes for the same rows. Asked of a million
rows: below 3 seconds, at most one and a half times that writer, memory back to within 30 MB, pages
that go on answering.

    python benchmarks/browser_export.py [ROWS]
"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from export_million_rows import by_arrow
from million_operations import enlarged
from page_paint import FLAGS, PAGE, Server, change, open_overview, serving
from playwright.sync_api import Browser, Download, Page, sync_playwright
from report import record

from cruscotto.config import settings
from cruscotto.export import operations_table
from cruscotto.kpi.query.selection import Selection
from cruscotto.warehouse import reader

MENU, BUTTON = "Scarica", "CSV per Excel italiano"
SETTLED = 10
EXPORT_SECONDS, LEFT_MEGABYTES, TO_ARROW = 3.0, 30.0, 1.5
Told = tuple[str, float, str]  # words, figure, unit


def main(rows: int) -> None:
    if not rows:
        measure()
        return
    with enlarged(settings().warehouse, rows) as warehouse:
        os.environ["CRUSCOTTO_WAREHOUSE"] = str(warehouse)
        settings.cache_clear()
        measure()


def measure() -> None:
    by_itself = report_arrow()
    with serving() as server:
        together(server.address, [looking])  # what a first visitor's page takes is not the file's
        time.sleep(SETTLED)
        took = report(server, "one export", [alone])
        print(f"to Arrow's own writer: {took / by_itself:.2f} x")
        record("browser, one export: to Arrow's writer", took / by_itself, "x", TO_ARROW)
        report(server, "two exports at once, and a visitor", [alone, alone, visiting])


def report_arrow() -> float:
    """Return the seconds of Arrow's own writer on the same rows, to a file, without a browser."""
    with tempfile.TemporaryDirectory() as folder:
        table = operations_table(reader(settings().warehouse), Selection())
        start = time.perf_counter()
        by_arrow(table, Path(folder) / "out.csv")
        took = time.perf_counter() - start
    print(f"Arrow's own writer on the same rows, without a browser: {took:.1f} s")
    record("the same rows by Arrow's own writer, without a browser", took, "s")
    return took


def report(server: Server, title: str, visitors: list[object]) -> float:
    """Print and keep what the visitors waited; return the longest wait for a file, in seconds."""
    before = memory(server.pid)
    with watched(server.pid) as peak:
        said = together(server.address, visitors)
    time.sleep(SETTLED)
    after = memory(server.pid)
    print(f"{title}: " + "; ".join(words for words, _, _ in said))
    most = f"{peak[0]:.0f} MB at most"
    print(f"  server {before:.0f} MB before, {most}, {after:.0f} MB {SETTLED} s after")
    slowest = max(took for _, took, unit in said if unit == "s")
    record(f"browser, {title}: whole file", slowest, "s", EXPORT_SECONDS, peak_megabytes=peak[0])
    record(f"browser, {title}: memory left", after - before, "MB", LEFT_MEGABYTES)
    for _, took, unit in said:
        if unit == "ms":
            record(f"browser, {title}: filter change meanwhile", took, "ms")
    return slowest


def together(address: str, visitors: list[object]) -> list[Told]:
    """Let each visitor act in a browser of its own; return what each has to tell."""
    said: list[Told] = []
    ready = threading.Barrier(len(visitors))

    def act(visitor: object) -> None:
        with sync_playwright() as playwright:
            path = os.environ.get("CRUSCOTTO_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            said.append(visitor(browser, address, ready))  # type: ignore[operator]
            browser.close()

    threads = [threading.Thread(target=act, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def looking(browser: Browser, address: str, ready: threading.Barrier) -> Told:
    """Open the list of operations and take nothing."""
    listed(browser, address)
    return "", 0.0, ""


def listed(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="it-IT", accept_downloads=True).new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/interventi?fund=all")
    page.locator("button").filter(has_text=MENU).first.click()
    page.get_by_role("link", name=BUTTON).wait_for()
    warm(page)
    return page


def alone(browser: Browser, address: str, ready: threading.Barrier) -> Told:
    """Download the list of operations."""
    page = listed(browser, address)
    ready.wait()
    start = time.perf_counter()
    # the link opens a tab, which closes when a file comes
    came: list[Download] = []
    page.on("popup", lambda tab: tab.on("download", lambda file: came.append(file)))
    page.on("download", lambda file: came.append(file))
    page.get_by_role("link", name=BUTTON).click()
    while not came:
        page.wait_for_timeout(20)
    file = Path(came[0].path())  # waits until the file is whole
    took = time.perf_counter() - start
    with file.open("rb") as lines:
        rows = sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 22), b"")) - 1
    return f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB in {took:.1f} s", took, "s"


def warm(page: Page) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(1000)


def visiting(browser: Browser, address: str, ready: threading.Barrier) -> Told:
    """Change the region on the overview while others download."""
    page = open_overview(browser, address, PAGE)
    warm(page)
    ready.wait()
    painted = [change(page, place)["painted"] for place in range(4)]
    took = statistics.median(painted)
    return f"a change of filter meanwhile painted in {took:.0f} ms", took, "ms"


@contextmanager
def watched(pid: int) -> Iterator[list[float]]:
    """Keep the highest memory of a process and those it started in a list of one."""
    peak, ends = [0.0], threading.Event()

    def watch() -> None:
        while not ends.wait(0.05):
            peak[0] = max(peak[0], memory(pid) + sum(map(memory, started(pid))))

    thread = threading.Thread(target=watch)
    thread.start()
    yield peak
    ends.set()
    thread.join()


def memory(pid: int) -> float:
    """Return a process's resident memory, in MB."""
    with suppress(OSError):  # it has ended, or is about to
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        resident = [line for line in lines if line.startswith("VmRSS")]
        return sum(int(line.split()[1]) for line in resident) / 1e3
    return 0.0


def started(pid: int) -> list[int]:
    """Return the processes that a process started and that still run."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for children in listed for child in _read(children).split()]


def _read(path: Path) -> str:
    with suppress(OSError):  # a thread may end at any time
        return path.read_text()
    return ""


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
