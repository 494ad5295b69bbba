"""Persons sign in at a certified provider: each sees own rows exactly, and stewards load files.

The provider is npm's `oidc-provider` where `make setup-dev` could install it, or else the tests'
own.
"""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from cruscotto.access import log
from cruscotto.facts.review import Check
from cruscotto.i18n import format_number
from cruscotto.warehouse import drafts, published_path

from .signing import CERTIFIED, PERSONS, path_of, sign_in, sign_out, signing_site, visiting
from .waiting import settle, wait_until

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
            page.wait_for_url(f"{site.address}/{path_of(site.own)}")
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


def is_published(file: Path, page: Page, site) -> bool:
    """Return whether a person's visit reads a file in the ledger of what is published."""
    return file.name in page.request.get(f"{site.address}/api/v1/ledger").text()


def test_what_one_steward_loads_another_approves_and_nobody_else_sees_before(
    site, browser, file
) -> None:
    before = published_path(site.warehouse)
    with visiting(browser) as sara:
        sign_in(sara, site, "sara", "carica")
        sara.locator("input[type=file]").set_input_files(file)
        button(sara, "Prova, senza scrivere nulla").click()
        expect(sara.get_by_text("Prova finita")).to_be_visible()
        expect(sara.get_by_text("riga 4, rifiutata")).to_be_visible()
        # the page is loaded again, and the job is still there
        sara.reload()
        button(sara, "Importa come bozza").click()
        sara.reload()
        expect(sara.get_by_text("sarà visibile quando")).to_be_visible(timeout=90_000)
        sara.reload()
        expect(sara.get_by_text("Hai importato dati di questa bozza")).to_be_visible()
        expect(button(sara, "Approva e pubblica")).to_have_count(0)
        assert published_path(site.warehouse) == before
        assert drafts.waiting(site.warehouse).by == ("sara",)
        with visiting(browser) as vera:
            sign_in(vera, site, "vera", "carica")
            assert not is_published(file, vera, site)
            approve, checks = button(vera, "Approva e pubblica"), vera.get_by_role("checkbox")
            for number in range(len(Check)):
                # a person waits until the page stands still before the next tick
                settle(vera)
                expect(approve).to_be_disabled()
                checks.nth(number).check(force=True)
            expect(approve).to_be_enabled()
            approve.click()
            expect(vera.get_by_text("importata da sara, approvata da vera")).to_be_visible()
            assert wait_until(vera, lambda: is_published(file, vera, site))
    assert drafts.waiting(site.warehouse) is None
    assert published_path(site.warehouse) != before
    events = [(e["person"], e["action"]) for e in log.events(log.log_path(site.warehouse))]
    of_stewards = [event for event in events if event[1] in ("import", "approve", "rollback")]
    assert of_stewards == [("sara", "import"), ("vera", "approve")]


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
