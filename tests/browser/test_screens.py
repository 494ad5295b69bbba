"""What only a browser can tell: the first hit, the map, clicks, files, languages, silence."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from typer.testing import CliRunner

from cruscotto.cli.main import app

from .waiting import settle, wait_until

pytestmark = pytest.mark.browser
# The first map of a page: regions have one of provinces below.
AREAS = ":nth-match(.choroplethlayer, 1) >> path.choroplethlocation"


def chip(page: Page, words: str) -> Locator:
    """Return the chip of a filter that shows a choice."""
    return page.locator(".st-key-filters button").filter(has_text=f": {words}")


def open_files(page: Page) -> None:
    """Open the files of the first frame of a page: they lie behind one button."""
    page.locator("button").filter(has_text=re.compile("^Scarica")).first.click()
    page.wait_for_selector('[data-testid="stPopoverBody"]')
    settle(page)


def pick(page: Page, label: str, words: str) -> None:
    """Choose a value of a filter from the keyboard: a list that is still moving has no place."""
    page.locator(".st-key-filters").get_by_role("button").filter(
        has_text=label.split()[0]
    ).first.click()
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.press_sequentially(words)
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    expect(chip(page, words)).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def cruscotto(*arguments: str) -> str:
    """Run the command line."""
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_first_hit_of_a_fresh_server_lands_on_its_page_with_its_filters(
    serve: Callable[[Path], AbstractContextManager[str]], country: Path, page: Page
) -> None:
    with serve(country) as fresh:
        page.goto(f"{fresh}/regioni?region=ITG1&kpi=payments_on_commitments")
        settle(page)
        expect(page.locator("h1")).to_have_text("Regioni")
        expect(chip(page, "Sicilia")).to_be_visible()
        page.wait_for_url("**/regioni?region=ITG1&kpi=payments_on_commitments")


def test_the_bare_address_leads_to_the_overview(address: str, page: Page) -> None:
    page.goto(f"{address}/?lang=en")
    page.wait_for_url("**/quadro?lang=en")
    expect(page.locator("h1")).to_have_text("Overview")


def test_a_click_on_the_map_filters_and_a_second_one_lifts_it(
    address: str, page: Page, point_at: Callable[[Page, str, str], str]
) -> None:
    page.goto(f"{address}/regioni")
    for query in ("?region=ITG2", ""):
        settle(page)
        expect(page.locator(AREAS)).to_have_count(21)
        point_at(page, "ITG2", "Sardegna")
        page.mouse.down()
        page.mouse.up()
        page.wait_for_url(f"**/regioni{query}")
        expect(chip(page, "Sardegna")).to_have_count(1 if query else 0)


def test_the_file_of_the_map_is_the_one_of_the_command_line(
    address: str, page: Page, country: Path, tmp_path: Path
) -> None:
    page.goto(f"{address}/regioni?region=ITG1")
    settle(page)
    open_files(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV per Excel italiano").first.click()
    out = tmp_path / "payment_rate.csv"
    cruscotto(
        "--warehouse",
        str(country),
        "export",
        "kpi",
        "--kpi",
        "payment_rate",
        "--by",
        "region",
        "--where",
        "fund=FSE",
        "--out",
        str(out),
        "--style",
        "it",
    )
    assert Path(download.value.path()).read_bytes() == out.read_bytes()
    assert out.read_bytes().count(b"payment_rate;IT") == 21


def test_the_file_of_the_operations_is_the_one_of_the_command_line(
    address: str, page: Page, country: Path, tmp_path: Path
) -> None:
    page.goto(f"{address}/interventi?region=ITG1")
    settle(page)
    open_files(page)
    # the link opens a tab, which closes when the file comes
    with page.context.expect_event("download") as download:
        page.get_by_role("link", name="CSV per Excel italiano").click()
    out = tmp_path / "operations.csv"
    cruscotto(
        "--warehouse",
        str(country),
        "export",
        "operations",
        "--where",
        "region=ITG1",
        "--where",
        "fund=FSE",
        "--out",
        str(out),
    )
    assert Path(download.value.path()).read_bytes() == out.read_bytes()


@pytest.fixture(scope="module")
def overview(address: str, tab: Callable[[], AbstractContextManager[Page]]) -> Iterator[Page]:
    """Return the overview of Sicilia, which tests read and leave as it is."""
    with tab() as page:
        page.goto(f"{address}/quadro?region=ITG1")
        settle(page)
        yield page


def test_the_figures_on_screen_are_those_of_the_command_line(overview: Page, country: Path) -> None:
    told = cruscotto(
        "--warehouse",
        str(country),
        "kpi",
        "payments_eur",
        "--where",
        "region=ITG1",
        "--where",
        "fund=FSE",
        "--format",
        "json",
    )
    millions = f"{json.loads(told)[0]['value'] / 1e6:.1f}".replace(".", ",")
    card = overview.get_by_test_id("stMetric").filter(has_text="Pagamenti").first
    expect(card).to_contain_text(f"{millions}\u00a0mln\u00a0€")


def test_a_sidecar_explains_the_file_beside_it(overview: Page) -> None:
    open_files(overview)
    with overview.expect_download() as download:
        overview.get_by_role("button", name="Scheda dei dati").first.click()
    overview.keyboard.press("Escape")
    told = json.loads(Path(download.value.path()).read_text("utf-8"))
    # the plan is real, the operations are not
    assert told["data_kind"]["code"] == "mixed"
    assert download.value.suggested_filename.endswith(".csv.json")


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_chart_is_taken_away_as_a_picture_with_title_source_and_note(
    address: str, page: Page, form: str
) -> None:
    page.goto(f"{address}/regioni?region=ITG1")
    settle(page)
    expect(page.locator(AREAS)).to_have_count(21)
    open_files(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Immagine {form.upper()}").click()
    assert download.value.suggested_filename.endswith(f"2024-08-31_in_parte_sintetici.{form}")
    content = Path(download.value.path()).read_bytes()
    if form == "png":
        assert content.startswith(b"\x89PNG")
        assert len(content) > 50_000
        return
    drawn = content.decode("utf-8")
    assert drawn.count('class="choroplethlocation"') == 21
    assert "OpenCoesione" in drawn
    assert "Dati al 31 agosto 2024" in drawn
    assert "http://127.0.0.1" not in drawn


def test_filters_and_language_survive_a_change_of_page_and_the_way_back(
    address: str, page: Page
) -> None:
    page.goto(f"{address}/quadro?region=ITG1&lang=en")
    settle(page)
    page.get_by_role("link", name="Priority axes").click()
    page.wait_for_url("**/assi?region=ITG1&lang=en")
    expect(page.locator("h1")).to_have_text("Priority axes")
    expect(chip(page, "Sicilia")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/quadro?region=ITG1&lang=en")
    expect(page.locator("h1")).to_have_text("Overview")
    expect(chip(page, "Sicilia")).to_be_visible()


def test_a_filter_chosen_is_undone_by_the_browser_s_way_back(address: str, page: Page) -> None:
    page.goto(f"{address}/quadro")
    settle(page)
    expect(page.locator(AREAS)).to_have_count(21)
    pick(page, "Regione o provincia autonoma", "Toscana")
    page.wait_for_url("**/quadro?region=ITI1")
    page.go_back()
    page.wait_for_url("**/quadro")
    expect(chip(page, "Toscana")).to_have_count(0)


def test_changing_language_keeps_the_filters(address: str, page: Page) -> None:
    page.goto(f"{address}/regioni?region=ITG1")
    settle(page)
    page.locator(".st-key-slim").get_by_text("English").click()
    page.wait_for_url("**/regioni?region=ITG1&lang=en")
    expect(page.locator("h1")).to_have_text("Regions")
    expect(chip(page, "Sicilia")).to_be_visible()


def test_a_row_of_the_list_opens_the_operation(address: str, page: Page) -> None:
    page.goto(f"{address}/interventi?operation=SINT-2014IT05SFOP014-0")
    settle(page)
    expect(page.locator("h1")).to_contain_text("CORSO [SINTETICO]")
    page.get_by_role("button", name="Torna all'elenco").click()
    page.wait_for_url("**/interventi")
    expect(page.locator("h1")).to_have_text("Interventi")


def test_a_row_of_the_list_opens_by_enter_and_by_a_link(address: str, page: Page) -> None:
    page.goto(f"{address}/interventi")
    settle(page)
    page.get_by_test_id("data-grid-canvas").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interventi?*operation=SINT*")
    page.get_by_role("button", name="Torna all'elenco").click()
    page.wait_for_url("**/interventi")
    settle(page)
    page.get_by_text("Le righe di questa pagina come collegamenti").click()
    link = page.locator('[data-testid="stExpander"] ol a').first
    title = link.text_content()
    link.press("Enter")
    page.wait_for_url("**/interventi?operation=SINT*")
    expect(page.locator("h1")).to_have_text(title)


def test_an_address_that_no_page_has_is_named_in_the_page_and_not_in_a_dialogue(
    address: str, page: Page
) -> None:
    page.goto(f"{address}/regionii?region=ITG1")
    settle(page)
    page.wait_for_url(f"{address}/quadro?region=ITG1&pagina_inesistente=regionii")
    expect(page.get_by_test_id("stAlert").filter(has_text="regionii")).to_be_visible()
    assert page.get_by_role("dialog").count() == 0


# Shifts of the layout that no click or key explains, as Chromium reports them.
SHIFTS = """() => {
    window.shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => {
        if (!one.hadRecentInput) window.shifted += one.value;
    })).observe({type: 'layout-shift', buffered: true});
}"""


@pytest.mark.parametrize(("path", "width"), [("quadro", 1400), ("regioni", 390)])
def test_a_page_does_not_move_under_the_reader_s_eyes(
    browser: Browser, address: str, path: str, width: int
) -> None:
    context = browser.new_context(locale="it-IT", viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(f"({SHIFTS})()")
    page.goto(f"{address}/{path}")
    settle(page)
    assert page.evaluate("window.shifted") < 0.1
    context.close()


@pytest.mark.parametrize("path", ["quadro", "regioni", "esiti", "interventi"])
def test_a_phone_needs_no_sideways_scrolling(address: str, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/{path}")
    settle(page)
    wide = "document.querySelector('[data-testid=stMain]').scrollWidth"
    assert wait_until(page, lambda: page.evaluate(wide) <= 390)
    cut = """() => [...document.querySelectorAll('[data-testid="stMetric"] .stMarkdownEllipsis')]
        .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"""
    assert wait_until(page, lambda: page.evaluate(cut) == []), page.evaluate(cut)


def test_a_frame_that_the_address_names_comes_into_view(address: str, page: Page) -> None:
    page.goto(f"{address}/qualita?scheda=completeness&riquadro=completeness")
    settle(page)
    expect(page.locator(".st-key-completeness_frame h2").first).to_be_in_viewport()
    page.goto(f"{address}/qualita?scheda=completeness")
    settle(page)
    expect(page.locator("h1")).to_be_in_viewport()


# What a sheet would cut: figures, and words within them, that cross its edge.
CUT = """() => {
    const sheet = document.querySelector('[data-testid="stMainBlockContainer"]');
    const edge = sheet.getBoundingClientRect();
    return [...document.querySelectorAll('.stPlotlyChart, .main-svg, .main-svg text, table')]
        .map(one => [one, one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.right > edge.right + 1 || box.left < edge.left - 1))
        .map(([one]) => one.textContent.slice(0, 60));
}"""


@pytest.mark.parametrize(
    "path", ["quadro", "autorita", "assi", "risorse", "esiti", "regioni", "fabbisogni", "qualita"]
)
def test_no_chart_or_table_crosses_the_edge_of_a_sheet(address: str, page: Page, path: str) -> None:
    page.goto(f"{address}/{path}?stampa=1")
    settle(page)
    page.emulate_media(media="print")
    page.wait_for_function(f"({CUT})().length === 0")


# What stands on the page at the moment it is given to the printer.
AT_PRINT = """window.print = () => {
    const charts = [...document.querySelectorAll('.stPlotlyChart')];
    window.atPrint = {
        charts: charts.length,
        blank: charts.filter(one => !one.querySelector('.main-svg :is(text, path)')).length,
        coming: document.querySelectorAll('[data-testid="stSkeleton"]').length,
        wide: document.querySelector('.st-key-body').clientWidth,
        theme: getComputedStyle(document.querySelector('.stApp')).colorScheme,
    };
}"""


def test_the_keyboard_prints_a_page_once_it_is_drawn_as_wide_as_paper_and_light(
    address: str, page: Page
) -> None:
    page.emulate_media(color_scheme="dark")
    page.add_init_script(AT_PRINT)
    page.goto(f"{address}/regioni")
    page.wait_for_selector("h1")
    page.keyboard.press("Control+p")  # charts are still to come
    page.wait_for_function("window.atPrint")
    printed = page.evaluate("window.atPrint")
    assert printed["charts"]
    assert (printed["blank"], printed["coming"]) == (0, 0)
    assert printed["wide"] <= 820
    assert printed["theme"] == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function("!document.documentElement.classList.contains('cs-paper')")
    dark = "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
    page.wait_for_function(dark)
    page.close()  # what replaces the printer stays with it


def test_charts_follow_a_theme_that_changes_while_they_stand_there(
    address: str, page: Page
) -> None:
    page.goto(f"{address}/regioni")
    settle(page)
    turned = "document.documentElement.classList.contains('cs-turned')"
    page.wait_for_function(f"window.cruscottoPage && !{turned}")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(turned)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"!{turned}")


def test_a_page_for_paper_is_light_whatever_the_theme(address: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}/quadro?stampa=1")
    settle(page)
    page.wait_for_function("document.documentElement.classList.contains('cs-paper')")
    page.wait_for_function(
        "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'light'"
    )
