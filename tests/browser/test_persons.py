"""Persons sign in at a certified provider: each sees own rows exactly, and stewards load files.

The provider is npm's `oidc-provider` where `make setup-dev` could install it, or else the tests'
own.
"""

import httpx
import pytest
from playwright.sync_api import Page, expect

from cruscotto.access import log
from cruscotto.i18n import format_number
from cruscotto.warehouse import drafts, published_path

from .signing import CERTIFIED, PERSONS, path_of, sign_in, sign_out, signing_site, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(serve, peopled, tmp_path_factory):
    folder, has_it = tmp_path_factory.mktemp("persons"), CERTIFIED.is_dir()
    with signing_site(serve, peopled, folder, has_it, two_person="1") as found:
        yield found


def test_everybody_reads_own_rows_exactly_and_others_guarded(site, browser) -> None:
    figures = {
        (code, audience): site.figure(code, audience)
        for code in (site.own, site.other)
        for audience in ("exact", "protected", "public")
    }
    with visiting(browser) as page:
        for person in PERSONS:
            page.context.clear_cookies()
            sign_in(page, site, person, path_of(site.own))
            # the filters of the link are still there
            assert page.url == f"{site.address}/{path_of(site.own)}"
            value = page.locator("[data-testid=stMetricValue]").first
            expect(value).to_have_text(figures[site.own, site.audience(person, site.own)])
            # the other authority's by the same visit's cookie, without another page
            asked = f"kpi?name=participants_count&where=managing_authority={site.other}"
            answer = page.request.get(f"{site.address}/api/v1/{asked}").json()
            guarded = figures[site.other, site.audience(person, site.other)]
            assert format_number(int(answer[0]["value"] or 0), "it") == guarded


def test_a_changed_claim_holds_from_the_next_sign_in(site, browser) -> None:
    before = site.provider.roles
    with visiting(browser) as page:
        site.provider.roles = before | {"anna": [f"authority:{site.other}"]}
        sign_in(page, site, "anna", path_of(site.own))
        value = page.locator("[data-testid=stMetricValue]").first
        expect(value).to_have_text(site.figure(site.own, "protected"))
        site.provider.roles = before
        page.context.clear_cookies()
        sign_in(page, site, "anna", path_of(site.own))
        expect(value).to_have_text(site.figure(site.own, "exact"))


def test_a_way_back_is_taken_once_and_a_cookie_ends_with_its_visit(site, browser) -> None:
    with visiting(browser) as page:
        backs: list[str] = []
        page.on("request", lambda r: backs.append(r.url) if "/oauth2callback" in r.url else None)
        sign_in(page, site, "anna", path_of(site.own))
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
            sign_out(page, site)
            # a copy of the cookie opens nothing either
            assert httpx.get(media, cookies=cookies).status_code == 401


@pytest.fixture
def file(tmp_path, operation, write_opencoesione):
    rows = [operation("NEW1"), operation("NEW2"), operation("BAD", COD_LOCALE_PROGETTO="")]
    return write_opencoesione(tmp_path / "nuovi [x](y).csv", rows)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def test_a_steward_loads_a_draft_that_waits_for_another(site, browser, file) -> None:
    before = published_path(site.warehouse)
    with visiting(browser) as anna:
        sign_in(anna, site, "sara", "carica")
        anna.locator("input[type=file]").set_input_files(file)
        button(anna, "Prova, senza scrivere nulla").click()
        expect(anna.get_by_text("Prova finita")).to_be_visible()
        expect(anna.get_by_text("riga 4, rifiutata")).to_be_visible()
        # the page is loaded again, and the job is still there
        anna.reload()
        button(anna, "Importa come bozza").click()
        anna.reload()
        expect(anna.get_by_text("sarà visibile quando")).to_be_visible(timeout=90_000)
        anna.reload()
        expect(anna.get_by_text("Hai importato dati di questa bozza")).to_be_visible()
        assert published_path(site.warehouse) == before
        assert drafts.waiting(site.warehouse).by == ("sara",)
    events = [(e["person"], e["action"]) for e in log.events(log.log_path(site.warehouse))]
    of_stewards = [event for event in events if event[1] in ("import", "approve", "rollback")]
    assert of_stewards == [("sara", "import")]


@pytest.mark.parametrize("person", ["aldo", "mia", "nino"])
def test_nobody_else_has_the_page_or_may_upload(site, browser, person) -> None:
    with visiting(browser) as page:
        sign_in(page, site, person, "carica")
        expect(page.get_by_text("Questa pagina è di chi importa")).to_be_visible()
        assert page.locator("input[type=file]").count() == 0
        cookies = {c["name"]: c["value"] for c in page.context.cookies()}
        upload = f"{site.address}/_stcore/upload_file/a/b"
        assert httpx.put(upload, cookies=cookies, content=b"x").status_code == 404
        assert httpx.put(upload, content=b"x").status_code == 404
