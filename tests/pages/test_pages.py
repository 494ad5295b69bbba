"""Every page opens, in both languages, and says what it must."""

import ast
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.config import ROOT
from cruscotto.i18n import t
from cruscotto.ui.state.sitemap import PAGES

Visit = Callable[..., AppTest]
ALLOWED = (
    "streamlit",
    "cruscotto.ui",
    "cruscotto.i18n",
    "cruscotto.kpi.registry",
    "cruscotto.kpi.query.selection",
)
# Pixels of a row: in lower rows Streamlit cuts text at the edge of its cell.
STREAMLIT_WRAPS_ABOVE = 64

SYNTHETIC = {"it": "Dati sintetici", "en": "Synthetic demonstration data"}


def words_of(app: AppTest) -> str:
    """Return every word a page writes in running text."""
    blocks = (app.title, app.header, app.markdown, app.warning, app.info, app.error, app.caption)
    return "\n".join(str(element.value) for block in blocks for element in block)


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages_and_says_that_it_is_synthetic(
    visit: Visit, page: str, lang: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        app = visit(page, lang=lang)
    assert not app.exception
    assert not app.error
    assert not [r for r in caplog.records if "page failed" in r.message]
    assert app.title[0].value == t(f"{page}.title", lang)
    assert SYNTHETIC[lang] in words_of(app)


def test_a_page_says_in_words_what_is_selected(visit: Visit) -> None:
    said = words_of(visit("regions", region="ITG1", lang="it"))
    assert "regione Sicilia" in said
    assert "31 agosto 2024" in said


def test_filters_come_from_the_address_and_reach_every_page(visit: Visit) -> None:
    app = visit("overview", region=["ITG1", "ITC1"], fund="all")
    assert set(app.multiselect(key="filter_region").value) == {"ITG1", "ITC1"}
    assert app.multiselect(key="filter_fund").value == []
    app.switch_page("../../../pages/regions.py").run()
    assert set(app.multiselect(key="filter_region").value) == {"ITG1", "ITC1"}


def test_the_fund_is_fse_until_the_address_says_otherwise(visit: Visit) -> None:
    assert visit("overview").multiselect(key="filter_fund").value == ["FSE"]


def test_choosing_a_filter_writes_codes_into_the_address(visit: Visit) -> None:
    app = visit("overview")
    app.multiselect(key="filter_region").set_value(["ITG1"]).run()
    assert app.query_params["region"] == "ITG1"
    assert "regione Sicilia" in words_of(app)


def test_lifting_a_default_filter_is_said_in_the_address(visit: Visit) -> None:
    app = visit("overview")
    app.multiselect(key="filter_fund").set_value([]).run()
    assert app.query_params["fund"] == "all"


def test_axes_offered_are_those_of_the_programme_chosen(visit: Visit) -> None:
    app = visit("overview", programme="2014IT05SFOP014")
    offered = app.multiselect(key="filter_axis").options
    assert len(offered) == 1
    assert offered[0].startswith("1")


def test_a_code_the_warehouse_does_not_know_is_left_aside_and_said(visit: Visit) -> None:
    app = visit("overview", region="ITZ9")
    assert app.multiselect(key="filter_region").value == []
    assert "region=ITZ9" in words_of(app).replace("\\", "")


def test_an_empty_selection_names_the_filters_that_emptied_it(visit: Visit) -> None:
    app = visit("overview", region="ITG1", programme="2014IT05SFOP012")
    said = words_of(app)
    assert "Nessun intervento risponde" in said
    assert "regione Sicilia" in said
    assert "programma POR Veneto FSE" in said
    assert any("regione" in button.label for button in app.button)


def test_lifting_a_filter_from_an_empty_page_fills_it(visit: Visit) -> None:
    app = visit("overview", region="ITG1", programme="2014IT05SFOP012")
    app.button(key="lift_region").click().run()
    assert "region" not in app.query_params
    assert app.metric


def test_without_a_warehouse_the_page_tells_the_command(visit_nothing: Visit) -> None:
    app = visit_nothing("overview")
    assert not app.exception
    assert any("cruscotto demo" in block.value for block in app.code)


def test_cards_compare_with_the_previous_edition(visit: Visit) -> None:
    payments = next(m for m in visit("overview").metric if m.label == "Pagamenti")
    assert payments.delta.startswith("+")


def test_cards_show_no_change_without_a_previous_edition(visit_portfolio: Visit) -> None:
    app = visit_portfolio("overview")
    assert not any(metric.delta for metric in app.metric)
    assert "Variazioni non mostrate" in words_of(app)


def test_published_data_carry_no_banner(visit_portfolio: Visit) -> None:
    assert not visit_portfolio("overview").warning


def test_figures_of_a_plan_are_not_shown_under_a_filter_a_plan_does_not_know(visit: Visit) -> None:
    labels = {metric.label for metric in visit("overview", status="concluded").metric}
    assert "Pagamenti su impegni" in labels
    assert "Tasso di pagamento" not in labels


def test_choosing_another_programme_drops_the_axes_of_the_one_before(visit: Visit) -> None:
    app = visit("overview", programme="2014IT05SFOP014", axis="1")
    app.multiselect(key="filter_programme").set_value(["2014IT05SFOP015"]).run()
    assert "axis" not in app.query_params


def test_the_search_narrows_the_list_of_operations(visit: Visit) -> None:
    app = visit("operations", search="2014IT05SFOP014-1")
    shown = words_of(app).replace("\\", "")
    assert "La ricerca trova 1 intervento su 42" in shown


def test_the_list_of_operations_states_source_licence_and_edition(visit_portfolio: Visit) -> None:
    published = words_of(visit_portfolio("operations"))
    assert "licenza CC BY 4.0. **Edizione:** 31 agosto 2024." in published


def test_synthetic_operations_state_the_licence_of_their_maker(visit: Visit) -> None:
    for query in ({}, {"operation": "SINT-2014IT05SFOP014-1"}):
        shown = words_of(visit("operations", **query))
        assert "generati da Cruscotto Strategico; licenza EUPL-1.2. **Edizione:**" in shown


def test_an_operation_in_the_address_opens_its_detail(visit: Visit) -> None:
    shown = words_of(visit("operations", operation="SINT-2014IT05SFOP014-1"))
    assert "SINT-2014IT05SFOP014-1" in shown.replace("\\", "")
    assert "Origine del dato" in shown


def test_words_of_a_file_are_shown_and_never_run(visit: Visit) -> None:
    app = visit("operations", operation="SINT-2014IT05SFOP014-1")
    assert "\\[SINTETICO\\]" in app.title[0].value


def test_the_accounts_of_the_files_add_up_on_screen(visit: Visit) -> None:
    assert "Ogni riga letta è contata" in words_of(visit("data_quality"))


def test_every_indicator_is_explained(visit: Visit) -> None:
    explained = {element.value for element in visit("methodology", lang="en").subheader}
    assert {"Payment rate", "Median operation", "Funding concentration"} <= explained


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda p: p.stem)
def test_pages_know_only_the_screens(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert all(name.name.startswith(ALLOWED) for name in node.names)
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").startswith(ALLOWED)


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda p: p.stem)
def test_a_page_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 60


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        {"fund": "all"},
        {"period": "2021-2027", "fund": "FSC"},
        {"fund": "IOG", "status": "concluded"},
    ],
)
def test_every_page_opens_on_a_handful_of_published_operations(
    visit_portfolio: Visit, page: str, query: dict[str, str]
) -> None:
    app = visit_portfolio(page, **query)
    assert not app.error
    assert not app.exception


def test_rows_of_operations_are_high_enough_for_their_titles_to_wrap(visit: Visit) -> None:
    app = visit("operations")
    heights = [table.proto.row_height for table in app.dataframe if "title" in table.value]
    assert heights
    assert min(heights) > STREAMLIT_WRAPS_ABOVE
