"""Rows of a chart stand as close as their names allow; a line's name stands where the line ends."""

from datetime import date

import pytest

from cruscotto.ui.figures.base import BAR_PIXELS, WRAPPED_PIXELS, Bar
from cruscotto.ui.figures.dots import MANY, MANY_PIXELS, dots, reach
from cruscotto.ui.figures.lines import Moment, Series, lines
from cruscotto.ui.figures.palette import LIGHT, Palette

FEW = [1] * 5


def height(lines: list[int]) -> float:
    items = [Bar("<br>".join(["name"] * n), 0.5, "50 %") for n in lines]
    return float(dots(items, Palette(*LIGHT, ()))["layout"]["height"])


@pytest.mark.parametrize(
    ("lines", "pitch"),
    [
        ([1] * MANY, MANY_PIXELS),
        ([*FEW, 2, *FEW, 2, *FEW], BAR_PIXELS),  # names apart: rows of one line leave them room
        ([*FEW, 2, 2, *FEW, *FEW], WRAPPED_PIXELS),
        (FEW, BAR_PIXELS),
        ([*FEW, 2], WRAPPED_PIXELS),
    ],
)
def test_one_long_name_does_not_spread_many_others(lines: list[int], pitch: int) -> None:
    one_more = [*lines, 1]
    assert height(one_more) - height(lines) == pitch


def test_a_line_that_ends_early_is_named_at_its_end_and_not_at_the_edge() -> None:
    covered = Series("Covered", (date(2023, 1, 1), date(2026, 8, 31)), (0.0, 105.0), ("", ""))
    target = Series("Target", (date(2025, 1, 1), date(2029, 12, 31)), (20.0, 380.0), ("", ""))
    due = Moment(date(2026, 12, 31), "31/12/2026")
    drawn = lines([covered, target], Palette(*LIGHT, ()), "it", moment=due)["layout"]
    places = {name["text"]: (name["x"], name["y"]) for name in drawn["annotations"]}
    assert places == {
        "Covered": ("2026-08-31", 105.0),
        "Target": (1, 380.0),
        "31/12/2026": ("2026-12-31", 1),
    }
    assert [shape["x0"] for shape in drawn["shapes"]] == ["2026-12-31"]


def test_lines_that_end_together_are_named_side_by_side_and_none_is_marked() -> None:
    days = (date(2023, 1, 1), date(2026, 8, 31))
    both = [Series(name, days, (0.0, 100.0), ("", "")) for name in ("One", "Other")]
    drawn = lines(both, Palette(*LIGHT, ()), "it")["layout"]
    heights = [name["y"] for name in drawn["annotations"]]
    assert {name["x"] for name in drawn["annotations"]} == {1}
    assert heights[0] - heights[1] >= 6
    assert not drawn["shapes"]


@pytest.mark.parametrize(
    ("values", "held"),
    [
        ((0.914, 0.918), (0.891, 0.941)),  # a slight difference does not cross the chart
        ((0.001, 0.004), (0.0, 0.05)),  # nor does the scale of shares begin below nothing
        ((0.4, 0.9), (0.4, 0.9)),
    ],
)
def test_a_scale_of_shares_spans_five_points_at_least(values, held) -> None:
    items = [Bar(str(value), value, "") for value in values]
    assert reach(items, least=0.05) == pytest.approx(held)
