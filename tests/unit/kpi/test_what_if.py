"""Moving places on paper: what is bought is paid for, and nothing is covered twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.kpi.analysis.what_if import Cell, expected_placements, move_places
from cruscotto.kpi.query.result import KpiRow, State

amounts = st.floats(0, 500, allow_nan=False)
cells_of_a_region = st.lists(
    st.builds(
        Cell,
        st.from_regex(r"[1-8][1-4][0-9]{2}", fullmatch=True),
        amounts,
        amounts,
        st.floats(500, 9_000),
    ),
    max_size=12,
    unique_by=lambda cell: cell.occupation,
)


@given(cells_of_a_region, st.integers(0, 3_000), st.floats(0, 1e6))
def test_moving_places_never_creates_budget(cells, places, extra) -> None:
    scenario = move_places(cells, places, extra)
    assert scenario.spent_eur <= scenario.freed_eur + extra + 1e-6
    assert scenario.left_eur >= -1e-6


@given(cells_of_a_region, st.integers(0, 3_000), st.floats(0, 1e6))
def test_no_more_is_taken_than_is_beyond_the_need_nor_added_than_is_unmet(
    cells, places, extra
) -> None:
    scenario = move_places(cells, places, extra)
    known = {cell.occupation: cell for cell in cells}
    assert scenario.places_taken <= places
    assert all(0 < move.places <= known[move.occupation].surplus for move in scenario.taken)
    assert all(0 < move.places <= known[move.occupation].unmet for move in scenario.added)


@given(cells_of_a_region, st.integers(0, 3_000))
def test_without_places_to_take_and_money_on_top_nothing_changes(cells, places) -> None:
    assert move_places(cells, 0).added == ()
    none_beyond = [Cell(c.occupation, c.unmet, 0, c.cost_eur) for c in cells]
    assert move_places(none_beyond, places).added == ()


@given(cells_of_a_region, st.integers(0, 3_000), st.floats(0, 1e5), st.floats(0, 1e5))
def test_more_money_never_buys_worse_coverage_in_the_occupation_most_in_need(
    cells, places, less, more
) -> None:
    first, second = (move_places(cells, places, sum_) for sum_ in sorted((less, more)))
    assert second.left_eur + second.spent_eur >= first.left_eur + first.spent_eur - 1e-6


def test_a_surplus_pays_for_the_largest_need_first() -> None:
    cells = [Cell("5221", 0, 10, 2_000), Cell("6212", 20, 0, 3_000), Cell("312", 5, 4, 1_000)]
    scenario = move_places(cells, 12, 1_000)
    assert [(m.occupation, m.places) for m in scenario.taken] == [("5221", 10), ("312", 2)]
    assert [(m.occupation, m.places) for m in scenario.added] == [("6212", 7), ("312", 2)]
    assert (scenario.freed_eur, scenario.spent_eur, scenario.left_eur) == (22_000, 23_000, 0)


def test_places_that_cost_nothing_cannot_be_bought_and_a_rest_buys_none() -> None:
    cells = [Cell("5221", 9, 0, 0), Cell("6212", 2.5, 0, 1_000), Cell("312", 5, 0, 700)]
    scenario = move_places(cells, 0, 3_500)
    # most in need is the first, whose price is not known; of two and a half places two are whole
    assert [(m.occupation, m.places) for m in scenario.added] == [("312", 5)]
    scenario = move_places(cells, 0, 5_499)
    assert [(m.occupation, m.places) for m in scenario.added] == [("312", 5), ("6212", 1)]
    assert scenario.left_eur == 999


def test_nothing_is_taken_of_less_than_a_place() -> None:
    assert move_places([Cell("5221", 0, 0.9, 1_000), Cell("312", 1, 0, 1_000)], 5).taken == ()
    (one,) = move_places([Cell("5221", 0, 3.7, 1_000)], 5).taken
    assert (one.places, one.eur) == (3, 3_000)
    (last,) = move_places([Cell("5221", 0, 1.2, 1_000)], 5).taken
    assert last.places == 1


def rate(value: float, low: float, high: float, state: State = State.SHOWN) -> KpiRow:
    return KpiRow((), None, None, value, state, low=low, high=high)


def test_expected_placements_multiply_two_rates_and_their_ends() -> None:
    found = expected_placements(100, rate(0.5, 0.4, 0.6), rate(0.8, 0.7, 0.9))
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((40, 28, 54))


@pytest.mark.parametrize("state", [State.HIDDEN, State.MISSING, State.IMMATURE])
def test_no_placements_are_expected_from_a_rate_that_is_not_shown(state) -> None:
    assert expected_placements(100, rate(0.5, 0.4, 0.6), rate(0.8, 0.7, 0.9, state)) is None
    assert expected_placements(100, None, rate(0.8, 0.7, 0.9)) is None
