"""Each audience sees and takes away the same figures; what is hidden is hidden everywhere."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from math import isfinite
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cruscotto.config import ROOT
from cruscotto.i18n import format_number

pytestmark = pytest.mark.browser
AREAS = ".choroplethlayer path.choroplethlocation"
# Valle d'Aosta has too few people; Lombardia has enough for any audience.
SMALL, LARGE = ("ITC2", "Valle d'Aosta"), ("ITC4", "Lombardia")
KPI = "placement_rate_6m"
Row = dict[str, str]


@pytest.fixture(scope="module", params=["exact", "protected", "public"])
def seen_by(
    request: pytest.FixtureRequest,
    serve: Callable[..., AbstractContextManager[str]],
    peopled: Path,
) -> Iterator[tuple[str, str]]:
    """Yield an audience and the address of the server that guards figures for it."""
    with serve(peopled, audience=request.param) as address:
        yield request.param, address


def settle(page: Page) -> None:
    page.wait_for_selector("h1")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def command(audience: str, peopled: Path, *arguments: str) -> str:
    """Run the command line for an audience, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "cruscotto", "--warehouse", str(peopled), *arguments],
        cwd=ROOT, env={**os.environ, "CRUSCOTTO_AUDIENCE": audience}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def downloaded(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Scarica CSV").first.click()
    return Path(download.value.path()).read_bytes()


def by_region(written: bytes) -> dict[str, Row]:
    lines = csv.DictReader(written.decode("utf-8-sig").splitlines(), delimiter=";")
    return {row["region"]: row for row in lines}


def tooltip(page: Page, name: str) -> str:
    """Return what the map says under the pointer, wherever on the map a region is."""
    areas = page.locator(AREAS)
    for place in range(areas.count()):
        box = areas.nth(place).bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(150)
        said = page.locator(".hoverlayer .hovertext").all_text_contents()
        if any(name in one for one in said):
            return " ".join(said)
    raise AssertionError(f"the map has no {name}")


def cells(page: Page, name: str) -> list[str]:
    """Return a region's row in the table of the map: the figures behind what is drawn."""
    page.get_by_text("Tabella dei dati").first.click()
    table: Locator = page.get_by_test_id("stDataFrame").first
    row = table.locator("canvas tr").filter(has_text=name).first
    row.wait_for(state="attached")
    return [one.strip() for one in row.locator("td").all_text_contents()]


def number(figure: str) -> float:
    return float(figure.replace(",", "."))


def percent(figure: str) -> str:
    return format_number(100 * number(figure), "it", 1)


def opened(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1400, "height": 1800})
    page.goto(f"{address}/regioni?kpi={KPI}")
    settle(page)
    expect(page.locator(AREAS)).to_have_count(21)
    page.wait_for_timeout(500)


def test_each_audience_downloads_what_the_command_line_writes_for_it(
    seen_by: tuple[str, str], page: Page, peopled: Path, tmp_path: Path
) -> None:
    audience, address = seen_by
    opened(page, address)
    out = tmp_path / "rate.csv"
    command(
        audience, peopled, "export", "kpi", "--kpi", KPI, "--by", "region", "--where", "fund=FSE",
        "--out", str(out),
    )  # fmt: skip
    written = downloaded(page)
    assert written == out.read_bytes()
    assert {row["audience"] for row in by_region(written).values()} == {audience}


def test_a_figure_is_the_same_on_the_map_in_the_table_and_in_the_file(
    seen_by: tuple[str, str], page: Page
) -> None:
    _, address = seen_by
    opened(page, address)
    row = by_region(downloaded(page))[LARGE[0]]
    said = tooltip(page, LARGE[1]).replace("\u00a0", " ")
    assert f"{percent(row['value'])} %" in said
    assert float(cells(page, LARGE[1])[1]) == number(row["value"])


def test_a_small_figure_is_hidden_on_the_map_in_the_table_and_in_the_file(
    seen_by: tuple[str, str], page: Page
) -> None:
    audience, address = seen_by
    opened(page, address)
    row = by_region(downloaded(page))[SMALL[0]]
    said, shown = tooltip(page, SMALL[1]), cells(page, SMALL[1])
    if audience == "exact":
        assert row["state"] == "shown"
        assert float(shown[1]) == number(row["value"])
        return
    assert (row["state"], row["value"], row["numerator"], row["low"]) == ("hidden", "", "", "")
    assert "nascosto" in said
    assert not any(character.isdigit() for character in said.split("6 mesi")[-1])
    # what is drawn there is a sign, with its word beside; no number stands behind it
    assert "nascosto" in shown[2]
    assert not any(isfinite(float(cell)) for cell in (shown[1], *shown[3:]))


def test_every_page_says_who_may_read_it(seen_by: tuple[str, str], page: Page) -> None:
    audience, address = seen_by
    name = {"exact": "Dati esatti", "protected": "Dati protetti", "public": "Dati pubblici"}
    for path in ("quadro", "esiti", "metodologia"):
        page.goto(f"{address}/{path}")
        settle(page)
        expect(page.get_by_text(name[audience]).first).to_be_visible()


def test_the_description_beside_a_file_names_the_audience(
    seen_by: tuple[str, str], page: Page
) -> None:
    audience, address = seen_by
    page.goto(f"{address}/esiti")
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Scheda dei dati").first.click()
    told = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert told["audience"] == audience
    assert told["disclosure"]
