"""A server started for the tests, and a browser that may talk to nobody else."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from cruscotto.config import ROOT

from .waiting import as_new

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # no other name is found: nothing leaves the machine, and pages keep what they fetched, which
    # a browser does not do while requests are caught one by one
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# The first map of a page: regions have one of provinces below.
AREAS = ":nth-match(.choroplethlayer, 1) >> path.choroplethlocation"
# A map that is drawn again forgets the pointer: what it says must stand for so many looks.
LOOKS = 3
SIZE: ViewportSize = {"width": 1400, "height": 1000}
Serve = Callable[..., AbstractContextManager[str]]


def _of_the_pages():  # type: ignore[no-untyped-def]
    """Find the fixtures of the page tests: the conftest files of two folders are not modules."""
    path = ROOT / "tests" / "pages" / "conftest.py"
    spec = importlib.util.spec_from_file_location("cruscotto_tests_pages", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_pages = _of_the_pages()
country, peopled, audience = _pages.country, _pages.peopled, _pages.audience


def pytest_itemcollected(item: pytest.Item) -> None:
    """Try a browser's test once more when it fails: what ran twice is named at the end (`R`).

    Two whole runs of 4,900 tests were lost to one that looked while the page was still moving.
    """
    item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the browser's path; without one these tests fail, they are never skipped."""
    named = os.environ.get("CRUSCOTTO_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if not found:
        pytest.fail("no Chromium: install Debian's chromium or set CRUSCOTTO_CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Return `with serve(warehouse, **settings) as address:`, a server for as long as it lasts."""
    return _serving


# Ports that earlier servers left: of their addresses a browser has kept the application's files
# and compiled scripts.
LEFT: list[int] = []


@contextmanager
def _serving(warehouse: Path, port: int = 0, **settings: str | Path) -> Iterator[str]:
    port = port or _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    chosen = {f"CRUSCOTTO_{name.upper()}": str(value) for name, value in settings.items()}
    chosen |= {"CRUSCOTTO_WAREHOUSE": str(warehouse), "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **chosen}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(10)
        LEFT.append(port)


def _free_port() -> int:
    """Return the port of an earlier server, or else one that nobody uses."""
    if LEFT:
        return LEFT.pop()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def address(serve: Serve, country: Path) -> Iterator[str]:
    """Return the address of one server that the ordinary tests share."""
    with serve(country) as found:
        yield found


@pytest.fixture(scope="session")
def both(serve: Serve, official: Path, whole_demonstration: Path) -> Iterator[str]:
    """Return the address of a server of the official data and, by `dati=demo`, the whole demo."""
    with serve(official, demonstration=whole_demonstration / "cruscotto.duckdb") as found:
        yield found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the browser once."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        # a page of a busy machine may take long to say what is expected of it
        expect.set_options(timeout=90_000)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return an Italian visitor, whose browser keeps the application's files between tests."""
    visitor = browser.new_context(locale="it-IT", viewport=SIZE, accept_downloads=True)
    visitor.set_default_timeout(90_000)
    yield visitor
    visitor.close()


@pytest.fixture(scope="session")
def tab(context: BrowserContext) -> Callable[[], AbstractContextManager[Page]]:
    """Return `with tab() as page:`; it fails when a request would have left the machine.

    A tab is used again: a new one compiles all scripts anew, 2.5 of the 4.5 seconds of processor
    that a page takes there.
    """
    idle: list[Page] = []

    @contextmanager
    def opened() -> Iterator[Page]:
        page = idle.pop() if idle else context.new_page()
        outside: list[str] = []

        def note(request: Request) -> None:
            outside.append(request.url)

        page.on("request", note)
        yield page
        page.remove_listener("request", note)
        if not page.is_closed():
            as_new(page, SIZE)
            idle.append(page)
        local = ("http://localhost:", "data:", "blob:")
        assert [url for url in outside if not url.startswith(local)] == []

    return opened


@pytest.fixture
def page(tab: Callable[[], AbstractContextManager[Page]]) -> Iterator[Page]:
    """Return a tab for one test."""
    with tab() as page:
        yield page


@pytest.fixture(scope="session")
def point_at() -> Callable[[Page, str, str], str]:
    """Return `point_at(page, code, name)`: point at a region of the map and read what it says."""
    return _point_at


def _point_at(page: Page, code: str, name: str) -> str:
    said, looks = page.locator(".hoverlayer .hovertext").filter(has_text=name), 0
    for number in range(200):
        if said.count():
            looks += 1
            if looks == LOOKS:
                return " ".join(said.all_text_contents())
        else:
            looks, place = 0, _middle_of(page, code)
            page.mouse.move(place["x"] + number % 2, place["y"])
        page.wait_for_timeout(150)
    raise AssertionError(f"the map says nothing of {name}")


def _middle_of(page: Page, code: str) -> dict[str, float]:
    """Return where a region stands on the screen: Plotly binds to each area what it draws there."""
    found = page.locator(AREAS).evaluate_all(
        """(areas, code) => {
            const area = areas.find(area => area.__data__.loc === code);
            area.scrollIntoView({block: "nearest"});
            const box = area.getBoundingClientRect();
            return {x: box.x + box.width / 2, y: box.y + box.height / 2};
        }""",
        code,
    )
    return dict(found)
