"""Wait for a page as a reader does, until it stands still: what was read before that is no fact."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from cruscotto.i18n import t
from cruscotto.ui.state.sitemap import AT_FOOT, PAGES

# A click reaches the server before the page shows that anything runs. So a page stands still when
# nothing runs, nothing is coming and nothing in it has changed for a while.
WHILE = 250
STILL = """milliseconds => {
    if (!window.changedAt) {
        window.changedAt = performance.now();
        new MutationObserver(() => { window.changedAt = performance.now(); }).observe(
            document, {subtree: true, childList: true, characterData: true});
    }
    const app = document.querySelector('[data-testid="stApp"]');
    const isComing = document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
    return app?.dataset.testScriptState === "notRunning" && !isComing
        && performance.now() - window.changedAt > milliseconds;
}"""

# What a page shows that raised an error.
RAISED = '[data-testid="stException"], [data-testid="stAlertContentError"]'
EVERY = {**PAGES, **AT_FOOT}
# A menu that lies beside a narrow page cannot be clicked; its links can be followed.
LINK = """path => [...document.querySelectorAll('[data-testid="stPageLink"] a')]
    .find(link => new URL(link.href).pathname.endsWith(`/${path}`))"""


def settle(page: Page) -> None:
    """Wait until a page has its title, nothing runs and nothing changes any more."""
    page.wait_for_selector("h1")
    page.wait_for_function(STILL, arg=WHILE)


def follow(page: Page, name: str, lang: str) -> None:
    """Follow the link to a page, in the menu or at the foot; it raises nothing."""
    page.wait_for_function(LINK, arg=EVERY[name])
    page.evaluate(f"path => ({LINK})(path).click()", EVERY[name])
    expect(page.locator("h1").first).to_have_text(t(f"{name}.title", lang))
    expect(page.locator("html")).to_have_attribute("lang", lang)
    settle(page)
    assert page.locator(RAISED).count() == 0, name


def wait_until(page: Page, is_so: Callable[[], bool], seconds: float = 90) -> bool:
    """Ask again until something of a page is so; return whether it came to be."""
    until = time.monotonic() + seconds
    while not (found := is_so()) and time.monotonic() < until:
        page.wait_for_timeout(100)
    return found


def as_new(page: Page, size: ViewportSize) -> None:
    """Leave a tab as a new one is: nothing open, nothing kept, the pointer in its corner."""
    if page.url.startswith("http"):
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    page.set_viewport_size(size)
    page.mouse.move(0, 0)
