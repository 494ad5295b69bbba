"""What a phone shows: the first picture soon, names that stand apart, nothing cut."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from cruscotto.ui.state.sitemap import PAGES

from .waiting import follow, settle, wait_until

pytestmark = pytest.mark.browser
# The upper edge of the first picture in the page, a list of bars included.
FIRST = """() => {
    const top = document.querySelector('[data-testid="stMain"]').scrollTop;
    const seen = [...document.querySelectorAll('.js-plotly-plot, .cs-tracks, .cs-heat')]
        .map((one) => one.getBoundingClientRect()).filter((box) => box.height);
    return seen.length ? Math.min(...seen.map((box) => box.top + top)) : 0;
}"""
LATEST = 1200
# Names and pictures of one column that stand above what the document has before them.
MISPLACED = """() => {
    const parts = [...document.querySelectorAll('.st-key-body :is(h1, h2, h3, .js-plotly-plot)')]
        .filter((one) => one.checkVisibility() && !one.closest('[data-testid="stGrid"]'));
    const tops = parts.map((one) => one.getBoundingClientRect().top);
    return parts.filter((one, n) => n && tops[n] < tops[n - 1]).map((one) => one.textContent);
}"""
# Numbers below a chart that lie on their side.
TURNED = """() => [...document.querySelectorAll('.xtick text')].filter((one) =>
    one.checkVisibility() && /rotate\\((?!0[ ,])/.test(one.getAttribute("transform") || ""))
    .map((one) => one.textContent)"""
# Where a role or a filter lengthens the words above a picture, or a box of choices stands there.
LONGEST = (
    "quadro?dati=demo&as=ITH4",
    "quadro?dati=demo&region=ITC4",
    "autorita?dati=demo&as=ITG1",
    "autorita?dati=demo&as=ITG1&scheda=money",
    "esiti?dati=demo&as=ITH4&scheda=targets",
)
SHOWN = """() => [...document.querySelectorAll('.textpoint text')]
    .filter((one) => getComputedStyle(one).display !== "none").length"""
NAMES = "() => document.querySelectorAll('.textpoint text').length"


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="it-IT", viewport={"width": 390, "height": 844})
    context.set_default_timeout(90_000)
    yield context.new_page()
    context.close()


def faults(phone: Page) -> list[object]:
    """Return what a phone shows too late, in another order than it is read, or on its side."""
    wait_until(phone, lambda: phone.evaluate(FIRST) <= LATEST, seconds=5)
    first = phone.evaluate(FIRST)
    late = [first] if first > LATEST else []
    return [*late, *phone.evaluate(MISPLACED), *phone.evaluate(TURNED)]


@pytest.mark.parametrize("data", ["", "?dati=demo"], ids=["official", "demonstration"])
def test_on_every_page_and_tab_the_first_picture_comes_soon_and_in_order(
    both: str, phone: Page, data: str
) -> None:
    phone.goto(f"{both}/quadro{data}")
    settle(phone)
    found: dict[str, list[object]] = {}
    for name in PAGES:
        follow(phone, name, "it")
        found[name] = faults(phone)
        tabs = phone.locator('[data-testid="stMain"] [role="tab"]')
        for place in range(1, tabs.count()):
            tabs.nth(place).click()
            settle(phone)
            found[f"{name} {tabs.nth(place).inner_text()}"] = faults(phone)
    assert {name: one for name, one in found.items() if one} == {}


def test_the_first_picture_comes_soon_for_a_role_and_under_filters(both: str, phone: Page) -> None:
    found = {}
    for path in LONGEST:
        phone.goto(f"{both}/{path}")
        settle(phone)
        found[path] = faults(phone)
    assert {path: one for path, one in found.items() if one} == {}


def test_alerts_are_folded_above_the_map_and_open_in_their_place(address: str, phone: Page) -> None:
    phone.goto(f"{address}/quadro")
    settle(phone)
    box = phone.locator(".st-key-urgent")
    expect(box).to_be_hidden()
    phone.locator(".cs-unfold summary").click()
    expect(box).to_be_visible()
    phone.locator(".cs-unfold summary").click()
    expect(box).to_be_hidden()


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
