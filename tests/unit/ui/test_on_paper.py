"""Charts on paper: one with more rows than a sheet has room for stands closer together."""

import pytest

from cruscotto.ui.figures.on_paper import SHEET, fitted


def rows(n: int, text: str, pitch: int = 42) -> dict:
    names = [f"Amministrazione titolare<br>del programma {i}" for i in range(n)]
    notes = [{"text": text, "y": i} for i in range(n)]
    axis = {"ticktext": names, "automargin": True}
    return {"data": [], "layout": {"height": pitch * n, "yaxis": axis, "annotations": notes}}


@pytest.mark.parametrize(("text", "row"), [("98,1 %", 22), ("98,1 %<br>97,0–99,2", 30)])
def test_more_rows_than_a_sheet_holds_stand_closer_with_names_in_one_line(text, row) -> None:
    layout = fitted(rows(40, text))["layout"]
    assert row * 40 < layout["height"] < row * 40 + 100
    assert not any("<br>" in name for name in layout["yaxis"]["ticktext"])
    assert layout["yaxis"]["automargin"]


def test_a_chart_that_fits_or_has_no_rows_stays_as_it_is() -> None:
    low = rows(12, "98,1 %")
    assert fitted(low) is low
    tall = {"data": [], "layout": {"height": SHEET + 1}}
    assert fitted(tall) is tall


def test_no_chart_grows() -> None:
    close = rows(60, "98,1 %", pitch=16)
    assert fitted(close)["layout"]["height"] == close["layout"]["height"]
