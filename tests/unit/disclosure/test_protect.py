"""Which rows are hidden, and why."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.disclosure import TOTAL, Rules, protect

RULES = Rules()
REGIONS = ("ITC1", "ITC3", "ITF3", "ITG1")


def hidden_of(counts, rules=RULES, **options):
    codes = [(f"r{i}",) for i in range(len(counts))]
    return list(protect(codes, counts, rules, **options).hidden)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_counts_below_the_threshold_are_hidden_with_one_companion(count):
    assert hidden_of([(count,), (60,), (9,), (80,)]) == [True, False, True, False]


def test_a_large_enough_count_is_shown():
    assert hidden_of([(5,), (60,)]) == [False, False]


def test_zero_is_shown():
    assert hidden_of([(0,), (3,), (60,), (70,)]) == [False, True, True, False]


@pytest.mark.parametrize("counts", [(3, 97), (97, 3), (2, 2), (0, 4)])
def test_a_rate_is_hidden_for_a_small_numerator_complement_or_denominator(counts):
    answer = protect([("a",), ("b",), ("c",)], [counts, (50, 50), (60, 70)], RULES)
    assert answer.primary == (True, False, False)
    assert answer.hidden[0]


def test_rates_of_nought_and_of_a_hundred_in_a_hundred_are_shown():
    assert hidden_of([(0, 40), (40, 0), (0, 0)]) == [False, False, False]


def test_sensitive_characteristics_take_the_higher_threshold():
    counts = [(7,), (60,), (70,)]
    assert hidden_of(counts) == [False, False, False]
    assert hidden_of(counts, sensitive=True) == [True, True, False]
    assert hidden_of(counts, sensitive=[True, False, False])[0]


def test_the_total_of_a_result_stays_shown():
    answer = protect([("a",), ("b",), ("c",), (TOTAL,)], [(3,), (8,), (50,), (61,)], RULES)
    assert answer.hidden == (True, True, False, False)


def test_a_total_below_the_threshold_is_hidden_itself():
    assert protect([("a",), ("b",), (TOTAL,)], [(0,), (3,), (3,)], RULES).hidden == (
        False,
        True,
        True,
    )


def test_a_single_figure_without_dimensions_is_judged_by_the_threshold():
    assert protect([()], [(3,)], RULES).hidden == (True,)
    assert protect([()], [(30,)], RULES).hidden == (False,)


def test_a_result_without_rows_hides_nothing():
    assert protect([], [], RULES).hidden == ()


def test_rows_that_are_missing_or_immature_are_left_alone():
    assert hidden_of([None, (3,), (60,), (70,)]) == [False, True, True, False]


def test_a_companion_is_sought_in_the_same_area():
    parents = {"ITC1": "north", "ITC3": "north", "ITF3": "south", "ITG1": "south"}
    codes = [(code,) for code in REGIONS]
    answer = protect(codes, [(3,), (900,), (20,), (30,)], RULES, parents=(parents,))
    assert answer.hidden == (True, True, False, False)


def test_the_total_of_a_hidden_region_is_hidden_when_its_parts_are_listed():
    codes = [("a", "F"), ("a", "M"), ("b", "F"), ("b", "M"), ("a", TOTAL), ("b", TOTAL)]
    counts = [(2,), (0,), (30,), (40,), (2,), (70,)]
    answer = protect(codes, counts, RULES)
    assert answer.hidden[0]
    assert answer.hidden[4]
    assert answer.hidden[5]
    assert answer.hidden[1] is False


def test_what_is_hidden_by_region_stays_hidden_by_region_and_sex():
    by_region = protect([("a",), ("b",), ("c",)], [(3,), (50,), (60,)], RULES)
    assert by_region.hidden == (True, True, False)
    codes = [(region, sex) for region in "abc" for sex in "FM"]
    by_both = protect(codes, [(3,), (0,), (25,), (25,), (30,), (30,)], RULES)
    shown = {region for (region, _), flag in zip(codes, by_both.hidden, strict=True) if not flag}
    parts_of_b = [
        flag for (region, _), flag in zip(codes, by_both.hidden, strict=True) if region == "b"
    ]
    assert any(parts_of_b), "the sum of b would tell what the other result hides"
    assert "c" in shown


def test_a_result_too_small_to_break_down_is_withheld():
    answer = protect([(code,) for code in "abcde"], [(1,)] * 5, RULES)
    assert answer.withheld
    assert all(answer.hidden)


def test_withholding_keeps_the_total_and_hides_the_zeros():
    codes = [(code,) for code in "abcdef"] + [(TOTAL,)]
    answer = protect(codes, [(1,)] * 5 + [(0,), (5,)], RULES)
    assert answer.hidden == (True,) * 6 + (False,)


def test_totals_that_would_tell_are_named():
    # five persons of sex x, one in each region: whoever knows their total knows all
    codes = [(f"r{i}", sex) for i in range(5) for sex in "fx"]
    counts = [(30 + i,) if sex == "f" else (1,) for i in range(5) for sex in "fx"]
    answer = protect(codes, counts, RULES)
    assert answer.withheld is False
    assert (TOTAL, "x") in answer.withdrawn


def test_two_rows_with_the_same_codes_are_refused():
    with pytest.raises(ValueError, match="same codes"):
        protect([("a",), ("a",)], [(3,), (4,)], RULES)


def test_rows_with_different_parts_are_refused():
    with pytest.raises(ValueError, match="number of parts"):
        protect([("a",), ("b",)], [(3,), (4, 5)], RULES)


TABLES = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 300)), min_size=1, max_size=12).map(
    lambda counts: [(n,) for n in counts]
)
RATES = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=1, max_size=9)


@given(st.one_of(TABLES, RATES))
def test_every_small_count_is_hidden_and_every_empty_row_shown(counts):
    answer = protect([(f"r{i}",) for i in range(len(counts))], counts, RULES)
    for parts, hidden, primary in zip(counts, answer.hidden, answer.primary, strict=True):
        assert primary == any(0 < n < 5 for n in parts)
        assert hidden >= primary
        assert hidden <= any(parts) or answer.withheld


@given(st.one_of(TABLES, RATES), st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order_of_rows(counts, chance):
    codes = [(f"r{i}",) for i in range(len(counts))]
    order = list(range(len(counts)))
    chance.shuffle(order)
    straight = protect(codes, counts, RULES)
    shuffled = protect([codes[i] for i in order], [counts[i] for i in order], RULES)
    assert [straight.hidden[i] for i in order] == list(shuffled.hidden)
    assert protect(codes, counts, RULES) == straight


@given(RATES)
def test_what_was_given_is_left_as_it_was(counts):
    before = [tuple(parts) for parts in counts]
    protect([(f"r{i}",) for i in range(len(counts))], counts, RULES)
    assert counts == before


def test_order_does_not_matter_in_two_dimensions_either():
    draw = np.random.default_rng(8)
    codes = [(f"r{i}", sex) for i in range(6) for sex in "FMX"]
    counts = [(int(n),) for n in draw.poisson(9, 18)]
    straight = dict(zip(codes, protect(codes, counts, RULES).hidden, strict=True))
    order = draw.permutation(18)
    turned = protect([codes[i] for i in order], [counts[i] for i in order], RULES)
    assert straight == dict(zip((codes[i] for i in order), turned.hidden, strict=True))
