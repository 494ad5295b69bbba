"""Rows of a chart stand as close as the lines of their names allow, and no closer."""

import pytest

from cruscotto.ui.figures.base import BAR_PIXELS, WRAPPED_PIXELS, Bar
from cruscotto.ui.figures.dots import MANY, MANY_PIXELS, dots
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
