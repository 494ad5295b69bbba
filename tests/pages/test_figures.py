"""Charts are dictionaries: what they say can be read without drawing them."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from cruscotto.dossier.drawing.map import BOUNDARIES
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import AVERAGE_DELAY_DAYS, PAYMENT_RATE, PAYMENTS_EUR
from cruscotto.kpi.wording.map_classes import BLUES, bounds, class_labels, class_of, classes, ink_on
from cruscotto.ui.exhibit import cards
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures import maps, scales
from cruscotto.ui.figures.palette import NIGHT_BLUES, Palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.figures.tiles import tiles
from cruscotto.ui.text import states, words

COLOURS = Palette(
    "#0066CC",
    "#C25916",
    "#4D5767",
    "#17324D",
    "#C5CED6",
    "#FFFFFF",
    "#E3E7EB",
    ("#FEE838", "#8A8678", "#123570"),
)


def area(code: str, value: float | None, state: State = State.SHOWN) -> maps.Area:
    return maps.Area(code, value, state, str(value), code)


def test_equal_values_make_one_class() -> None:
    assert bounds([0.5] * 21) == [0.5]


def test_classes_are_never_empty() -> None:
    values = [0.0] * 15 + [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    upper = bounds(values)
    assert {class_of(value, upper) for value in values} == set(range(len(upper)))


@given(some.lists(some.floats(0, 1).map(lambda v: round(v, 2)), min_size=1, max_size=30))
def test_no_class_is_empty_whatever_values_repeat(values: list[float]) -> None:
    upper = bounds(values)
    assert {class_of(value, upper) for value in values} == set(range(len(upper)))
    assert len(class_labels(values, "share", "it")) == len(upper)


FIGURES = some.lists(some.floats(0, 2).map(lambda v: round(v, 2)), min_size=1, max_size=30)


@given(FIGURES, some.none() | some.floats(0, 2))
def test_every_figure_lies_in_one_class_between_its_bounds(values, middle) -> None:
    upper = bounds(values, middle)
    assert upper == sorted(set(upper))
    assert len(upper) <= 5
    for value in values:
        held = [n for n, top in enumerate(upper) if ([-1.0, *upper])[n] < value <= top]
        assert held == [class_of(value, upper)]
    assert {class_of(value, upper) for value in values} == set(range(len(upper)))


@given(FIGURES, some.none() | some.floats(0, 2))
def test_the_words_of_a_class_hold_its_figures_as_written_and_no_other(values, middle) -> None:
    upper, labels = bounds(values, middle), class_labels(values, "share", "en", middle)
    assert len(labels) == len(upper)
    if len(set(values)) <= 5:
        return
    for edge in upper[:-1]:
        assert len(f"{edge * 100:.6g}".strip("0").replace(".", "")) <= 3
    for value in values:
        held = [n for n, label in enumerate(labels) if _is_in(round(100 * value), label)]
        assert held == [class_of(value, upper)]


def _is_in(figure: int, label: str) -> bool:
    low, _, high = label.partition(" – ")
    if label[0] in "≤≥":
        end = int(label[2:])
        return figure <= end if label[0] == "≤" else figure >= end
    return int(low) <= figure <= int(high or low)


def test_the_middle_class_holds_the_value_of_the_whole() -> None:
    values = [0.49, 0.56, 0.57, 0.58, 0.59, 0.6, 0.61, 0.62, 0.64, 0.65, 0.66]
    labels = class_labels(values, "share", "it", 0.592)
    assert labels == ["≤ 54", "55 – 58", "59 – 62", "≥ 63"]


@given(some.floats(0, 2), some.floats(0, 2))
def test_areas_that_read_alike_are_shaded_alike(one, other) -> None:
    written = [words.barest(words.as_barest(v, "share"), "share", "it") for v in (one, other)]
    if written[0] == written[1]:
        assert words.as_barest(one, "share") == words.as_barest(other, "share")


def test_the_largest_value_is_in_the_last_class() -> None:
    values = [float(n) for n in range(21)]
    upper = bounds(values)
    assert class_of(20.0, upper) == len(upper) - 1


def test_a_map_draws_all_its_areas_whatever_their_state() -> None:
    items = [area("ITC1", 0.5), area("ITG1", None, State.MISSING), area("ITF3", 3, State.HIDDEN)]
    figure = maps.areas(items, COLOURS, ["50"], "%")
    drawn = [code for trace in figure["data"][:-1] for code in trace["locations"]]
    assert sorted(drawn) == ["ITC1", "ITF3", "ITG1"]
    marks = dict(zip(figure["data"][-1]["locations"], figure["data"][-1]["text"], strict=True))
    assert marks == {"ITC1": "0.5", "ITG1": "", "ITF3": states.MARKS[State.HIDDEN]}


def test_a_map_without_any_value_is_grey_and_still_drawn() -> None:
    figure = maps.areas([area("ITC1", None, State.MISSING)], COLOURS, [], "%")
    assert figure["data"][0]["locations"] == ["ITC1"]


def test_the_figure_of_liguria_is_written_on_the_sea_clear_of_the_coast() -> None:
    items = [area("ITC1", 1.0), area("ITC3", 1.0)]
    on_land, at_sea = maps.areas(items, COLOURS, ["1"], "%")["data"][-2:]
    assert (on_land["locations"], on_land["textfont"]["color"]) == (["ITC1"], [ink_on(BLUES[3])])
    assert (at_sea["text"], at_sea["textfont"]["color"]) == (["1.0"], COLOURS.ink)
    coast = _coast("ITC3")
    # a figure of six digits is 40 pixels wide and 14 high: 0.58 and 0.15 degrees from its middle
    (lon,), (lat,) = at_sea["lon"], at_sea["lat"]
    under = [south for east, south in coast if abs(east - lon) < 0.58]
    assert min(under) > lat + 0.1


def _coast(code: str) -> list[tuple[float, float]]:
    shapes = json.loads(BOUNDARIES.read_text(encoding="utf-8"))
    (shape,) = [one for one in shapes["features"] if one["id"] == code]
    return [(lon, lat) for ring in shape["geometry"]["coordinates"] for lon, lat in ring]


def test_a_map_asks_nobody_outside() -> None:
    figure = maps.areas([area("ITC1", 0.5)], COLOURS, ["50"], "%")
    assert figure["data"][0]["geojson"] == "app/static/regioni.geojson"


def test_bars_write_their_figures_in_a_column() -> None:
    figure = figures.bars([figures.Bar("a", 2.0, "2,0 %"), figures.Bar("b", 1.0, "1,0 %")], COLOURS)
    assert [a["text"] for a in figure["layout"]["annotations"]] == ["2,0 %", "1,0 %"]
    assert figure["data"][0]["x"] == [2.0, 1.0]


def test_a_reference_line_is_named() -> None:
    line = Line(1.5, "Italia 1,5 %")
    figure = figures.bars([figures.Bar("a", 2.0, "2,0 %")], COLOURS, [line])
    assert figure["layout"]["annotations"][0]["text"] == "Italia 1,5 %"
    assert figure["layout"]["shapes"][0]["x0"] == 1.5


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 1.0), (10.2, 27.9), (1e6, 9e9), (-30.0, 200.0), (3.0, 3.0)]
)
def test_ticks_are_few_round_and_inside(low: float, high: float) -> None:
    ticks = scales.round_ticks(low, high)
    assert len(ticks) <= 7
    assert all(low <= tick <= high for tick in ticks)


def test_money_is_written_shortly_in_both_languages() -> None:
    said: Callable[..., str] = lambda *a: words.short(*a).replace("\u00a0", " ")  # noqa: E731
    assert said(Decimal("9940000000"), "eur", "it") == "9,94 mld €"
    assert said(312_500_000, "eur", "en") == "€312.5 m"
    assert said(999_999, "eur", "it") == "999.999 €"
    assert said(0.5034, "share", "it") == "50,3 %"
    assert words.short(None, "eur", "it") == "–"


def test_changes_carry_their_sign_and_unit() -> None:
    written: Callable[..., str] = lambda *a: cards.change_words(*a).replace("\u00a0", " ")  # noqa: E731
    assert written(Decimal("0.0123"), PAYMENT_RATE, "it") == "+1,2 p.p."
    assert written(Decimal("-2500000"), PAYMENTS_EUR, "it") == "−2,5 mln €"
    assert written(Decimal("0.00001"), PAYMENT_RATE, "it") == "invariato"


@pytest.mark.parametrize("kpi", [PAYMENT_RATE, AVERAGE_DELAY_DAYS])
def test_a_change_is_green_where_it_is_for_the_better_and_points_where_it_goes(
    kpi: Kpi, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(cards.st, "metric", lambda *_, **how: drawn.append(how))
    monkeypatch.setattr(cards, "_exact", lambda *_: "")
    for change in (Decimal("0.5"), Decimal("-0.5")):
        monkeypatch.setattr(cards, "_change", lambda *_, one=change: one)
        result = KpiResult(kpi, (), Selection(), (KpiRow((), None, None, Decimal(1)),))
        cards.card(result, Selection(), "2024-06-30", "it")
    colours = ["green", "red"] if kpi is PAYMENT_RATE else ["red", "green"]
    assert [how["delta_color"] for how in drawn] == colours
    assert [how["delta_arrow"] for how in drawn] == ["up", "down"]
    assert drawn[1]["delta"].startswith("−")


def test_text_of_a_file_is_escaped_for_markdown_and_for_charts() -> None:
    assert words.plain("![x](y) :red[w]") == "\\!\\[x\\]\\(y\\) \\:red\\[w\\]"
    assert words.label("<a href='x'>y</a>") == "&lt;a href='x'>y&lt;/a>"


@pytest.mark.parametrize(
    ("text", "begins"),
    [("- a", "\\- a"), ("   - a", "\\- a"), ("12. a", "12\\. a"), ("1) a", "1\\) a"), ("-5", "-5")],
)
def test_a_text_of_a_file_begins_no_list_and_no_block_of_code(text: str, begins: str) -> None:
    assert words.plain(text) == begins


def test_the_command_in_the_sentence_of_an_error_stays_and_what_a_file_wrote_is_escaped() -> None:
    written = words.with_commands("Il file [x](y) `a` non va: `cruscotto import a_b`.")
    assert written == "Il file \\[x\\]\\(y\\) `a` non va\\: `cruscotto import a_b`."
    assert words.with_commands("`[x](y)") == "\\`\\[x\\]\\(y\\)"


def test_a_name_cut_on_a_chart_ends_in_no_comma() -> None:
    assert words.wrapped("Tecnici informatici, telematici", 22, 1) == "Tecnici informatici…"
    assert words.wrapped("Tecnici, informatici", 24) == "Tecnici, informatici"


def test_figures_on_a_map_are_black_on_pale_and_white_on_dark() -> None:
    assert ink_on("#FEE838") == "#000000"
    assert ink_on("#123570") == "#FFFFFF"


@pytest.mark.parametrize("shades", [BLUES[::-1], NIGHT_BLUES], ids=["light", "dark"])
def test_the_least_stands_out_least_on_a_map_of_either_theme(shades: tuple[str, ...]) -> None:
    light = [sum(int(shade[i : i + 2], 16) for i in (1, 3, 5)) for shade in shades]
    assert light == sorted(light)


def test_classes_reach_both_ends_of_the_colours() -> None:
    colours = ("#111111", "#222222", "#333333", "#444444")
    assert classes(colours, 2) == ["#111111", "#444444"]
    assert len(classes(colours, 1)) == 1


@pytest.mark.parametrize(
    "figure",
    [{"data": [{"type": "bar", "y": [1], "colour": "red"}], "layout": {}}, {"data": []}],
    ids=["a property that Plotly does not know", "nothing to draw"],
)
def test_a_page_cannot_draw_what_plotly_would_refuse(
    figure: dict[str, Any], refused_by_plotly: list[str]
) -> None:
    def page(figure) -> None:
        from cruscotto.ui.exhibit import charts

        charts.draw(figure, "wrong")

    AppTest.from_function(page, args=(figure,)).run()
    assert len(refused_by_plotly) == 1
    refused_by_plotly.clear()


def test_a_table_under_a_chart_is_drawn_once_a_reader_opens_it(
    visit_people: Callable[..., AppTest], open_tables: pytest.MonkeyPatch
) -> None:
    open_tables.undo()
    page = visit_people("overview", scheda="stages")
    before = len(page.dataframe)
    page.session_state["stages_fold"] = True
    assert len(page.run().dataframe) == before + 1


@given(some.lists(some.integers(0, 10**9), min_size=6, max_size=40))
def test_classes_of_amounts_are_labelled_in_millions_with_a_decimal_at_most(
    amounts: list[int],
) -> None:
    values = [words.as_barest(amount, words.MILLIONS) for amount in amounts]
    for label in class_labels(values, words.MILLIONS, "en"):
        ends = label.replace("≥", "").replace("≤", "").split(" – ")
        assert all(len(end.partition(".")[2]) <= 1 for end in ends), label


def test_squares_stand_as_far_apart_across_as_down() -> None:
    drawn = tiles([area("ITG1", 1.0), area("ITC1", 2.0)], COLOURS)
    across, down = drawn["layout"]["xaxis"], drawn["layout"]["yaxis"]
    assert (across["scaleanchor"], across["constrain"]) == ("y", "domain")
    # squares of neighbours touch, and none covers another
    pitch = (drawn["layout"]["height"] - 16) / (down["range"][0] - down["range"][1])
    assert 0 <= pitch - drawn["data"][0]["marker"]["size"] < 4
