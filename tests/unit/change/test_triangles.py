"""Mack's published reserves and errors come out; bands hold what they state in simulation."""

import numpy as np
import pytest
import scipy

from cruscotto.change.triangles import (
    LEVELS,
    Refusal,
    calendar_years,
    next_diagonal,
    refusal,
    settle,
)

NAN = float("nan")


def cumulative(rows):
    size = len(rows)
    return np.array([[*np.cumsum(row), *[NAN] * (size - len(row))] for row in rows])


# Taylor and Ashe 1983, as in Mack 1993
TAYLOR_ASHE = cumulative(
    [
        [357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948],
        [352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046],
        [290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405],
        [310608, 1108250, 776189, 1562400, 272482, 352053, 206286],
        [443160, 693190, 991983, 769488, 504851, 470639],
        [396132, 937085, 847498, 805037, 705960],
        [440832, 847631, 1131398, 1063269],
        [359480, 1061648, 1443370],
        [376686, 986608],
        [344014],
    ]
)
# Reinsurance Association of America 1991, as in Mack 1994
RAA = np.array(
    [
        [5012, 8269, 10907, 11805, 13539, 16181, 18009, 18608, 18662, 18834],
        [106, 4285, 5396, 10666, 13782, 15599, 15496, 16169, 16704, NAN],
        [3410, 8992, 13873, 16141, 18735, 22214, 22863, 23466, NAN, NAN],
        [5655, 11555, 15766, 21266, 23425, 26083, 27067, NAN, NAN, NAN],
        [1092, 9565, 15836, 22169, 25955, 26180, NAN, NAN, NAN, NAN],
        [1513, 6445, 11702, 12935, 15852, NAN, NAN, NAN, NAN, NAN],
        [557, 4020, 10946, 12314, NAN, NAN, NAN, NAN, NAN, NAN],
        [1351, 6947, 13112, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
        [3133, 5395, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
        [2063, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
    ]
)


@pytest.mark.parametrize(
    ("triangle", "reserve", "error"),
    [(TAYLOR_ASHE, 18_680_856, 2_447_095), (RAA, 52_135, 26_909)],
    ids=["taylor_ashe", "raa"],
)
def test_published_reserves_and_errors_come_out(triangle, reserve, error) -> None:
    found = settle(triangle)
    assert round(float((found.ultimate - found.latest).sum())) == reserve
    assert round(found.total_error) == error


def test_the_published_test_of_calendar_years_comes_out() -> None:
    """Mack 1994, appendix H: Z = 14, expected 12.875, variance 3.978."""
    statistic, expected, variance = calendar_years(RAA)
    assert (statistic, expected) == (14, 12.875)
    assert variance == pytest.approx(3.978, abs=1e-3)
    assert refusal(RAA) is None


def test_few_cohorts_are_refused() -> None:
    assert refusal(RAA[:3, :3]) is Refusal.FEW


def simulated(rng, size=10, *, habit=1.0):
    """Draw cohorts whose euro arrive with independent delays; a habit changes the last years."""
    chances = np.exp(-0.5 * np.arange(size))
    chances /= chances.sum()
    full = []
    for _ in range(size):
        amounts = rng.gamma(2.0, 500.0, rng.poisson(400))
        ages = rng.choice(size, len(amounts), p=chances)
        full.append(np.cumsum([amounts[ages == age].sum() for age in range(size)]))
    full = np.array(full)
    seen = full.copy()
    for row in range(size):
        seen[row, size - row :] = NAN
        if habit != 1.0:
            for age in range(1, size - row):
                if row + age in (size - 3, size - 1):
                    seen[row, age:] += (habit - 1) * (full[row, age] - full[row, age - 1])
    return full, seen


def test_bands_cover_what_they_state_over_1000_simulated_delays() -> None:
    rng, inside, tried = np.random.default_rng(7), dict.fromkeys(LEVELS, 0), 1000
    for _ in range(tried):
        full, seen = simulated(rng)
        found, truth = settle(seen), float(full[:, -1].sum())
        for level in LEVELS:
            low, high = found.total_band(level)
            inside[level] += low <= truth <= high
    assert 0.75 <= inside[0.80] / tried <= 0.85, inside
    assert 0.92 <= inside[0.95] / tried <= 0.98, inside


def test_what_the_next_edition_shows_lies_within_its_band_as_often_as_stated() -> None:
    """Old ages, of few cohorts, included: with each age's variance alone it was 78 and 93 %."""
    rng, inside, tried = np.random.default_rng(8), dict.fromkeys(LEVELS, 0), 0
    for _ in range(200):
        full, seen = simulated(rng)
        for row, age, value, error, freedom in next_diagonal(seen):
            tried += 1
            for level in LEVELS:
                wide = scipy.stats.t.ppf((1 + level) / 2, freedom)
                inside[level] += abs(full[row, age] - value) <= wide * error
    assert 0.78 <= inside[0.80] / tried <= 0.88, inside
    assert 0.92 <= inside[0.95] / tried <= 0.98, inside


def test_a_variance_of_few_cohorts_is_drawn_to_that_of_all_ages() -> None:
    """Two cohorts that happen to grow alike at one age leave that age uncertain all the same."""
    triangle = np.array(RAA)
    triangle[1, 8] = triangle[1, 7] * triangle[0, 8] / triangle[0, 7]
    found = settle(triangle)
    assert found.errors[1:3].max() < found.spreads[1:3].min()
    low, high = found.band(2, 0.95)
    assert low < found.ultimate[2] < high


def test_a_change_of_the_registers_habit_is_refused_more_often_than_chance() -> None:
    rng = np.random.default_rng(3)
    plain = sum(refusal(simulated(rng)[1]) is Refusal.HABIT for _ in range(100))
    changed = sum(refusal(simulated(rng, habit=3.0)[1]) is Refusal.HABIT for _ in range(100))
    assert plain <= 10
    assert changed >= 60


def test_the_next_year_is_expected_with_its_error() -> None:
    before = RAA.copy()
    for row in range(10):
        before[row, 9 - row] = NAN
    before = before[:9]
    found = next_diagonal(before[:, :9])
    assert len(found) == 8
    inside = sum(abs(RAA[row, age] - value) <= 1.96 * error for row, age, value, error, _ in found)
    assert inside >= 6
