"""A printed sheet alone states its source, and a table on it reads as it does on the screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from .waiting import settle

pytestmark = pytest.mark.browser
# What a browser does when a page is given to the printer, without the dialogue.
PRINTED = "dispatchEvent(new Event('beforeprint'))"
# How the cells of the first row of each table stand, and which are figures; signs are neither.
CELLS = """() => [...document.querySelectorAll('[data-testid="stTable"] table')]
    .flatMap(table => [...table.rows[1].cells])
    .filter(cell => /[\\p{L}\\d]/u.test(cell.textContent))
    .map(cell => [
        /^[+−-]?[\\d.,]*\\d( ?%)?$/.test(cell.textContent.trim()) && cell.cellIndex > 0,
        getComputedStyle(cell).textAlign,
    ])"""
# Bottoms of the boxes of answers, by the top of their row.
BOTTOMS = """() => Object.values([...document.querySelectorAll('[class*="st-key-glance_"]')]
    .map(one => one.getBoundingClientRect())
    .reduce((rows, box) => ({...rows, [Math.round(box.top)]:
        [...(rows[Math.round(box.top)] || []), Math.round(box.bottom)]}), {}))"""


def on_paper(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    page.emulate_media(media="print")
    page.evaluate(PRINTED)


def test_the_foot_of_each_sheet_has_edition_and_address_of_the_living_page(
    address: str, page: Page
) -> None:
    on_paper(page, f"{address}/quadro?region=ITG1&stampa=1")
    foot = page.locator("#cs-sheet").text_content() or ""
    assert "Dati al" in foot
    assert "Dati sintetici" in foot
    assert f"{address}/quadro?region=ITG1" in foot
    assert "stampa" not in foot


def test_figures_of_a_table_on_paper_end_under_one_another(address: str, page: Page) -> None:
    on_paper(page, f"{address}/regioni?stampa=1")
    cells = page.evaluate(CELLS)
    assert {align for is_figure, align in cells if is_figure} == {"right"}
    assert "right" not in {align for is_figure, align in cells if not is_figure}


def test_boxes_of_answers_stand_two_by_two_and_end_together(address: str, page: Page) -> None:
    on_paper(page, f"{address}/quadro?stampa=1")
    rows = page.evaluate(BOTTOMS)
    assert [len(row) for row in rows] == [2, 2]
    assert all(len(set(row)) == 1 for row in rows)


@pytest.mark.parametrize("path", ["regioni", "interventi", "autorita"])
def test_what_a_click_does_stands_on_the_screen_and_on_no_sheet(
    address: str, page: Page, path: str
) -> None:
    page.goto(f"{address}/{path}")
    settle(page)
    sentence = page.locator('[class*="st-key-howto_"]').first
    expect(sentence).to_be_visible()
    expect(sentence).to_have_text(re.compile("clic|riga"))
    page.emulate_media(media="print")
    expect(sentence).to_be_hidden()


def test_short_cells_stay_in_one_line_and_no_table_is_wider_than_its_sheet(
    address: str, page: Page
) -> None:
    on_paper(page, f"{address}/autorita?stampa=1")
    short = """() => [...document.querySelectorAll('[data-testid="stTable"] td')]
        .filter(cell => cell.textContent.trim().length <= 18)
        .map(cell => getComputedStyle(cell).whiteSpace)"""
    assert set(page.evaluate(short)) == {"nowrap"}
    wide = """() => [...document.querySelectorAll('[data-testid="stTable"]')]
        .filter(one => one.querySelector('table').offsetWidth > one.clientWidth + 1).length"""
    assert page.evaluate(wide) == 0
