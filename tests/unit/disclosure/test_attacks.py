"""Attacks on protected tables: none may learn more than promised, and each must break the naive."""

from itertools import product

import numpy as np
import pytest

from cruscotto.disclosure import TOTAL, Rules, attack, breaches, protect, recheck

AREAS = {f"r{i}": "north" if i < 3 else "south" for i in range(9)}

# shape, parts, a mean count, the hierarchy of the first dimension, how many tables
CASES = {
    "one dimension": ((7,), 1, 6.0, (), 400),
    "one dimension, very small": ((6,), 1, 1.5, (), 300),
    "regions in areas": ((8,), 1, 6.0, (AREAS,), 300),
    "rates": ((7,), 2, 9.0, (), 200),
    "rates of regions in areas": ((7,), 2, 9.0, (AREAS,), 200),
    "two dimensions": ((4, 3), 1, 6.0, (), 300),
    "two dimensions, very small": ((4, 3), 1, 2.0, (), 200),
    "two dimensions, areas": ((5, 3), 1, 8.0, (AREAS,), 200),
    "rates in two dimensions": ((4, 3), 2, 6.0, (), 120),
}


def hide_small(leaves, rules):
    """What the threshold alone hides: complementary suppression switched off."""
    return [any(0 < n < rules.threshold for n in counts) for counts in leaves.values()]


@pytest.mark.parametrize("case", CASES)
def test_no_hidden_count_is_bounded_more_tightly_than_promised(
    case, rules, table_of, page_of, attack_all
):
    shape, parts, scale, parents, count = CASES[case]
    draw = np.random.default_rng(sum(case.encode()))
    pages, strict = [], []
    for _ in range(count):
        leaves = table_of(draw, shape, parts, scale)
        answer = protect(list(leaves), list(leaves.values()), rules, parents=parents)
        page = page_of(leaves, answer.hidden, parents, rules, answer.withdrawn)
        pages.append(page)
        strict += [] if answer.withheld or parts > 1 else [page]
    for part in range(parts):
        assert not attack_all(pages, part)
    assert not attack_all(strict, at_least=1)


@pytest.mark.parametrize("case", CASES)
def test_without_complementary_suppression_the_same_attack_succeeds(
    case, rules, table_of, page_of, attack_all
):
    shape, parts, scale, parents, _ = CASES[case]
    draw = np.random.default_rng(1)
    tables = [table_of(draw, shape, parts, scale) for _ in range(60)]
    pages = [page_of(leaves, hide_small(leaves, rules), parents, rules) for leaves in tables]
    broken = {id(page) for page, *_ in attack_all(pages)}
    assert len(broken) >= 4


def test_the_results_by_each_dimension_alone_may_stand_beside_where_the_table_allows_it(
    rules, page_of, attack_all
):
    counts = {"a": (21, 0, 0), "b": (3, 15, 1), "c": (0, 8, 7), "d": (12, 2, 1)}
    leaves = {(r, s): (n,) for r, row in counts.items() for s, n in zip("FMX", row, strict=True)}
    answer = protect(list(leaves), list(leaves.values()), rules)
    # who knows the rule must not see these two totals; a reader who does not may see everything
    assert answer.withdrawn == (("c", TOTAL), ("d", TOTAL))
    assert not attack_all([page_of(leaves, answer.hidden, (), rules, withdrawn=())])


@pytest.mark.parametrize("threshold", [3, 10])
def test_the_promise_holds_at_other_thresholds(threshold, table_of, page_of, attack_all):
    rules, draw = Rules(threshold=threshold), np.random.default_rng(threshold)
    pages = []
    for _ in range(120):
        leaves = table_of(draw, (5, 3), 1, 2.0 * threshold)
        answer = protect(list(leaves), list(leaves.values()), rules)
        pages.append(page_of(leaves, answer.hidden, (), rules, answer.withdrawn))
    assert not attack_all(pages)


def test_three_dimensions_keep_the_promise_against_whole_persons(rules, table_of):
    draw = np.random.default_rng(5)
    for _ in range(15):
        leaves = table_of(draw, (3, 2, 2), 1, 6.0)
        answer = protect(list(leaves), list(leaves.values()), rules)
        assert not recheck(leaves, answer, rules, whole=True)


def test_three_dimensions_without_complementary_suppression_are_broken(rules, table_of):
    draw = np.random.default_rng(5)
    found = []
    for _ in range(10):
        leaves = table_of(draw, (3, 2, 2), 1, 12.0)
        published = {c: None if 0 < n[0] < 5 else n for c, n in leaves.items()}
        published[(TOTAL,) * 3] = (sum(n[0] for n in leaves.values()),)
        found += breaches(attack(published), leaves, rules)
    assert found


def belongs(leaf, codes):
    return all(code in (own, TOTAL) for code, own in zip(codes, leaf, strict=True))


def every_table_that_fits(published, most):
    """Enumerate all tables of whole persons that agree with what is published."""
    leaves = [codes for codes in published if TOTAL not in codes]
    hidden = [codes for codes in leaves if published[codes] is None]
    for guess in product(range(most + 1), repeat=len(hidden)):
        table = {c: (published[c] or (0,))[0] for c in leaves} | dict(
            zip(hidden, guess, strict=True)
        )
        if all(
            counts is None
            or counts[0] == sum(n for leaf, n in table.items() if belongs(leaf, codes))
            for codes, counts in published.items()
        ):
            yield table


@pytest.mark.parametrize("seed", range(5))
def test_the_attack_finds_what_enumerating_every_table_finds(seed):
    draw = np.random.default_rng(seed)
    leaves = {codes: (int(draw.integers(0, 3)),) for codes in product("ab", "xyz")}
    published = {c: None if draw.random() < 0.5 else n for c, n in leaves.items()}
    for codes in [("a", TOTAL), (TOTAL, "x"), (TOTAL, "y"), (TOTAL, TOTAL)]:
        under = [n[0] for c, n in leaves.items() if belongs(c, codes)]
        published[codes] = (sum(under),)
    fitting = list(every_table_that_fits(published, sum(n[0] for n in leaves.values())))
    for found in attack(published, whole=True):
        values = [table[found.codes] for table in fitting]
        assert (found.low, found.high) == (min(values), max(values))


def test_columns_hidden_one_by_one_give_each_other_away(rules):
    completed, left = (46,), (4,)
    published = {("r", "completed"): completed, ("r", "left"): None, ("r", TOTAL): (50,)}
    found = attack(published)
    assert [(f.low, f.high) for f in found] == [(4, 4)]
    assert breaches(found, {("r", "left"): left}, rules)


def test_somebody_told_which_figures_are_small_learns_no_more_where_the_answer_says_so(rules):
    draw, held = np.random.default_rng(2), 0
    for _ in range(40):
        counts = [(int(n),) for n in draw.poisson(7, 6)]
        codes = [(f"r{i}",) for i in range(6)]
        answer = protect(codes, counts, rules)
        hidden = [n[0] for n, flag in zip(counts, answer.hidden, strict=True) if flag]
        small = [n for n in hidden if n < 5]
        if not small or not answer.told:
            continue
        held += 1
        total, large = sum(hidden), sum(n >= 5 for n in hidden)
        others = len(small) - 1
        lowest = 1 if large else max(1, total - 4 * others)
        highest = min(4, total - 5 * large - others)
        assert (lowest, highest) == (1, 4)
    assert held > 10
