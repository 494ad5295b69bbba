"""What a visitor chose stays chosen: across languages, pages, a sheet opened and closed again."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.ui.exhibit import tables
from cruscotto.ui.operations import register
from cruscotto.ui.state import address

Visit = Callable[..., AppTest]
SHOWN = register.View(("title", "payments_eur"), "payments_eur", descending=True, size=25)


def cleared(app: AppTest) -> AppTest:
    return next(button for button in app.button if button.label == "Pulisci").click().run()


def test_another_language_keeps_filters_as_codes(visit: Visit) -> None:
    app = visit("operations", status="concluded", lang="it")
    app.session_state["language"] = "en"
    app.query_params["lang"] = "en"
    app.run()
    assert not app.error
    assert app.query_params["status"] in ("concluded", ["concluded"])
    assert app.multiselect(key="filter_status").value == ["concluded"]


def test_the_indicator_of_regions_goes_along_to_axes(visit: Visit) -> None:
    app = visit("regions", kpi="commitments_eur")
    assert any(
        "kpi=commitments_eur" in str(link.proto)
        for link in app.get("page_link")
        if link.proto.label == "Assi prioritari"
    )
    axes = visit("axes", kpi="commitments_eur")
    assert axes.selectbox(key="choice_kpi").value == "commitments_eur"


def test_a_choice_that_is_not_here_is_named_and_can_be_cleared(visit: Visit) -> None:
    app = visit("axes", theme="atlantide")
    assert any("atlantide" in block.value for block in app.info)
    app = cleared(app)
    assert not any("atlantide" in block.value for block in app.info)
    assert "theme" not in app.query_params


def test_an_address_that_no_page_has_is_named_on_the_first_page(visit: Visit) -> None:
    app = visit("overview", pagina_inesistente="pippo")
    assert any("pippo" in block.value for block in app.info)
    assert "pagina_inesistente" not in cleared(app).query_params


def test_the_way_back_from_a_sheet_leads_to_the_same_page_of_the_list(visit: Visit) -> None:
    app = visit("operations", operation="SINT-2014IT05SFOP014-1")
    app.query_params["page"] = "2"
    app.run()
    assert not app.error
    app = app.button(key="back_to_list").click().run()
    assert "operation" not in app.query_params
    assert app.query_params["page"] in ("2", ["2"])


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (1, None, {"operation": "B", "page": "3"}),
        (None, "title", {"sort": "title", "order": None}),
        (None, "payments_eur", {"sort": "payments_eur", "order": "asc"}),
        (None, "public_funding_eur", {"sort": None, "order": None}),
        (None, "call_name", None),
    ],
)
def test_a_row_opens_and_a_header_sorts_all_rows(
    monkeypatch: pytest.MonkeyPatch, row: int | None, column: str | None, expected: Any
) -> None:
    written: list[dict[str, Any]] = []
    monkeypatch.setattr(tables, "selected", lambda _: row)
    monkeypatch.setattr(tables, "header", lambda _: column)
    monkeypatch.setattr(address, "text", lambda _: "3")
    monkeypatch.setattr(address, "set_values", lambda **changes: written.append(changes))
    register._chosen("list", ["A", "B"], SHOWN)
    assert written == ([expected] if expected else [])
