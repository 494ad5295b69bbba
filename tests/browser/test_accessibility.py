"""Every page in both languages and both themes: no error, axe-core, 400 % zoom."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from itertools import cycle

import pytest
from playwright.sync_api import Page, ViewportSize

from .waiting import EVERY, follow, settle

pytestmark = pytest.mark.browser
Tab = Callable[[], AbstractContextManager[Page]]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Nodes that break a rule, as `rule: target`; themes differ in colours alone.
FAULTS = """rules => axe.run(document, {resultTypes: ["violations"], ...rules}).then(found =>
    found.violations.flatMap(v => v.nodes.map(node => `${v.id}: ${node.target} ${node.html}`)))"""
CONTRAST = {"runOnly": ["color-contrast"]}
# English differs from Italian in words: its colours are those of the same page.
BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
# 1,280 pixels at 400 %, as WCAG 1.4.10 measures it.
NARROW: ViewportSize = {"width": 320, "height": 800}
WIDE: ViewportSize = {"width": 1400, "height": 900}
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollWidth"


@contextmanager
def walking(tab: Tab, start: str, theme: str) -> Iterator[Page]:
    """Open a page with axe-core in it; it stays while links are followed."""
    with tab() as page:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.goto(start)
        page.wait_for_selector("h1")
        page.evaluate(AXE)
        yield page


def faults_of_both_themes(page: Page, other: str) -> list[str]:
    """Return what is wrong with a page, and with its colours in the other theme."""
    found = list(page.evaluate(FAULTS, {}))
    ground = page.evaluate(GROUND)
    page.emulate_media(color_scheme=other)
    page.wait_for_function(f"{GROUND} !== {json.dumps(ground)}")
    settle(page)
    return found + list(page.evaluate(FAULTS, CONTRAST))


def resize(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    settle(page)


def test_axe_finds_nothing_in_the_demonstration_and_400_percent_needs_no_sideways_scrolling(
    both: str, tab: Tab
) -> None:
    """In Italian, whose words are the longer ones.

    Pages are opened wide in the light and narrow in the dark by turns, so that each is changed
    once and not back again.
    """
    faults, wide = {}, {}
    with walking(tab, f"{both}/quadro?dati=demo&lang=it", "light") as page:
        for name, is_wide in zip(EVERY, cycle((True, False)), strict=False):
            follow(page, name, "it")
            if not is_wide:
                wide[name] = page.evaluate(SCROLLED)
                resize(page, WIDE)
            faults[name] = faults_of_both_themes(page, "dark" if is_wide else "light")
            if is_wide:
                resize(page, NARROW)
                wide[name] = page.evaluate(SCROLLED)
    assert {name: found for name, found in faults.items() if found} == {}
    assert {name: width for name, width in wide.items() if width > NARROW["width"]} == {}
    assert len(wide) == len(faults) == len(EVERY)


def test_axe_finds_nothing_in_the_demonstration_in_english(both: str, tab: Tab) -> None:
    faults = {}
    with walking(tab, f"{both}/quadro?dati=demo&lang=en", "light") as page:
        for name in EVERY:
            follow(page, name, "en")
            faults[name] = page.evaluate(FAULTS, BUT_COLOURS)
    assert {name: found for name, found in faults.items() if found} == {}


def test_axe_finds_nothing_in_the_official_data(both: str, tab: Tab) -> None:
    """In English and in the dark, as the demonstration is not looked at."""
    faults = {}
    with walking(tab, f"{both}/quadro?lang=en", "dark") as page:
        for name in EVERY:
            follow(page, name, "en")
            faults[name] = page.evaluate(FAULTS, {})
    assert {name: found for name, found in faults.items() if found} == {}
