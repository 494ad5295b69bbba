"""Net effects on shares: every figure follows the persons shown, and none is a second answer."""

from dataclasses import replace

import numpy as np
import pytest
import scipy

from cruscotto.disclosure import Rules
from cruscotto.evaluation import to_plain
from cruscotto.evaluation.errors import OutcomeUnknown, TooFewRows
from cruscotto.impact import answers, guarding, leagues, marts
from cruscotto.impact.answers import assess_alike
from cruscotto.impact.choice import REGION, Choice
from cruscotto.impact.guarding import coarsened

from .test_means import people_of, world

WORK, RAW = Choice(outcome="employed_12m"), Choice(outcome="employed_12m", method="difference")
EXACT, GUARDED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
BOTH = pytest.mark.parametrize("rules", [GUARDED, PUBLIC], ids=["protected", "public"])
# What a group and its number at work make up between them, however it is called.
FOLLOWING = ("deadweight", "e_value", "outcome_sd", "robustness", "p_value", "gross", "att")


def found(drawn, rules, choice=WORK):
    people = people_of(drawn)
    return coarsened(assess_alike(people, choice, 1.0), people, choice, rules)


def with_other_keys(drawn, seed):
    keys = np.random.default_rng(seed).integers(0, 2**32, len(drawn["key"])).astype(float)
    return {**drawn, "key": keys}


@BOTH
def test_no_figure_of_an_effect_stays_where_the_persons_shown_change(rules) -> None:
    """Of the same persons, with other secrets: what did not move would be known exactly."""
    drawn = world(2, size=300)
    shown = [found(with_other_keys(drawn, seed), rules, RAW).estimate for seed in range(12)]
    plain = [to_plain(one) for one in shown]
    for name in FOLLOWING:
        assert len({str(one[name]) for one in plain}) > 1, name


def test_no_share_of_the_balance_stays_where_the_persons_shown_change() -> None:
    drawn = world(2, size=300)
    shown = [found(with_other_keys(drawn, seed), GUARDED).estimate for seed in range(12)]
    [exact] = found(drawn, EXACT).estimate.balance
    lines = [one.balance[0] for one in shown]
    for name in ("treated", "comparison", "weighted", "smd_before"):
        seen = [getattr(line, name) for line in lines]
        assert len(set(seen)) > 1, name
        # a person or two of three hundred
        assert np.mean(seen) == pytest.approx(getattr(exact, name), abs=0.03)
    assert len({one.smd_before for one in shown}) > 1
    assert {abs(line.smd_before) for line in lines} <= {round(one.smd_before, 2) for one in shown}


def test_the_ratio_of_both_results_is_that_of_the_results_shown() -> None:
    one = found(world(3, size=400), GUARDED).estimate
    assert one.deadweight.value == pytest.approx(one.counterfactual / one.gross, abs=0.001)
    assert one.deadweight.low < one.deadweight.value < one.deadweight.high


def works_by_ratio(rules, unions=400):
    """Take the ratio of both results of unions with and without a group; work out who works in it.

    Of a raw difference the result without the course is that of the comparison persons alone, so
    the ratio gives the share of participants at work, and rounding averages out. How many take part
    is taken to be known.

    Returns:
        The error of the mean, in persons.
    """
    drawn, rng = world(5, size=1500), np.random.default_rng(6)
    part = rng.integers(0, 12, 1500)
    took, works = drawn["took_part"], drawn["pay"] > 0
    seen = []
    for _ in range(unions):
        inside = rng.permutation(np.arange(1, 12))[: rng.integers(5, 11)]
        at_work = []
        for codes in (inside, np.append(inside, 0)):
            rows = ~took | np.isin(part, codes)
            one = found({name: values[rows] for name, values in drawn.items()}, rules, RAW).estimate
            share = works[~took].mean() / one.deadweight.value
            at_work.append(share * (took & np.isin(part, codes)).sum())
        seen.append(at_work[1] - at_work[0])
    return abs(np.mean(seen) - (took & works & (part == 0)).sum())


