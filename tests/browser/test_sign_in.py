"""Persons sign in through a browser, and each sees what the grants say: own rows exact."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from cruscotto.access import grants as table

from .signing import at_provider, path_of, sign_in, signing_site, visiting, visitors
from .waiting import settle

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(serve, peopled, tmp_path_factory):
    with signing_site(serve, peopled, tmp_path_factory.mktemp("signing")) as found:
        yield found


def test_before_sign_in_there_is_the_door_alone(site, browser) -> None:
    with visiting(browser) as page:
        page.goto(f"{site.address}/{path_of(site.own)}")
        expect(page.get_by_role("button", name="Accedi")).to_be_visible()
        assert page.locator("[data-testid=stMetric]").count() == 0
        shown = page.locator("body").inner_text()
        assert not re.search(r"\d", shown), shown


@pytest.mark.parametrize("page", ["quadro", "esiti", "autorita", "interventi", "qualita", ""])
def test_no_message_of_the_websocket_holds_a_figure_before_sign_in(site, page, run_async) -> None:
    async def visit() -> tuple[list[str], list[str]]:
        async with visitors.Visitor(site.address) as visitor:
            await visitor.open(page, "managing_authority=ITC4&lang=it")
            return [type(e).__name__ for e in visitor.elements], visitor.texts

    kinds, texts = run_async(visit())
    assert len(kinds) <= 4
    assert not re.search(r"\d", " ".join(texts))


WRONG = (
    {"is_forged": True},
    {"changes": {"exp": 1_600_000_000}},
    {"changes": {"aud": "other"}},
    {"changes": {"iss": "https://other.example.it"}},
    {"changes": {"nonce": "another"}},
    {"changes": {"iat": 1_600_000_000, "exp": 4_000_000_000}},
)


def test_a_token_that_is_wrong_opens_nothing(site, browser) -> None:
    with visiting(browser) as page:
        page.goto(f"{site.address}/{path_of(site.own)}")
        for wrong in WRONG:
            for name, value in wrong.items():
                setattr(site.provider, name, value)
            page.get_by_role("button", name="Accedi").click()
            at_provider(page, site, "anna")
            page.wait_for_url(f"{site.address}/**")
            expect(page.get_by_role("button", name="Accedi")).to_be_visible()
            assert page.locator("[data-testid=stMetric]").count() == 0
            site.provider.is_forged, site.provider.changes = False, {}
        # the same door lets in who has a right token
        page.get_by_role("button", name="Accedi").click()
        at_provider(page, site, "anna")
        expect(page.get_by_role("button", name="Esci")).to_be_visible()


def test_no_other_site_frames_a_page(site, browser, tmp_path) -> None:
    frame = tmp_path / "frame.html"
    frame.write_text(f'<iframe src="{site.address}/quadro" width="800" height="600"></iframe>')
    with visiting(browser) as page:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(frame.as_uri())
        assert not page.frames[1].url.startswith(site.address)


def test_a_grant_taken_back_holds_no_longer_at_the_next_click(site, browser) -> None:
    site.provider.roles["anna"] = []
    given = table.made("anna", "authority", site.own)
    table.grant(site.warehouse, given)
    try:
        with visiting(browser) as page:
            sign_in(page, site, "anna", path_of(site.own))
            value = page.locator("[data-testid=stMetricValue]").first
            expect(value).to_have_text(site.figure(site.own, "exact"))
            table.revoke(site.warehouse, given)
            page.get_by_role("link", name=re.compile("Quadro")).first.click()
            page.goto(f"{site.address}/{path_of(site.own)}")
            expect(value).to_have_text(site.figure(site.own, "public"))
    finally:
        site.provider.roles["anna"] = site.roles["anna"]


def open_files(page: Page) -> None:
    """Open the files of the first frame of a page: they lie behind one button."""
    page.locator("button").filter(has_text=re.compile("^Scarica")).first.click()
    page.wait_for_selector('[data-testid="stPopoverBody"]')
    settle(page)


def test_a_file_of_one_person_is_given_to_no_other(site, browser) -> None:
    with visiting(browser) as mine, visiting(browser) as theirs:
        sign_in(theirs, site, "bea", path_of(site.other))
        sign_in(mine, site, "anna", path_of(site.own))
        open_files(mine)
        with mine.expect_download() as download:
            mine.get_by_text("CSV per Excel italiano").first.click()
        # at once: a file that was fetched is soon forgotten
        address = download.value.url
        assert "/media/" in address
        assert mine.request.get(address).status == 200
        assert theirs.request.get(address).status == 404
        assert "exact" in download.value.path().read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/esiti", 200),
        ("/api/health", 200),
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/media/x.csv", 401),
        ("/api/files/x", 401),
        ("/api/v1/kpi?name=payments_eur", 401),
        ("/_stcore/metrics", 404),
        ("/_stcore/upload_file/a/b", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/auth/login", 302),
        ("/oauth2callback?code=x&state=y", 302),
    ],
)
def test_every_route_carries_the_headers_and_asks_who_is_there(site, path, status) -> None:
    answer = httpx.get(f"{site.address}{path}", follow_redirects=False)
    assert answer.status_code == status
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    other = httpx.get(f"{site.address}{path}", headers={"Host": "evil.example"})
    # a public address has a name: under any other the server answers nothing
    assert other.status_code == 421
