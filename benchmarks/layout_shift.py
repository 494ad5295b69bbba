"""Measure how much each page moves under the reader's eyes, on a first visit and after a filter.

Chromium itself reports each shift of the layout that no recent key or click explains; a page's
score is the largest sum within one window, as the web's own measure has it (Cumulative Layout
Shift: windows of at most 5 s that end after 1 s without a shift). Each visit starts with an empty
cache, at 1,400 and at 390 pixels, on the official data and on the demonstration. A region is then
chosen by its chip where the page knows regions.

    python benchmarks/layout_shift.py [PAGE ...]

Asked of it: below 0.1 on every page.
"""

import os
import shutil
import sys
from collections.abc import Iterator

from page_paint import FLAGS, STILL, serving
from playwright.sync_api import Browser, Page, sync_playwright
from report import record

from cruscotto.ui.state.sitemap import AT_FOOT, PAGES, acting

GOAL = 0.1
VIEWPORTS = {"1400": (1400, 900), "390": (390, 844)}
DATA = {"official": "", "demonstration": "?dati=demo"}
# Every shift that no key or click explains: when, how large, and what moved from where to where.
WATCH = """() => {
    const named = node => {
        const part = (node.closest ? node : node.parentElement).closest(
            '[class*="st-key-"], [data-testid]');
        return [...(part?.classList || [])].find(one => one.startsWith('st-key-'))
            || part?.dataset.testid;
    };
    const moved = ({node, previousRect: from, currentRect: to}) =>
        `${node && named(node)} ${Math.round(from.y)} > ${Math.round(to.y)}`;
    window.shifts = [];
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
        const {startTime: at, value, sources, hadRecentInput} = entry;
        if (!hadRecentInput) window.shifts.push({at, value, what: sources.map(moved)});
    })).observe({type: 'layout-shift', buffered: true});
}"""


def main(asked: list[str]) -> None:
    """Visit the pages in both sizes and data sets; print each score, record each set's worst."""
    worst: dict[tuple[str, str], tuple[float, str]] = {}
    with sync_playwright() as playwright, serving() as server:
        path = os.environ.get("CRUSCOTTO_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for page in asked or [*PAGES.values(), *AT_FOOT.values()]:
            for when, size, score in visits(browser, server.address, page):
                worst[when, size] = max(worst.get((when, size), (0.0, "")), (score, page))
    for (when, size), (score, page) in worst.items():
        print(f"{when}, {size} pixels: at most {score:.3f} ({page})")
        if not asked:
            record(f"layout shift of the worst page, {when}, {size} pixels", score, "", GOAL)


def visits(browser: Browser, address: str, path: str) -> Iterator[tuple[str, str, float]]:
    """Yield occasion, size and score of one page."""
    for data, query in DATA.items():
        for size, (width, height) in VIEWPORTS.items():
            context = browser.new_context(
                locale="it-IT", viewport={"width": width, "height": height}
            )
            page = context.new_page()
            page.add_init_script(f"({WATCH})()")
            page.goto(f"{address}/{path}{query}", wait_until="commit")
            yield f"first visit, {data}", size, settled(page, path, data, size, "first visit")
            if "region" in acting(path) and choose_region(page):
                yield f"filter, {data}", size, settled(page, path, data, size, "filter")
            context.close()


def settled(page: Page, *named: str) -> float:
    """Wait until a page stands, print and return its score, and begin the next one."""
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector(STILL, timeout=60_000)
    page.wait_for_timeout(2_000)
    shifts = page.evaluate("() => window.shifts.splice(0)")
    value = score(shifts)
    print(f"{value:.3f}", *named, flush=True)
    if os.environ.get("SHIFTS"):
        for shift in shifts:
            print("     ", round(shift["at"]), round(shift["value"], 4), shift["what"])
    return value


def score(shifts: list[dict[str, float]]) -> float:
    """Return the largest sum of the shifts of one window."""
    most = total = 0.0
    began = last = float("-inf")
    for shift in shifts:
        if shift["at"] - last > 1_000 or shift["at"] - began > 5_000:
            began, total = shift["at"], 0.0
        last = shift["at"]
        total += shift["value"]
        most = max(most, total)
    return most


def choose_region(page: Page) -> bool:
    """Choose Sicilia from the chip of regions; return whether the page has one that acts."""
    chip = page.locator(".st-key-filters").get_by_role("button", name="Regione")
    if not chip.count() or chip.first.is_disabled():
        return False
    chip.first.click()
    box = page.get_by_role("combobox", name="Regione")
    box.click()
    box.press_sequentially("Sicilia")
    box.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_url("**region=ITG1**")
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
