"""What a phone has of a chart: bars as a list where words would be cut, names where they fit."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cruscotto.ui.figures import base, on_phone
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.bullets import Bullet, bullets
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.net_impact.funnel import Spot, funnel, room_of
from cruscotto.ui.net_impact.marks import Ticks

COLOURS = Palette(
    "#0066cc", "#c2571a", "#4d5868", "#17324d", "#c5c7c9", "#ffffff", "#e0e0e0", ("#ddeeff",)
)
LONG = "CO01 Disoccupati, compresi di<br>lunga durata"


def widths(html: str) -> list[str]:
    return re.findall(r'<b style="width:([0-9.]+)%', html)


def test_bars_whose_words_fit_a_phone_stay_a_chart_alone() -> None:
    assert on_phone.LIST not in base.bars([Bar("Sicilia", 2.0, "2,0 %")], COLOURS)


def test_bars_whose_words_would_be_cut_are_a_list_too_with_marks_and_references() -> None:
    items = [Bar(LONG, 0.5, "50,0 %<br>mancano 2.020", mark=0.25), Bar("Altri", 1.0, "100,0 %")]
    listed = base.bars(items, COLOURS, [Line(1.0, "Target")])[on_phone.LIST]
    assert "CO01 Disoccupati, compresi di lunga durata</span>" in listed
    assert "<span>50,0 %, mancano 2.020</span>" in listed
    assert listed.count("</i>Target</span>") == 1
    whole = 1.02  # a little room beyond the longest bar
    assert widths(listed) == [f"{50 / whole:.1f}", f"{100 / whole:.1f}"]
    assert f"left:{25 / whole:.1f}%" in listed


def test_bars_below_zero_or_with_intervals_stay_a_chart_alone() -> None:
    words = "mancano 2.020 persone"
    for bar in (Bar(LONG, -1.0, words), Bar(LONG, 1.0, words, interval=(0.5, 1.5))):
        assert on_phone.LIST not in base.bars([bar], COLOURS)


@given(st.lists(st.one_of(st.none(), st.floats(0, 1.5)), min_size=2, max_size=2))
def test_each_stage_of_a_bullet_is_its_part_of_the_widest(shares: list[float | None]) -> None:
    row = Bullet("Asse 1", tuple(shares), "51,0 % di 258,4 mln", "")
    listed = bullets([row], ["scelto", "pagato"], COLOURS)[on_phone.LIST]
    top = max([1.0, *(share for share in shares if share is not None)])
    assert widths(listed) == [f"{100 * (share or 0.0) / top:.1f}" for share in shares]
    assert listed.index("</i>scelto") < listed.index("</i>pagato") < listed.index("Asse 1")


places = st.lists(
    st.tuples(st.floats(0.5, 20), st.floats(-60, 60), st.booleans()), min_size=1, max_size=12
)


@given(places)
def test_names_of_a_funnel_stand_apart_in_the_order_of_their_values(
    found: list[tuple[float, float, bool]],
) -> None:
    spots = [Spot(error, value, f"n{n}", "", out) for n, (error, value, out) in enumerate(found)]
    ticks = Ticks((0.0,), ("0",), "")
    drawn = funnel(spots, 5.0, room_of(spots, 5.0), ticks, ticks, ("", "95 %", "99,8 %"), COLOURS)[
        "layout"
    ]
    names = [one for one in drawn["annotations"] if one.get("showarrow")]
    by_value = sorted((s for s in spots if s.is_outside), key=lambda spot: -spot.value)
    assert [(one["text"], one["y"]) for one in names] == [(s.name, s.value) for s in by_value]
    low, high = drawn["yaxis"]["range"]
    apart = [above["ay"] - below["ay"] for above, below in pairwise(names)]
    assert all(gap > 15 / 322 * (high - low) for gap in apart)


def test_names_of_a_funnel_cover_no_point_where_there_is_room_beside() -> None:
    above = [Spot(1.73, 21.5, "Puglia", "", True), Spot(2.4, 21.4, "Basilicata", "", True)]
    spots = [*above, Spot(2.55, 22.1, "Liguria", "", True), Spot(3.2, 19.0, "Molise", "", False)]
    room, ticks = room_of(spots, 13.3), Ticks((0.0,), ("0",), "")
    drawn = funnel(spots, 13.3, room, ticks, ticks, ("", "95 %", "99,8 %"), COLOURS)["layout"]
    line = 15 / 322 * (room.ends[1] - room.ends[0])
    covered = [
        (one["text"], spot.name)
        for one in drawn["annotations"]
        for spot in spots
        if one.get("showarrow")
        and 0 <= (spot.error - one["ax"]) / room.last <= 0.03 * len(one["text"])
        and abs(spot.value - one["ay"]) < line / 2
    ]
    assert covered == []