def test_ratios_of_many_unions_would_give_who_works_were_they_exact(monkeypatch) -> None:
    """The error of one answer is about one person; without the rule the mean has a tenth of it."""
    monkeypatch.setattr(guarding, "following", lambda one, *_: one)
    assert works_by_ratio(GUARDED, 60) < 0.3


def test_the_p_value_of_the_placebo_is_that_of_the_placebo_shown() -> None:
    """With its error an exact one would give the exact placebo."""
    drawn = world(2, size=300)
    shown = [found(with_other_keys(drawn, seed), GUARDED).placebo for seed in range(8)]
    assert len({one.p_value for one in shown}) > 1
    for one in shown:
        freedom = one.clusters - 1
        p_value = 2 * scipy.stats.t.sf(abs(one.att) / one.se, freedom)
        assert one.p_value == pytest.approx(p_value, abs=0.05)


@BOTH
def test_a_size_is_shown_by_tens_however_small(rules) -> None:
    drawn = world(4, size=150)
    effective = found(drawn, rules).estimate.effective_n
    assert effective < 100
    assert effective % 10 == 0
    assert found(drawn, EXACT).estimate.effective_n % 10 != 0


def test_a_limit_of_the_verdict_looks_at_the_persons_shown() -> None:
    """Unions on both sides of an exact limit would compare exact sums with it."""
    drawn = world(8, size=50)
    names = set()
    for seed in range(30):
        shown = found(with_other_keys(drawn, seed), GUARDED)
        names.add(any(reason.key == "arm_small" for reason in shown.verdict.reasons))
        least = min(shown.estimate.n_treated, shown.estimate.n_comparison)
        assert (least < 30) in names
    assert names == {True, False}


def test_a_group_of_a_league_that_is_too_small_to_compare_is_hidden(monkeypatch) -> None:
    def refuse(*_):
        raise TooFewRows(treated=3, compared=9, needed=12)

    monkeypatch.setattr(leagues, "assess_alike", refuse)
    people = people_of(world(1))
    for rules, is_hidden in ((GUARDED, True), (PUBLIC, True), (EXACT, False)):
        [group] = leagues._groups_of(people, WORK, rules, REGION.column)
        assert group.is_hidden is is_hidden
        assert (group.refused is None) is is_hidden


def test_why_nobody_is_known_is_stated_by_the_persons_shown() -> None:
    """The sentence would tell that five or more are waiting."""
    drawn = world(1, size=40)
    asked = people_of({**drawn, "took_part": np.arange(40) < 6})
    nobody = replace(asked, known=asked.known.where(asked.columns["participated"] == 0))
    columns = {**asked.raw.columns, "is_known": np.zeros(40)}
    nobody = replace(nobody, raw=replace(asked.raw, columns=columns), unknown=asked.raw)
    states = set()
    for seed in range(60):
        keys = np.random.default_rng(seed).integers(0, 2**32, 40).astype(float)
        raw = replace(nobody.raw, columns={**columns, "persons_key": keys})
        states.add(answers._nobody_known(replace(nobody, raw=raw), WORK, GUARDED) is None)
    assert states == {True, False}
    assert isinstance(answers._nobody_known(nobody, WORK, EXACT), OutcomeUnknown)


def test_types_of_course_are_in_an_order_that_compares_no_counts(con_of_types) -> None:
    assert marts.types_of_course(con_of_types, WORK) == ["a", "b", "c"]


@pytest.fixture
def con_of_types():
    import duckdb

    con = duckdb.connect()
    con.execute("create schema marts")
    con.execute(
        "create table marts.impact_cell as select * from (values ('b', 90), ('a', 3), ('c', 40)) "
        "as t(type_code, persons) cross join (select true as knows_12m, 1 as participated)"
    )
    yield con
    con.close()
