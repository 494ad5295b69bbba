"""Persons sign in through a browser, and each sees what the grants say: own rows exact."""

import importlib.util
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from cruscotto.access import grants as table
from cruscotto.config import ROOT
from cruscotto.disclosure import Rules
from cruscotto.i18n import format_number
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.warehouse.salt import salt_path

pytestmark = pytest.mark.browser
AUTHORITIES = ("ITC1", "ITC4", "ITF3", "ITF4", "ITG1", "ITG2", "ITH3", "ITH5", "ITI1", "ITI4")
PERSONS = ("anna", "bea", "mia", "sara", "aldo", "nino")
AUDIENCES = {"anna": "protected", "bea": "protected", "mia": "protected", "sara": "protected"}


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"cruscotto_tests_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


providers = _module(Path(__file__).with_name("provider.py"))
visitors = _module(ROOT / "benchmarks" / "visitors.py")


@dataclass
class Site:
    """A server with sign-in, its provider, and the figures as each audience reads them."""

    address: str
    provider: Any
    warehouse: Path
    own: str = ""
    other: str = ""

    def __post_init__(self) -> None:
        """Choose two authorities whose figure each audience reads otherwise, and give roles."""
        distinct = [
            code
            for code in AUTHORITIES
            if self.figure(code, "exact")
            not in {self.figure(code, name) for name in ("protected", "public")}
        ]
        self.own, self.other = distinct[:2]
        self.provider.roles |= self.roles

    @property
    def roles(self) -> dict[str, list[str]]:
        return {
            "anna": [f"authority:{self.own}"],
            "bea": [f"authority:{self.other}"],
            "mia": ["ministry"],
            "sara": ["steward"],
            "aldo": ["auditor"],
        }

    def figure(self, authority: str, audience: str) -> str:
        """Return the participants of an authority, as a page writes them."""
        with duckdb.connect(str(self.warehouse), read_only=True) as con:
            selection = Selection.of(managing_authority=authority)
            rules = Rules(audience=audience)
            found = measure(con, KPIS["participants_count"], (), selection, rules).value()
        return format_number(int(found or 0), "it")


@pytest.fixture(scope="module")
def site(
    serve: Callable[..., AbstractContextManager[str]],
    peopled: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("signing")
    link = folder / "w.duckdb"
    shutil.copyfile(peopled.resolve(), link)
    shutil.copy(salt_path(peopled), salt_path(link))
    with providers.providing() as provider:
        port = providers.free_port()
        address = f"http://localhost:{port}"
        chosen = {
            "oidc_issuer": provider.address,
            "oidc_client_id": providers.CLIENT,
            "oidc_client_secret": providers.SECRET,
            "oidc_roles_claim": "roles",
            "public_address": address,
        }
        with serve(link, port, **chosen):
            yield Site(address, provider, link)


@contextmanager
def _person(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="it-IT", viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str, person: str, path: str) -> None:
    page.goto(f"{address}/{path}")
    page.get_by_role("button", name="Accedi").click()
    page.get_by_label("Person").fill(person)
    page.get_by_role("button", name="OK").click()
    expect(page.get_by_role("button", name="Esci")).to_be_visible()


def path_of(authority: str) -> str:
    return f"esiti?managing_authority={authority}"


def test_everybody_reads_own_rows_exactly_and_others_guarded(site, browser) -> None:
    figures = {
        (code, audience): site.figure(code, audience)
        for code in (site.own, site.other)
        for audience in ("exact", "protected", "public")
    }
    for person in PERSONS:
        with _person(browser) as page:
            sign_in(page, site.address, person, path_of(site.own))
            # the filters of the link are still there
            assert page.url == f"{site.address}/{path_of(site.own)}"
            for code in (site.own, site.other):
                page.goto(f"{site.address}/{path_of(code)}")
                is_own = f"authority:{code}" in site.roles.get(person, [])
                audience = "exact" if is_own else AUDIENCES.get(person, "public")
                value = page.locator("[data-testid=stMetricValue]").first
                expect(value).to_have_text(figures[code, audience])


def test_before_sign_in_there_is_the_door_alone(site, browser) -> None:
    with _person(browser) as page:
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


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_forged": True},
        {"changes": {"exp": 1_600_000_000}},
        {"changes": {"aud": "other"}},
        {"changes": {"iss": "https://other.example.it"}},
        {"changes": {"nonce": "another"}},
        {"changes": {"iat": 1_600_000_000, "exp": 4_000_000_000}},
    ],
    ids=["forged", "expired", "audience", "issuer", "nonce", "old"],
)
def test_a_token_that_is_wrong_opens_nothing(site, browser, wrong) -> None:
    for name, value in wrong.items():
        setattr(site.provider, name, value)
    try:
        with _person(browser) as page:
            page.goto(f"{site.address}/{path_of(site.own)}")
            page.get_by_role("button", name="Accedi").click()
            page.get_by_label("Person").fill("anna")
            page.get_by_role("button", name="OK").click()
            page.wait_for_url(f"{site.address}/**")
            expect(page.get_by_role("button", name="Accedi")).to_be_visible()
            assert page.locator("[data-testid=stMetric]").count() == 0
    finally:
        site.provider.is_forged, site.provider.changes = False, {}


def test_a_way_back_is_taken_once_and_a_cookie_ends_with_its_visit(site, browser) -> None:
    with _person(browser) as page:
        backs: list[str] = []
        page.on("request", lambda r: backs.append(r.url) if "/oauth2callback" in r.url else None)
        sign_in(page, site.address, "anna", path_of(site.own))
        cookies = {c["name"]: c["value"] for c in page.context.cookies()}
        with httpx.Client() as stranger:
            # another browser takes the way back that this one took
            answer = stranger.get(backs[0])
            assert "_streamlit_user" not in answer.cookies
            media = f"{site.address}/media/x.csv"
            assert stranger.get(media).status_code == 401
            assert stranger.get(media, cookies=cookies).status_code == 404
            changed = cookies | {"_streamlit_user": f"{cookies['_streamlit_user'][:-3]}abc"}
            assert httpx.get(media, cookies=changed).status_code == 401
            page.get_by_role("button", name="Esci").click()
            expect(page.get_by_role("button", name="Accedi")).to_be_visible()
            # a copy of the cookie opens nothing either
            assert httpx.get(media, cookies=cookies).status_code == 401


def test_a_grant_taken_back_holds_no_longer_at_the_next_click(site, browser) -> None:
    site.provider.roles["anna"] = []
    given = table.made("anna", "authority", site.own)
    table.grant(site.warehouse, given)
    try:
        with _person(browser) as page:
            sign_in(page, site.address, "anna", path_of(site.own))
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
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def test_a_file_of_one_person_is_given_to_no_other(site, browser) -> None:
    with _person(browser) as mine, _person(browser) as theirs:
        fetched: list[str] = []
        mine.on("request", lambda r: fetched.append(r.url) if "/media/" in r.url else None)
        sign_in(theirs, site.address, "bea", path_of(site.other))
        sign_in(mine, site.address, "anna", path_of(site.own))
        open_files(mine)
        with mine.expect_download() as download:
            mine.get_by_text("CSV per Excel italiano").first.click()
        # at once: a file that was fetched is soon forgotten
        (address,) = [url for url in fetched if url.endswith(".csv")]
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
