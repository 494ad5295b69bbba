"""What readers come for, each within its clicks and in sight within so many screens."""

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from cruscotto.i18n import t

from .waiting import settle, wait_until

pytestmark = pytest.mark.browser
SCREEN: ViewportSize = {"width": 1400, "height": 900}
# The lowest edge of an element, in pixels from the top of its page.
BOTTOM = """part => part.getBoundingClientRect().bottom
    + document.querySelector('[data-testid="stMain"]').scrollTop"""


class Reader:
    """Somebody who counts the clicks."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.clicks = page, address, 0

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.address}/{path}")
        settle(self.page)

    def clicks_on(self, part: Locator) -> None:
        part.click()
        self.clicks += 1
        settle(self.page)

    def follows(self, words: str) -> None:
        self.clicks_on(self.page.get_by_role("link", name=words).first)

    def opens_tab(self, words: str) -> None:
        self.clicks_on(self.page.get_by_role("tab", name=words))

    def sees(self, part: Locator, screens: int = 1) -> None:
        expect(part.first).to_be_visible()
        lowest = screens * SCREEN["height"]
        assert wait_until(self.page, lambda: part.first.evaluate(BOTTOM) <= lowest), (
            part.first.evaluate(BOTTOM)
        )


@pytest.fixture
def reader(page: Page, both: str) -> Reader:
    page.set_viewport_size(SCREEN)
    return Reader(page, both)


def test_an_authority_finds_whether_it_spends_in_time_and_what_to_certify_a_month(reader) -> None:
    reader.opens("quadro?dati=demo")
    reader.clicks_on(reader.page.get_by_role("button", name=t("roles.everybody", "it")))
    reader.clicks_on(reader.page.get_by_role("radio", name="Sicilia"))
    reader.page.wait_for_url(re.compile("as=ITG1"))
    due = reader.page.locator(".st-key-glance_deadline")
    expect(due).to_contain_text("al mese")
    reader.sees(due)
    reader.sees(reader.page.locator(".st-key-glance_progress"))
    assert reader.clicks <= 2


def test_an_authority_tries_a_faster_pace_and_the_link_keeps_it(reader) -> None:
    reader.opens("quadro?dati=demo&as=ITG1")
    reader.follows("Vedi perché: la scadenza")
    reader.clicks_on(reader.page.get_by_role("radio", name=t("certify.faster", "it")))
    reader.page.wait_for_url(re.compile("pace=faster"))
    reader.sees(reader.page.get_by_text(t("certify.scenario", "it")))
    assert reader.clicks <= 3


def test_an_authority_reads_by_name_which_targets_it_will_miss(reader) -> None:
    reader.opens("quadro?dati=demo&as=ITG1")
    reader.follows("Vedi perché: la scadenza")
    reader.opens_tab(t("tabs.authorities_targets", "it"))
    reader.sees(reader.page.get_by_test_id("stDataFrame"), 2)
    assert reader.clicks <= 3


def test_an_authority_reads_at_once_who_is_at_work_beside_italy(reader) -> None:
    reader.opens("quadro?dati=demo&as=ITG1")
    people = reader.page.locator(".st-key-glance_people")
    expect(people).to_contain_text("Italia")
    reader.sees(people)
    reader.sees(reader.page.locator(".st-key-glance_needs"))


def test_a_paper_for_the_councillor_is_two_clicks_away(reader) -> None:
    reader.opens("quadro?dati=demo&as=ITG1")
    reader.follows("Regioni")
    reader.clicks_on(reader.page.get_by_role("button", name=t("dossier.button.title", "it")))
    reader.sees(reader.page.get_by_role("button", name=t("dossier.button.html", "it")))
    assert reader.clicks <= 2


def test_a_ministry_ranks_the_regions_and_sees_what_changed_since_the_last_edition(reader) -> None:
    reader.opens("quadro?dati=demo")
    reader.follows("Regioni")
    # its last rows lie under the first screen: it ends at 1,018 pixels
    reader.sees(reader.page.locator(".st-key-ranking"), screens=2)
    reader.clicks_on(reader.page.get_by_role("radio", name=t("regions.order_change", "it")))
    reader.page.wait_for_url(re.compile("order=change"))
    assert reader.clicks <= 2


def test_a_ministry_sees_an_indicator_over_the_years_and_down_to_the_province(reader) -> None:
    reader.opens("quadro?dati=demo")
    reader.follows("Regioni")
    reader.opens_tab(t("tabs.regions_years", "it"))
    reader.sees(reader.page.locator(".js-plotly-plot"))
    assert reader.clicks <= 3
    reader.opens_tab(t("tabs.regions_provinces", "it"))
    expect(reader.page.locator(".js-plotly-plot").first).to_be_visible()
    assert reader.clicks <= 3


def test_an_analyst_searches_the_operations_and_keeps_the_search_in_the_link(reader) -> None:
    reader.opens("quadro?dati=demo")
    reader.follows("Interventi")
    field = reader.page.get_by_role("searchbox", name="Cerca", exact=True)
    field.fill("formazione")
    field.press("Enter")
    reader.page.wait_for_url(re.compile("search=formazione"))
    settle(reader.page)
    reader.sees(reader.page.get_by_test_id("stDataFrame"), 2)
    assert reader.clicks <= 5
