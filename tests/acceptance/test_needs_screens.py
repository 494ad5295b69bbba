"""Issue 5, acceptance 1: the worked example as the screens show it, to the last figure."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.i18n import t
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.ui.exhibit import charts
from cruscotto.ui.needs import chain


@pytest.fixture
def visit(
    needs_warehouse: Path,
    setting: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    opened: Callable[..., AppTest],
) -> Callable[..., Any]:
    setting(warehouse=str(needs_warehouse), audience="exact")
    monkeypatch.setattr(charts, "is_open", lambda _: True)
    return opened


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value.replace("\u00a0", " ") for metric in app.metric}


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    found = [frame.value for frame in app.dataframe if set(columns) <= set(frame.value.columns)]
    assert found, f"no table with {columns}"
    return found[0]


def words_of(app: AppTest) -> str:
    blocks = (app.title, app.header, app.markdown, app.info)
    said = "\n".join(str(element.value) for block in blocks for element in block)
    return said.replace("\\", "").replace("\u00a0", " ")


def test_the_sentence_and_the_cards_show_the_totals(visit) -> None:
    opened = visit("needs", lang="it")
    assert cards(opened) == {
        "Posizioni scoperte": "35",
        "Posti finanziati": "155",
        "Operazioni dei patti": "60,0 %",
        "Costo per posizione coperta": "2.000 €",
    }
    # positions, coverage, places beyond the need, and adherence
    assert all(figure in words_of(opened) for figure in ("175", "80,0 %", "9,7 %", "58,1 %"))


def test_the_chain_shows_each_step_and_what_is_lost(visit) -> None:
    steps = table(visit("needs", lang="it"), "step", "count", "change")
    # 75 observable: 0 not known, 30 not at work, 45 at work, of whom 26 in a coherent job
    assert steps["count"].tolist() == [175, 145, 90, 75, 75, 0, 30, 45, 26]
    assert steps["change"].tolist()[1:4] == pytest.approx([-30 / 175, -55 / 145, -15 / 90])
    assert steps["change"].tolist()[5:] == pytest.approx([0, 30 / 75, -30 / 75, -19 / 45])


def test_who_is_not_known_is_never_called_lost() -> None:
    # before: 'the largest loss, 70.9 %': 7,136 observable, 3,685 known, 2,079 at work
    row = KpiRow((), 2079, 3685, 2079 / 3685, eligible=7136, unknown_share=3451 / 7136)
    steps = chain._people(KpiResult(PLACEMENT_RATE_6M, (), Selection(), (row,)))
    assert [step.number for step in steps] == [7136, 3451, 1606, 2079]
    said = chain._title(steps, "it").replace("\u00a0", " ")
    assert "43,6 %" in said
    assert "noti ai registri a sei mesi" in said


def test_the_largest_gaps_are_named_with_their_level(visit) -> None:
    app = visit("needs", lang="en")
    unmet = next(f.value for f in app.dataframe if "level" in f.value.columns)
    assert unmet[["code", "region", "count", "level"]].values.tolist() == [
        ["6212", "Piemonte", 20, "CP 4 digits, region"],
        ["5223", "Sicilia", 10, "CP 4 digits, province"],
        ["5221", "Sicilia", 5, "CP 4 digits, province"],
    ]


def test_training_not_founded_on_a_need_is_in_sight(visit) -> None:
    app = visit("needs", lang="it")
    assert "Posti senza un fabbisogno dichiarato: 41,9 % dei posti finanziati" in words_of(app)
    free = table(app, "places", "beyond", "funding")
    assert dict(zip(free["code"], free["places"], strict=True)) == {"O1": 20, "O3": 15, "O5": 30}


def test_excelsior_is_called_intentions_and_the_what_if_arithmetic(visit) -> None:
    said = words_of(visit("needs", lang="it"))
    assert "**intenzioni** delle imprese, arrotondate alle decine" in said
    assert "È aritmetica, non previsione" in said


def test_the_what_if_moves_what_is_beyond_to_what_is_unmet(visit) -> None:
    app = visit("needs", lang="it", what_if_region="ITG1", what_if_places="10")
    moves = table(app, "occupation", "change", "eur")
    assert moves[["code", "change", "eur"]].values.tolist() == [
        ["5221", -10, -20_000],
        ["5223", 10, 20_000],
    ]
    said = words_of(app)
    assert "togliendo **10 posti** si liberano 20.000 €" in said
    assert "La copertura passa da **83,3 %** a **94,4 %**" in said


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_pact_has_its_page(visit, lang) -> None:
    app = visit("needs", pact="P1", lang=lang)
    said = words_of(app)
    assert app.title[0].value == "Patto di Palermo"
    assert "Associazione degli albergatori" in said
    assert t("pacts.outcomes", lang) in said
    wanted = table(app, "occupation", "positions", "covered", "unmet")
    assert wanted["positions"].tolist() == [40, 30]
    assert wanted["covered"].tolist() == [40, 20]
    assert table(app, "title", "useful")["places"].tolist() == [30, 20]
    assert "50" in cards(app).values()


def test_a_pact_that_is_not_known_is_said(visit) -> None:
    assert t("pacts.unknown", "it") in words_of(visit("needs", pact="P9", lang="it"))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_money_by_holder_adds_up_on_screen(visit, lang) -> None:
    app = visit("pooled", lang=lang, fund="all")
    paid = table(app, "holder", "amount", "share")
    assert paid["amount"].tolist()[-1] == 230_000 == sum(paid["amount"].tolist()[:-1])
    by_need = table(app, "occupation", "total")
    parts = by_need.drop(columns=["occupation", "total"])
    assert (parts.sum(axis=1) == by_need["total"]).all()
    assert by_need["total"].sum() == 230_000
    gaps = table(app, "difference", "declared")
    assert gaps[["code", "difference", "declared"]].values.tolist() == [["O1", 10_000, 90_000]]


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize(
    "query", [{}, {"region": "ITC1"}, {"need_year": "2020"}, {"across": "occupation"}]
)
def test_the_page_opens_however_it_is_asked_for(visit, lang, query) -> None:
    app = visit("needs", lang=lang, **query)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == t("needs.title", lang)
