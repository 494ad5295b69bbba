"""Das Gupta's published tables come out to the printed digits, and parts always add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.change.standardised import parts, pooled, standardise
from cruscotto.change.symmetric import effects


def product(**factors):
    return float(np.prod(list(factors.values()), axis=0).sum())


# Das Gupta 1993, tables 2.1, 2.3, 2.5, 2.7 and 4.5: factors, both populations, printed effects
TABLES = {
    "2.1 mean earnings of black and white men, 1980": (
        {"earnings": 10930, "earners": 0.717892},
        {"earnings": 16591, "earners": 0.825974},
        {"earnings": "4369.913", "earners": "1487.262"},
    ),
    "2.3 birth rates of Austria and Chile, 1981": (
        {"births": 51.78746, "in_age": 0.45919, "women": 0.52638},
        {"births": 84.90502, "in_age": 0.75756, "women": 0.51065},
        {"births": "10.434", "in_age": "10.561", "women": "-0.667"},
    ),
    "2.5 births outside marriage, 1971 and 1979": (
        {"births": 25.3, "pregnancies": 0.214, "active": 0.279, "single": 0.949},
        {"births": 32.7, "pregnancies": 0.290, "active": 0.473, "single": 0.986},
        {"births": "0.689", "pregnancies": "0.813", "active": "1.383", "single": "0.105"},
    ),
    "2.7 total fertility of South Korea": (
        {"married": 0.58, "contraception": 0.76, "abortion": 0.84, "lact": 0.66, "fecund": 16.573},
        {"married": 0.72, "contraception": 0.97, "abortion": 0.97, "lact": 0.56, "fecund": 16.158},
        {
            "married": "1.091",
            "contraception": "1.230",
            "abortion": "0.728",
            "lact": "-0.840",
            "fecund": "-0.129",
        },
    ),
    "4.5 birth rates by age, 1960 and 1970": (
        {
            "births": [393, 407, 369, 274, 184, 90, 16],
            "married": [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
            "women": [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
        },
        {
            "births": [488, 452, 338, 156, 63, 22, 3],
            "married": [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
            "women": [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
        },
        {"births": "-7.286", "married": "-2.721", "women": "-1.565"},
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_published_tables_come_out_to_the_printed_digits(table):
    first, second, printed = TABLES[table]
    found = effects(product, first, second)
    assert {name: f"{value:.3f}" for name, value in found.items()} == printed
    difference = product(**_arrays(second)) - product(**_arrays(first))
    assert sum(found.values()) == pytest.approx(difference, abs=1e-9)


def _arrays(factors):
    return {name: np.asarray(value, dtype=float) for name, value in factors.items()}


def test_the_earnings_of_two_groups_add_up_as_printed():
    first, second, _ = TABLES["2.1 mean earnings of black and white men, 1980"]
    found = effects(product, first, second)
    assert f"{found['earnings'] + found['earners']:.3f}" == "5857.175"


def test_household_headship_is_parted_by_age_as_printed():
    """Das Gupta 1993, table 5.1: size of age groups and rates by age, 1970 and 1985."""
    sizes = (
        [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9],
        [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5],
    )
    rates = (
        [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8],
        [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2],
    )
    first, second = (
        {
            (str(age),): (size * rate, size)
            for age, (size, rate) in enumerate(zip(*side, strict=True))
        }
        for side in zip(sizes, rates, strict=True)
    )
    standard = standardise(first, second, least=1)
    totals = [tuple(np.sum(list(side.values()), axis=0)) for side in (first, second)]
    composition, rate = parts(*totals, standard.first_at_second, standard.second_at_first)
    assert (round(composition, 4), round(rate, 4)) == (1.2269, 1.7403)


cells = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")),
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: (min(p), max(p))),
    max_size=6,
)


@given(cells, cells, st.integers(1, 30))
def test_parts_add_up_whichever_side_comes_first(first, second, least):
    totals = [tuple(np.sum([*side.values(), (0, 0)], axis=0)) for side in (first, second)]
    if min(whole for _, whole in totals) == 0:
        return
    standard, back = standardise(first, second, least), standardise(second, first, least)
    there = parts(*totals, standard.first_at_second, standard.second_at_first)
    again = parts(*totals[::-1], back.first_at_second, back.second_at_first)
    difference = totals[1][0] / totals[1][1] - totals[0][0] / totals[0][1]
    assert sum(there) == pytest.approx(difference, abs=1e-9)
    assert there == pytest.approx([-part for part in again], abs=1e-9)


@given(cells, cells, st.integers(1, 30))
def test_every_kind_is_in_one_stratum_large_enough_on_both_sides(first, second, least):
    if not first and not second:
        return
    found = pooled(first, second, least)
    assert sorted(code for kind in found for code in kind) == sorted({*first, *second})
    if len(found) > 1:
        for kind in found:
            for side in (first, second):
                assert sum(side.get(code, (0, 0))[1] for code in kind) >= least


def test_a_change_of_composition_alone_leaves_nothing_to_rates():
    first = {("a",): (90, 100), ("b",): (100, 1000)}
    second = {("a",): (900, 1000), ("b",): (10, 100)}
    standard = standardise(first, second, least=10)
    composition, rate = parts(
        (190, 1100), (910, 1100), standard.first_at_second, standard.second_at_first
    )
    assert rate == pytest.approx(0, abs=1e-12)
    assert composition == pytest.approx(720 / 1100)
