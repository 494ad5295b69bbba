"""Persons counted in cells: noise, groups of cells, what is hidden and for whom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.disclosure import Heads, Rules, concerns_everybody, table_for

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
GUARDED = pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])


def cells(counts, rules, seed=1):
    keys = np.random.default_rng(seed).integers(0, 2**32, len(counts))
    return Heads.of(counts, keys, rules)


def plain(heads):
    return np.zeros(len(heads.true), dtype=bool)


def test_nothing_is_done_to_exact_figures():
    heads = cells([0, 1, 3, 100], EXACT)
    assert heads.shown.tolist() == [0, 1, 3, 100]
    assert not heads.small(EXACT, plain(heads)).any()


@GUARDED
def test_zero_is_shown_and_small_counts_are_hidden_whatever_the_noise(rules):
    heads = cells(np.repeat(np.arange(40), 200), rules)
    hidden = heads.small(rules, plain(heads))
    assert not hidden[heads.true == 0].any()
    assert hidden[(heads.true > 0) & (heads.true < 5)].all()
    assert heads.shown[~hidden & (heads.true > 0)].min() >= 5
    assert not hidden[heads.true > 5 + rules.noise_bound + rules.public_extra_bound].any()


@GUARDED
def test_sensitive_groups_take_the_higher_threshold(rules):
    heads = cells(np.full(300, 8), rules)
    assert heads.small(rules, ~plain(heads)).all()
    assert not heads.small(rules, plain(heads)).all()


@GUARDED
@given(st.lists(st.integers(0, 60), min_size=2, max_size=12), st.integers(0, 99))
def test_a_union_with_and_without_a_code_differs_by_what_that_code_shows(rules, counts, seed):
    heads = cells(counts, rules, seed)
    whole = heads.gathered([0] * len(counts), 1)
    for left_out in range(len(counts)):
        places = [int(i == left_out) for i in range(len(counts))]
        rest, alone = heads.gathered(places, 2).shown
        assert whole.shown[0] - rest == alone == heads.shown[left_out]


def test_the_public_learns_nothing_beside_the_protected_figure():
    """Given the protected figure, the public one does not depend on how many there are."""
    keys = np.random.default_rng(3).integers(0, 2**32, 400_000)
    seen = {}
    for count in (20, 21, 22):
        heads = Heads.of(np.full(len(keys), count), keys, PUBLIC)
        at = heads.shown[heads.protected == 21] - 21
        seen[count] = np.bincount(at + 10, minlength=21) / len(at)
    for count in (20, 22):
        assert np.abs(seen[count] - seen[21]).max() < 0.01


def test_what_the_public_cannot_see_depends_on_protected_figures_alone():
    protected, public = (cells(np.repeat(np.arange(30), 50), r) for r in (PROTECTED, PUBLIC))
    hidden = protected.small(PROTECTED, plain(protected))
    assert (protected.shown == public.protected).all()
    assert (hidden <= public.small(PUBLIC, plain(public))).all()


@GUARDED
def test_what_a_count_lacks_of_another_is_hidden_where_it_is_small(rules):
    keys = np.random.default_rng(5).integers(0, 2**32, (300, 40))
    whole = Heads.of(np.full(300, 40), keys.sum(axis=1), rules)
    part = Heads.of(np.full(300, 37), keys[:, :37].sum(axis=1), rules)
    # two noises may lift three persons above what is hidden, once in hundreds of cells
    assert (whole - part).small(rules, plain(part)).mean() > 0.98
    same = whole - Heads.of(np.full(300, 40), keys.sum(axis=1), rules)
    assert not same.small(rules, plain(part)).any()
    assert not same.shown.any()


def test_what_is_hidden_of_single_cells_follows_from_the_protected_figure_alone():
    heads = cells(np.repeat(np.arange(1, 40), 300), PROTECTED)
    hidden = heads.small(PROTECTED, plain(heads))
    assert not set(heads.protected[hidden]) & set(heads.protected[~hidden])
    assert heads.protected[hidden].max() == table_for(PROTECTED).reach(5) == 6


def test_a_sum_of_hidden_cells_alone_is_hidden_until_it_is_large():
    """Otherwise four hidden cells whose sum is hidden, though it seems large, hold one each."""
    heads = cells(np.ones(4000, dtype=int), PROTECTED)
    sums = heads.gathered(np.arange(4000) // 4, 1000)
    assert sums.protected.max() > table_for(PROTECTED).reach(5)
    assert sums.small(PROTECTED, plain(sums)).all()
    with_one_shown = Heads.of([2, 50], [5, 7], PROTECTED).gathered([0, 0], 1)
    assert not with_one_shown.small(PROTECTED, plain(with_one_shown)).any()


def test_nobody_and_everybody_are_marked():
    part, whole = Heads.of([0, 5, 9, 0], [0] * 4, EXACT), Heads.of([9, 9, 9, 0], [0] * 4, EXACT)
    assert concerns_everybody(part, whole).tolist() == [True, False, True, False]
