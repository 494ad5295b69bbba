"""The noise of public figures: what it promises, and what it withstands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.disclosure import Rules, noise_table, perturb, publish, subtract
from cruscotto.disclosure.attack import subtractions_needed

SETTINGS = [(5, 2.0), (2, 1.0), (2, 2.0), (3, 1.5), (10, 3.0), (1, 0.5), (5, 5.0)]


@pytest.mark.parametrize(("bound", "variance"), SETTINGS)
def test_the_noise_of_every_count_has_mean_zero_and_the_variance_asked(bound, variance):
    chances = noise_table(bound, variance).probabilities
    steps = np.arange(-bound, bound + 1)
    assert np.allclose(chances.sum(axis=1), 1)
    assert np.allclose(chances @ steps, 0, atol=1e-6)
    assert np.allclose((chances @ steps**2)[1:], variance, atol=1e-6)


@pytest.mark.parametrize(("bound", "variance"), SETTINGS)
def test_no_count_falls_below_zero_and_zeros_stay_zero(bound, variance):
    table = noise_table(bound, variance, bits=16)
    keys = np.arange(0, 2**16, 7)
    for count in range(2 * bound + 2):
        noisy = perturb(np.full(len(keys), count), keys, table)
        assert noisy.min() >= max(0, count - bound)
        assert noisy.max() <= count + bound
    assert not perturb(np.zeros(len(keys), dtype=int), keys, table).any()


def test_the_noise_comes_as_often_as_the_table_says():
    table = noise_table(5, 2.0, bits=16)
    noise = table.noise(np.full(2**16, 40), np.arange(2**16))
    counts = np.bincount(noise + 5, minlength=11) / 2**16
    assert np.allclose(counts, table.probabilities[-1])


def test_a_variance_that_a_count_of_one_cannot_carry_is_refused():
    with pytest.raises(ValueError, match="variance"):
        noise_table(2, 3.0)


@given(st.integers(0, 200), st.integers(0, 2**40))
def test_the_same_persons_get_the_same_noise_however_they_are_asked_for(count, keys):
    table = noise_table(5, 2.0)
    once = perturb([count], [keys], table)
    again = perturb([3, count, 9], [5, keys % 2**32, 7], table)
    assert once[0] == again[1]


def test_noise_averages_to_nothing_and_spreads_as_told_over_many_cells():
    table, draw = noise_table(5, 2.0), np.random.default_rng(4)
    keys = draw.integers(0, 2**32, size=(20_000, 12)).sum(axis=1)
    noise = table.noise(np.full(20_000, 12), keys)
    assert abs(noise.mean()) < 4 * np.sqrt(2 / 20_000)
    assert noise.var() == pytest.approx(2.0, rel=0.05)


def test_small_counts_are_hidden_before_and_after_the_noise():
    rules, draw = Rules(), np.random.default_rng(0)
    for count in range(40):
        keys = [(int(k),) for k in draw.integers(0, 2**32, 50)]
        for row in publish([(count,)] * 50, keys, rules):
            assert row.hidden == (row.counts is None)
            if 0 < count < 5:
                assert row.hidden
            if row.counts is not None:
                assert row.counts[0] == 0 or row.counts[0] >= 5


def test_public_rates_stay_between_nought_and_a_hundred():
    rules, draw = Rules(noise_variance=5.0), np.random.default_rng(1)
    counts = [(int(n), 30) for n in draw.integers(0, 31, 400)]
    keys = [tuple(int(k) for k in pair) for pair in draw.integers(0, 2**32, (400, 2))]
    keys = [(d if n == 30 else k, d) for (n, _), (k, d) in zip(counts, keys, strict=True)]
    shown = [row.counts for row in publish(counts, keys, rules) if row.counts]
    assert shown
    assert all(0 <= n <= d and (d - n == 0 or d - n >= 5) for n, d in shown)


def test_rows_not_given_are_neither_shown_nor_hidden():
    assert publish([None], [None], Rules())[0] == publish([None], [(3,)], Rules())[0]
    assert not publish([None], [None], Rules())[0].hidden


def shown(keys, method, draw, repeats):
    """What a page shows of a group, asked so many times: exactly, or with either noise."""
    if method == "exact":
        return np.full(repeats, len(keys))
    key = keys.sum() if method == "cell key" else draw.integers(0, 2**32, repeats)
    counts = np.full(repeats, len(keys))
    return perturb(counts, np.broadcast_to(key, (repeats,)), noise_table(5, 2.0))


def recovers(method, draw, repeats):
    """Subtract a filter without one to four persons from one with them, and take the mean."""
    keys, target = draw.integers(0, 2**32, 60), int(draw.integers(1, 5))
    wide = shown(keys, method, draw, repeats)
    narrow = shown(keys[target:], method, draw, repeats)
    return round(float(np.mean(wide - narrow))) == target


@pytest.mark.parametrize(
    ("method", "repeats", "recovered"),
    [
        ("cell key", 1, False),
        ("cell key", 200, False),
        ("noise of each query", 200, True),
        ("exact", 1, True),
    ],
)
def test_subtracting_two_filters_recovers_nobody_only_with_the_cell_key(method, repeats, recovered):
    draw = np.random.default_rng(6)
    share = np.mean([recovers(method, draw, repeats) for _ in range(3000)])
    # two noises cancel in one case of five, whatever the attacker does
    assert share > 0.95 if recovered else share < 0.22


def test_filters_a_and_b_and_their_union_do_not_bound_a_small_group():
    draw, table = np.random.default_rng(9), noise_table(5, 2.0)
    narrow = right = 0
    for _ in range(3000):
        first, second = draw.integers(0, 2**32, 30), draw.integers(0, 2**32, draw.integers(1, 5))
        counts = [len(first) + len(second), len(first)]
        keys = [first.sum() + second.sum(), first.sum()]
        found = subtract(*perturb(counts, keys, table).tolist(), table)
        assert found.low <= len(second) <= found.high
        right += found.likeliest == len(second)
        narrow += found.high - found.low < 4
    assert right / 3000 < 0.22
    # both noises at their far ends at once: possible, and as rare as the table says
    assert narrow / 3000 < 0.002


def test_the_limit_of_the_method_is_stated():
    assert subtractions_needed(noise_table(5, 2.0)) == 62
