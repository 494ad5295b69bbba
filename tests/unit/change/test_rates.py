"""Rates that settle: steps by hand, bands that hold what they state, a changed habit refused."""

import numpy as np
import pytest

from cruscotto.change.rates import next_rates, refusal_of_rates, settle_rates, steps_of
from cruscotto.change.triangles import LEVELS, Refusal

NAN = float("nan")
SIZE = 10


def test_steps_are_weighted_by_how_many_were_known_before_them() -> None:
    known = np.array([[100.0, 200, 200], [300, 400, NAN], [100, NAN, NAN]])
    met = np.array([[50.0, 110, 112], [150, 220, NAN], [40, NAN, NAN]])
    steps = steps_of(met, known)
    # 0.55 - 0.50 twice, weights 100 and 300; then 0.56 - 0.55 once
    assert steps.means == pytest.approx([0.05, 0.01])
    assert steps.scatter[0] == pytest.approx(0)
    assert settle_rates(met, known).rates == pytest.approx([0.56, 0.56, 0.46])
    assert settle_rates(met, known).known == pytest.approx([200, 400, 150])
    (_, _, rate, _, _), *_ = next_rates(met, known)
    assert rate == pytest.approx(0.56)


def test_the_error_is_that_of_a_cohort_and_of_the_mean_step() -> None:
    known = np.array([[100.0, 100], [100, 100], [200, 200], [50, NAN]])
    met = np.array([[50.0, 52], [50, 56], [100, 110], [25, NAN]])
    mean = (100 * 0.02 + 100 * 0.06 + 200 * 0.05) / 400
    scatter = (100 * (0.02 - mean) ** 2 + 100 * (0.06 - mean) ** 2 + 200 * (0.05 - mean) ** 2) / 2
    found = settle_rates(met, known)
    assert found.rates[-1] == pytest.approx(0.5 + mean)
    assert found.errors[-1] ** 2 == pytest.approx(scatter / 50 + scatter / 400)
    assert found.freedom[-1] == pytest.approx(2)
    assert found.total == pytest.approx((52 + 56 + 110 + 50 * (0.5 + mean)) / 450)
    low, high = found.band(3, 0.95)
    assert high - low == pytest.approx(2 * 4.302653 * found.errors[-1], rel=1e-6)


def reported(rng, *, silent=()):
    """Draw cohorts whose outcomes arrive late, jobs later than the rest; some years bring none."""
    met, known = (np.full((SIZE, SIZE), NAN) for _ in range(2))
    settled = np.zeros((SIZE, 2))
    for row in range(SIZE):
        size, at_work = rng.poisson(800 * rng.uniform(0.5, 1.5)), rng.normal(0.6, 0.02)
        works = rng.random(size) < at_work
        late = np.where(works & (rng.random(size) < 0.45), rng.exponential(1.4, size), 0)
        came = row + np.ceil(rng.beta(2, 1.2, size) * 1.6 - 0.66 + late).clip(0)
        for year in silent:
            came = np.where(came == year, year + 1, came)
        for age in range(SIZE):
            there = came <= row + age
            if age < SIZE - row:
                known[row, age], met[row, age] = there.sum(), (there & works).sum()
        settled[row] = (there & works).sum(), there.sum()
    return settled, met, known


def test_bands_of_rates_cover_what_they_state_over_1000_simulated_registers() -> None:
    rng, tried = np.random.default_rng(11), 1000
    total, cohorts = (dict.fromkeys(LEVELS, 0) for _ in range(2))
    for _ in range(tried):
        settled, met, known = reported(rng)
        found = settle_rates(met, known)
        rates, whole = settled[:, 0] / settled[:, 1], settled[:, 0].sum() / settled[:, 1].sum()
        for level in LEVELS:
            low, high = found.total_band(level)
            total[level] += low <= whole <= high
            low, high = found.band(SIZE - 2, level)
            cohorts[level] += low <= rates[SIZE - 2] <= high
    for inside in (total, cohorts):
        assert 0.75 <= inside[0.80] / tried <= 0.85, inside
        assert 0.92 <= inside[0.95] / tried <= 0.98, inside


def test_years_in_which_nothing_was_delivered_are_refused_more_often_than_chance() -> None:
    rng = np.random.default_rng(5)
    plain = sum(refusal_of_rates(*reported(rng)[1:]) is Refusal.HABIT for _ in range(60))
    silent = sum(
        refusal_of_rates(*reported(rng, silent=(4, 7))[1:]) is Refusal.HABIT for _ in range(60)
    )
    assert plain <= 8
    assert silent >= 50
