"""The keyboard alone: filters, tabs, tables and the menu, with the focus always in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from cruscotto.i18n import t

from .waiting import settle, wait_until

pytestmark = pytest.mark.browser
WIDE: ViewportSize = {"width": 1400, "height": 900}

ACTIVE = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    const label = here.getAttribute("aria-label") || here.innerText || "";
    return {label: label.trim(), role: here.getAttribute("role") || here.tagName,
            isSeen: style.outlineStyle !== "none" || style.boxShadow !== "none"};
}"""


def tab_to(page: Page, role: str, words: str, key: str = "Tab") -> None:
    """Press a key until the focus, seen at every step, is on what has a role and begins so."""
    met = []
    for _ in range(90):
        page.keyboard.press(key)
        found = page.evaluate(ACTIVE)
        met.append(found)
        if found["role"] == role and found["label"].startswith(words):
            assert found["isSeen"], found
            return
    raise AssertionError(f"{words} is not reached: {[one['label'][:30] for one in met]}")


@pytest.fixture
def keyboard(page: Page, both: str) -> Callable[[str], Page]:
    """Return `keyboard(page)`: a page of the demonstration for somebody without a mouse."""
    page.set_viewport_size(WIDE)

    def opened(path: str) -> Page:
        page.goto(f"{both}/{path}?dati=demo")
        settle(page)
        return page

    return opened


def test_a_region_is_chosen_by_the_keyboard(keyboard: Callable[[str], Page]) -> None:
    page = keyboard("quadro")
    tab_to(page, "BUTTON", "Regione")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Regione")).to_be_visible()
    tab_to(page, "combobox", "Regione")
    page.keyboard.type("Sicilia")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**region=ITG1**")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-filters")).to_contain_text("Sicilia")


def test_a_tab_and_its_table_are_opened_by_the_keyboard(keyboard: Callable[[str], Page]) -> None:
    page = keyboard("regioni")
    tab_to(page, "tab", "Mappa e graduatoria")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**scheda=years**")
    settle(page)
    tab_to(page, "SUMMARY", "Tabella")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stTable").or_(page.get_by_test_id("stDataFrame"))).to_be_visible()


def test_the_first_stop_skips_to_the_content_and_the_menu_leads_on_and_back(
    keyboard: Callable[[str], Page],
) -> None:
    page = keyboard("quadro")
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("Vai al contenuto")
    page.keyboard.press("Tab")
    assert wait_until(page, lambda: page.evaluate(ACTIVE)["label"] == "Vai al contenuto")
    page.keyboard.press("Enter")
    assert wait_until(
        page, lambda: page.evaluate("document.activeElement.dataset.testid") == "stMain"
    )
    tab_to(page, "A", "Regioni", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Regioni")
    expect(page.get_by_role("navigation").get_by_role("link", name="Regioni")).to_have_attribute(
        "aria-current", "page"
    )
    page.go_back()
    expect(page.locator("h1")).to_have_text(t("overview.title", "it"))
