"""What a phone shows: the first picture soon, names that stand apart, nothing cut."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .waiting import settle, wait_until

pytestmark = pytest.mark.browser
# The upper edge of the first picture in the page, a list of bars included.
FIRST = """() => {
    const top = document.querySelector('[data-testid="stMain"]').scrollTop;
    const seen = [...document.querySelectorAll('.js-plotly-plot, .cs-tracks, .cs-heat')]
        .map((one) => one.getBoundingClientRect()).filter((box) => box.height);
    return Math.min(...seen.map((box) => box.top + top));
}"""
SHOWN = """() => [...document.querySelectorAll('.textpoint text')]
    .filter((one) => getComputedStyle(one).display !== "none").length"""
NAMES = "() => document.querySelectorAll('.textpoint text').length"


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="it-IT", viewport={"width": 390, "height": 844})
    context.set_default_timeout(90_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["quadro", "autorita", "assi", "regioni"])
def test_the_first_picture_begins_within_1200_pixels(address: str, phone: Page, path: str) -> None:
    phone.goto(f"{address}/{path}")
    settle(phone)
    assert wait_until(phone, lambda: phone.evaluate(FIRST) <= 1200), phone.evaluate(FIRST)


def test_a_scatter_leaves_out_names_that_would_cover_others(address: str, phone: Page) -> None:
    phone.goto(f"{address}/regioni?scheda=context")
    settle(phone)
    assert wait_until(phone, lambda: 0 < phone.evaluate(SHOWN) < phone.evaluate(NAMES))


def test_beside_a_tablet_s_menu_a_table_is_a_list_that_nothing_cuts(
    address: str, phone: Page
) -> None:
    phone.set_viewport_size({"width": 820, "height": 1180})
    phone.goto(f"{address}/interventi")
    settle(phone)
    assert wait_until(phone, lambda: phone.locator(".cs-stacked").first.is_visible())
    assert not phone.locator("[data-testid=stDataFrame]").first.is_visible()
    phone.set_viewport_size({"width": 1400, "height": 900})
    assert wait_until(phone, lambda: phone.locator("[data-testid=stDataFrame]").first.is_visible())
    assert not phone.locator(".cs-stacked").first.is_visible()
