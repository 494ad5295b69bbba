"""Simpson's paradox: comparisons that turn round inside the strata are found, and no others."""

from fractions import Fraction

import numpy as np
import pytest

from cruscotto.kpi.analysis.simpson import turned, turns

# Berkeley, autumn 1973 (Bickel, Hammel and O'Connell 1975): admitted, of how many applied
MEN = {"A": (512, 825), "B": (353, 560), "C": (120, 325), "D": (138, 417), "E": (53, 191)}
MEN |= {"F": (22, 373)}
WOMEN = {"A": (89, 108), "B": (17, 25), "C": (202, 593), "D": (131, 375), "E": (94, 393)}
WOMEN |= {"F": (24, 341)}


def test_berkeley_changes_sign_inside_the_departments():
    found = turned(MEN, WOMEN)
    assert found is not None
    assert found.turn == "change_of_sign"
    assert found.whole == pytest.approx(0.141, abs=1e-3)
    assert found.standardised < 0
    assert sum(one.gap < 0 for one in found.strata) == 4


def test_kidney_stones_turn_round_in_both_strata():
    """Charig and others 1986: open surgery is better for small stones and for large ones."""
    surgery = {"small": (81, 87), "large": (192, 263)}
    other = {"small": (234, 270), "large": (55, 80)}
    assert turned(surgery, other).turn == "reversal"


def test_a_difference_that_holds_in_every_stratum_is_left_alone():
    assert turned({"a": (60, 100), "b": (30, 100)}, {"a": (50, 100), "b": (20, 100)}) is None


def test_one_stratum_alone_turns_nothing_round():
    assert turned({"a": (60, 100), "b": (1, 5)}, {"a": (70, 100)}) is None


def searched(table):
    """Decide one table in fractions, stratum by stratum."""
    totals = [[sum(int(s[g][k]) for s in table) for k in (0, 1)] for g in (0, 1)]
    whole = Fraction(*totals[0]) - Fraction(*totals[1])
    inside = [Fraction(*map(int, s[0])) - Fraction(*map(int, s[1])) for s in table]
    people = [int(s[0][1] + s[1][1]) for s in table]
    if whole == 0 or not any(inside):
        return ""
    sign = 1 if whole > 0 else -1
    if all(gap * sign <= 0 for gap in inside):
        return "reversal"
    against = sum(n for n, gap in zip(people, inside, strict=True) if gap * sign < 0)
    if 4 * against >= 3 * sum(people):
        return "near_reversal"
    standard = sum(n * gap for n, gap in zip(people, inside, strict=True))
    return "change_of_sign" if standard * sign < 0 else ""


@pytest.mark.parametrize("strata", [2, 3])
def test_a_search_in_fractions_agrees_on_ten_thousand_random_tables(strata):
    draw = np.random.default_rng(strata)
    people = draw.integers(1, 40, (5000, strata, 2))
    outcomes = draw.integers(0, people + 1)
    tables = np.stack([outcomes, people], axis=-1)
    found = list(turns(tables.astype(float)))
    expected = [searched(table) for table in tables]
    # a difference that is zero in fractions may be 1e-17 in floating point: those are skipped
    clear = [n for n, table in enumerate(tables) if is_clear(table)]
    assert len(clear) > 4500
    assert [found[n] for n in clear] == [expected[n] for n in clear]
    assert {"reversal", "near_reversal", "change_of_sign"} <= set(found)


def is_clear(table):
    inside = [Fraction(*map(int, s[0])) - Fraction(*map(int, s[1])) for s in table]
    totals = [[sum(int(s[g][k]) for s in table) for k in (0, 1)] for g in (0, 1)]
    people = [int(s[0][1] + s[1][1]) for s in table]
    standard = sum(n * gap for n, gap in zip(people, inside, strict=True))
    return bool(all(inside) and Fraction(*totals[0]) != Fraction(*totals[1]) and standard)
