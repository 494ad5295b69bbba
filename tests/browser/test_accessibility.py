"""Every page in both languages and both themes: axe-core and 400 % zoom."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, expect

from cruscotto.i18n import t
from cruscotto.ui.state.sitemap import AT_FOOT, PAGES

from .waiting import settle

pytestmark = pytest.mark.browser
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Nodes that break a rule, as `rule: target`; themes differ in colours alone.
FAULTS = """rules => axe.run(document, {resultTypes: ["violations"], ...rules}).then(found =>
    found.violations.flatMap(v => v.nodes.map(node => `${v.id}: ${node.target} ${node.html}`)))"""
CONTRAST = {"runOnly": ["color-contrast"]}
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
# 1,280 pixels at 400 %, as WCAG 1.4.10 measures it.
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1400, "height": 900}
EVERY = {**PAGES, **AT_FOOT}
# A menu that lies beside a narrow page cannot be clicked; its links can be followed.
LINK = """path => [...document.querySelectorAll('[data-testid="stPageLink"] a')]
    .find(link => new URL(link.href).pathname.endsWith(`/${path}`))"""


@contextmanager
def walking(browser: Browser, start: str, theme: str) -> Iterator[Page]:
    """Open a page with axe-core in it; it stays while links are followed."""
    visitor = browser.new_context(locale="it-IT", viewport=WIDE, color_scheme=theme)
    visitor.set_default_timeout(30_000)
    visitor.add_init_script(AXE)
    page = visitor.new_page()
    page.goto(start)
    page.wait_for_selector("h1")
    yield page
    visitor.close()


def follow(page: Page, name: str, lang: str) -> None:
    """Follow the link to a page, in the menu or at the foot."""
    page.wait_for_function(LINK, arg=EVERY[name])
    page.evaluate(f"path => ({LINK})(path).click()", EVERY[name])
    expect(page.locator("h1").first).to_have_text(t(f"{name}.title", lang))
    settle(page)


def faults_in_the_dark(page: Page) -> list[str]:
    """Change the theme in place, and return what is wrong with its colours."""
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{GROUND} !== {json.dumps(light)}")
    settle(page)
    return list(page.evaluate(FAULTS, CONTRAST))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_axe_finds_nothing_in_the_demonstration_and_400_percent_needs_no_sideways_scrolling(
    both: str, browser: Browser, lang: str
) -> None:
    faults, wide = {}, {}
    with walking(browser, f"{both}/quadro?dati=demo&lang={lang}", "light") as page:
        for name in EVERY:
            follow(page, name, lang)
            faults[name] = page.evaluate(FAULTS, {})
            if lang == "it":  # its words are the longer ones; English in the dark comes below
                faults[name] += faults_in_the_dark(page)
                page.set_viewport_size(NARROW)
                settle(page)
                wide[name] = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
                page.set_viewport_size(WIDE)
                page.emulate_media(color_scheme="light")
    assert {name: found for name, found in faults.items() if found} == {}
    assert {name: width for name, width in wide.items() if width > NARROW["width"]} == {}


def test_axe_finds_nothing_in_the_official_data(both: str, browser: Browser) -> None:
    """In English and in the dark, as the demonstration is not looked at."""
    faults = {}
    with walking(browser, f"{both}/quadro?lang=en", "dark") as page:
        for name in EVERY:
            follow(page, name, "en")
            faults[name] = page.evaluate(FAULTS, {})
    assert {name: found for name, found in faults.items() if found} == {}
