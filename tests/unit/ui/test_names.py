"""Words of a chart never lie over other words, on any width of screen."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.ui.figures.apart import apart
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.dots import Ticks, dots
from cruscotto.ui.figures.lines import Series
from cruscotto.ui.figures.names import (
    FAMILIES,
    PHONE,
    SCREENS,
    TABLET,
    WIDE,
    Held,
    Named,
    Place,
    box,
    meet,
    placed,
)
from cruscotto.ui.figures.palette import LIGHT, Palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.figures.scatter import Axis, Point, scatter
from cruscotto.ui.figures.slopes import Slope, slopes

COLOURS = Palette(*LIGHT, ())
shares = st.floats(0, 1)
points = st.lists(
    st.builds(Named, st.text("abc", max_size=22), shares, shares, st.booleans()),
    min_size=1,
    max_size=22,
)
held = st.lists(st.builds(Held, st.just("99.8 %"), shares, st.booleans()), max_size=2)


def boxes(points: list[Named], found: list[Place], size: tuple[float, float]) -> list[tuple]:
    """Return the boxes of the names that a screen of this size shows."""
    screen = SCREENS.index(size)
    return [box(points[one.point], one.side, size) for one in found if one.screen <= screen]


@pytest.mark.parametrize("size", SCREENS, ids=["phone", "tablet", "wide"])
@given(points, held)
def test_no_name_of_a_scatter_lies_over_another_on_any_screen(
    size: tuple[float, float], points: list[Named], held: list[Held]
) -> None:
    shown = boxes(points, placed(points, held), size)
    assert not any(meet(one, two) for n, one in enumerate(shown) for two in shown[:n])
    # nor beyond the drawing, where the numbers of the scales are
    assert all(left >= -3 / size[0] and foot >= -5 / size[1] for left, foot, _, _ in shown)
    assert all(right <= 1 + 13 / size[0] for _, _, right, _ in shown)


@given(points, held)
def test_a_name_is_placed_once_at_most_and_only_for_a_point_that_has_one(
    points: list[Named], held: list[Held]
) -> None:
    found = [one.point for one in placed(points, held)]
    assert len(found) == len(set(found))
    assert all(points[place].name for place in found)


def test_a_name_leaves_room_for_the_words_of_a_limit() -> None:
    bolzano = [Named("P.A. Bolzano", 0.03, 0.03)]
    limit = Held("95 %", 0.12, is_above=False)
    for size in (TABLET, WIDE):
        (name,) = boxes(bolzano, placed(bolzano, [limit]), size)
        top, right = 0.12, 31 / size[0]
        assert not meet(name, (0.0, top - 19 / size[1], right, top))


def test_a_phone_has_the_name_that_comes_first_of_two_that_meet() -> None:
    near = [Named("Emilia-Romagna", 0.5, 0.5), Named("Lombardia", 0.51, 0.5, comes_first=True)]
    found = placed(near)
    assert found[0] == Place(1, "top center", SCREENS.index(PHONE))


def test_each_width_of_screen_has_a_layer_of_its_own_names() -> None:
    crowd = [Point(f"Regione numero {n}", n % 7, n // 7, "") for n in range(21)]
    axis = Axis("", (0.0, 1.0), ("0", "1"))
    layers = [one for one in scatter(crowd, axis, axis, COLOURS)["data"] if "text" in one]
    written = [name for layer in layers for name in layer["text"]]
    assert len(written) == len(set(written))
    assert [layer["textfont"]["family"] for layer in layers] == list(FAMILIES[: len(layers)])
    assert len(layers) > 1


@given(st.lists(st.floats(0, 100), max_size=8), st.integers(1, 30))
def test_words_below_one_another_stand_apart_in_their_order(values: list[float], size: int) -> None:
    wanted = sorted(values, reverse=True)
    heights = apart(wanted, [size] * len(wanted), 0.0)
    assert all(above - below >= size - 1e-6 for above, below in pairwise(heights))
    assert all(height >= 0 for height in heights)


def test_words_that_stand_apart_already_stay_where_they_are() -> None:
    assert apart([90.0, 50.0, 10.0], [20, 20, 20], 5.0) == [90.0, 50.0, 10.0]


def test_the_label_of_a_second_line_stands_below_the_numbers_of_the_scale() -> None:
    lines = [Line(0.57, "All 57.1 %"), Line(0.525, "Italy 52.5 %")]
    ticks = Ticks((0.4, 0.6), ("40 %", "60 %"))
    items = [Bar("Axis 1", 0.5, "50 %"), Bar("Axis 2", 0.7, "70 %")]
    drawn = dots(items, COLOURS, lines, ticks)["layout"]
    below = [one for one in drawn["annotations"] if one["text"] == "Italy 52.5 %"]
    assert [one["yshift"] for one in below] == [-26]
    assert drawn["margin"]["b"] >= 2 * 26


def test_two_editions_have_both_figures_and_both_days_written() -> None:
    days = (date(2026, 4, 30), date(2026, 8, 31))
    texts = (("89,4 %", "90,9 %"), ("89,5 %", "91,0 %"))
    items = [
        Slope(Series(name, days, values, ("", "")), written)
        for name, values, written in zip(
            ("Italia", "Centro-Nord"), ((89.4, 90.9), (89.5, 91.0)), texts, strict=True
        )
    ]
    drawn = slopes(items, days, ("30 aprile 2026", "31 agosto 2026"), COLOURS, 5.0)["layout"]
    assert drawn["xaxis"]["ticktext"] == ["30 aprile 2026", "31 agosto 2026"]
    assert [one["text"] for one in drawn["annotations"]] == [
        "89,5 %",
        "89,4 %",
        "Centro-Nord<br><b>91,0 %</b>",
        "Italia<br><b>90,9 %</b>",
    ]
    low, high = drawn["yaxis"]["range"]
    assert high - low == pytest.approx(5.0)
    pixel = (high - low) / (drawn["height"] - drawn["margin"]["t"] - drawn["margin"]["b"])
    first, second, third, fourth = (one["y"] / pixel for one in drawn["annotations"])
    assert first - second >= 15.9
    assert third - fourth >= 31.9
