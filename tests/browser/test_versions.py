"""An open page follows a new version by itself, and the keyboard stays where it is."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from cruscotto.warehouse import editing

from .waiting import settle

DOUBLED = "update marts.operation_share set payments_eur = 2 * payments_eur where slot = 'current'"


def test_an_open_page_takes_a_new_version_by_itself_and_keeps_the_keyboard(
    page: Page, serve, country: Path, tmp_path: Path
) -> None:
    link = tmp_path / "w.duckdb"
    shutil.copyfile(country.resolve(), link)
    with serve(link, look_again_seconds="1") as address:
        page.goto(f"{address}/quadro")
        metric = page.get_by_test_id("stMetric").filter(has_text="Pagamenti").first
        paid = metric.get_by_test_id("stMetricValue")
        settle(page)
        before = paid.inner_text()
        page.locator(".st-key-filters").get_by_role("button", name="Regione").click()
        box = page.get_by_role("combobox", name="Regione")
        box.click()
        box.press_sequentially("Sic")
        # twice it has looked for another version by now, and found none
        page.wait_for_timeout(2500)
        expect(paid).to_have_text(before)
        expect(box).to_be_focused()
        expect(box).to_have_value("Sic")
        expect(page.get_by_role("option")).to_have_count(1)
        with editing(link) as con:
            con.execute(DOUBLED)
        expect(paid).not_to_have_text(before)
        expect(box).to_be_focused()
        expect(box).to_have_value("Sic")
