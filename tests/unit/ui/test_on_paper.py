"""Charts on paper: one with more rows than a sheet has room for stands closer together."""

import pytest

from cruscotto.ui.figures.on_paper import MAP, SHEET, fitted


def rows(n: int, text: str, pitch: int = 42) -> dict:
    names = [f"Amministrazione titolare<br>del programma {i}" for i in range(n)]
    notes = [{"text": text, "y": i} for i in range(n)]
    axis = {"ticktext": names, "automargin": True}
    return {"data": [], "layout": {"height": pitch * n, "yaxis": axis, "annotations": notes}}


@pytest.mark.parametrize(("text", "row"), [("98,1 %", 20), ("98,1 %<br>97,0–99,2", 34)])
def test_more_rows_than_a_sheet_holds_stand_closer_with_names_in_one_line(text, row) -> None:
    layout = fitted(rows(40, text))["layout"]
    assert row * 40 < layout["height"] <= row * 40 + 80
    assert not any("<br>" in name for name in layout["yaxis"]["ticktext"])
    assert layout["yaxis"]["automargin"]


@pytest.mark.parametrize("n", [20, 29, 53])
def test_rows_of_one_line_need_no_smaller_letters_up_to_the_53_authorities(n) -> None:
    assert fitted(rows(n, "98,1 %"))["layout"]["height"] <= SHEET


def test_many_names_of_two_lines_do_not_touch_even_where_the_chart_fits() -> None:
    layout = fitted(rows(29, "98,1 %", pitch=26))["layout"]
    assert layout["height"] < SHEET
    assert not any("<br>" in name for name in layout["yaxis"]["ticktext"])


def test_a_map_leaves_room_for_its_title_and_what_stands_above() -> None:
    drawn = {"data": [], "layout": {"height": 480, "geo": {}}}
    assert fitted(drawn)["layout"]["height"] == MAP


def test_a_chart_that_fits_or_has_no_rows_stays_as_it_is() -> None:
    low = rows(12, "98,1 %")
    assert fitted(low) is low
    tall = {"data": [], "layout": {"height": SHEET + 1}}
    assert fitted(tall) is tall


def test_no_chart_grows() -> None:
    close = rows(60, "98,1 %", pitch=14)
    assert fitted(close)["layout"]["height"] == close["layout"]["height"]
