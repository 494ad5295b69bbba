"""Each audience sees and takes away the same figures; what is hidden is hidden everywhere."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.i18n import format_number

from .waiting import settle

pytestmark = pytest.mark.browser
# The first map of a page: regions have one of provinces below.
AREAS = ":nth-match(.choroplethlayer, 1) >> path.choroplethlocation"
# Valle d'Aosta has too few people; Lombardia has enough for any audience.
SMALL, LARGE = ("ITC2", "Valle d'Aosta"), ("ITH5", "Emilia-Romagna")
KPI = "placement_rate_6m"
NAMES = {"exact": "Dati esatti", "protected": "Dati protetti", "public": "Dati pubblici"}
Row = dict[str, str]


@dataclass(frozen=True)
class Visit:
    """An audience's visit: a tab on its server, and what the map, its table and its file said."""

    audience: str
    page: Page
    file: bytes
    said: dict[str, str]
    cells: dict[str, list[str]]

    @property
    def rows(self) -> dict[str, Row]:
        lines = csv.DictReader(self.file.decode("utf-8-sig").splitlines(), delimiter=";")
        return {row["region"]: row for row in lines}


@pytest.fixture(scope="module", params=list(NAMES))
def visit(
    request: pytest.FixtureRequest,
    serve: Callable[..., AbstractContextManager[str]],
    tab: Callable[[], AbstractContextManager[Page]],
    point_at: Callable[[Page, str, str], str],
    peopled: Path,
) -> Iterator[Visit]:
    """Open the map once on a server that guards figures for an audience, and read all of it."""
    with serve(peopled, audience=request.param) as address, tab() as page:
        page.set_viewport_size({"width": 1400, "height": 1800})
        page.goto(f"{address}/regioni?kpi={KPI}")
        settle(page)
        expect(page.locator(AREAS)).to_have_count(21)
        yield Visit(
            audience=request.param,
            page=page,
            file=downloaded(page, "CSV per Excel italiano"),
            said={code: point_at(page, code, name) for code, name in (SMALL, LARGE)},
            cells=table(page, SMALL, LARGE),
        )


def open_files(page: Page) -> None:
    """Open the files of the first frame of a page: they lie behind one button."""
    page.locator("button").filter(has_text=re.compile("^Scarica")).first.click()
    page.wait_for_selector('[data-testid="stPopoverBody"]')
    settle(page)


def downloaded(page: Page, label: str) -> bytes:
    open_files(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=label).first.click()
    page.keyboard.press("Escape")
    return Path(download.value.path()).read_bytes()


def table(page: Page, *regions: tuple[str, str]) -> dict[str, list[str]]:
    """Return rows of the table of the map by region: the figures behind what is drawn."""
    page.get_by_text("Tabella dei dati").first.click()
    rows = page.get_by_test_id("stDataFrame").first.locator("canvas tr")
    return {code: cells(rows.filter(has_text=name).first) for code, name in regions}


def cells(row: Locator) -> list[str]:
    row.wait_for(state="attached")
    return [one.strip() for one in row.locator("td").all_text_contents()]


def number(figure: str) -> float:
    return float(figure.replace(",", "."))


def percent(figure: str) -> str:
    return format_number(100 * number(figure), "it", 1)


def test_each_audience_downloads_what_the_command_line_writes_for_it(
    visit: Visit, audience: Callable[[str], None], peopled: Path, tmp_path: Path
) -> None:
    audience(visit.audience)
    out = tmp_path / "rate.csv"
    arguments = (
        "--warehouse",
        str(peopled),
        "export",
        "kpi",
        "--kpi",
        KPI,
        "--by",
        "region",
        "--where",
        "fund=FSE",
        "--out",
        str(out),
    )
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert visit.file == out.read_bytes()
    assert {row["audience"] for row in visit.rows.values()} == {visit.audience}


def test_a_figure_is_the_same_on_the_map_in_the_table_and_in_the_file(visit: Visit) -> None:
    code, _ = LARGE
    row = visit.rows[code]
    assert f"{percent(row['value'])} %" in visit.said[code].replace("\u00a0", " ")
    assert float(visit.cells[code][1]) == number(row["value"])


def test_a_small_figure_is_hidden_on_the_map_in_the_table_and_in_the_file(visit: Visit) -> None:
    code, _ = SMALL
    row, said, shown = visit.rows[code], visit.said[code], visit.cells[code]
    if visit.audience == "exact":
        assert row["state"] == "shown"
        assert float(shown[1]) == number(row["value"])
        return
    assert (row["state"], row["value"], row["numerator"], row["low"]) == ("hidden", "", "", "")
    assert "nascosto" in said
    assert not any(character.isdigit() for character in said.split("6 mesi")[-1])
    # what is drawn there is a sign, with its word beside; no number stands behind it
    assert "nascosto" in shown[2]
    assert not any(isfinite(float(cell)) for cell in (shown[1], *shown[3:]))


def test_the_page_says_who_may_read_it(visit: Visit) -> None:
    said = visit.page.get_by_text(NAMES[visit.audience])
    expect(said.locator("visible=true").first).to_be_visible()


def test_the_description_beside_a_file_names_the_audience(visit: Visit) -> None:
    told = json.loads(downloaded(visit.page, "Scheda dei dati"))
    assert told["audience"] == visit.audience
    assert told["disclosure"]
