"""Repeated cross-sections: other people each time, the same two groups."""

import numpy as np
import pytest

from cruscotto.evaluation import RepeatedCrossSections, assess, estimate
from cruscotto.evaluation.errors import GroupAbsent


def workers(drift=0.0, effect=0.4, n=6000):
    """Three years; the group earns more all along, `drift` more each year, `effect` at last."""
    draw = np.random.default_rng(3)
    group, year = draw.random(n) < 0.5, draw.integers(2019, 2022, n)
    level = 1 + 0.7 * group + 0.2 * (year - 2019) + drift * group * (year - 2019)
    pay = level + effect * (group & (year == 2021)) + draw.standard_normal(n)
    return {"group": group, "year": year, "pay": pay}


def design(*periods):
    return RepeatedCrossSections(outcome="pay", treated="group", time="year", periods=periods)


def test_the_effect_is_found_and_the_earlier_years_test_the_trends():
    found = assess(design("2019", "2020", "2021"), workers())
    assert found.estimate.low < 0.4 < found.estimate.high
    assert found.placebo.low < 0 < found.placebo.high
    assert (found.verdict.reasons, found.verdict.maryland_level) == ((), 3)


def test_groups_that_already_drifted_apart_withhold_the_verdict():
    found = assess(design("2019", "2020", "2021"), workers(drift=0.3))
    assert found.verdict.reasons[0].key == "placebo_failed"
    assert not found.verdict.may_say_causal


def test_the_gross_result_is_that_of_the_group_afterwards():
    people = workers()
    found = estimate(design("2020", "2021"), people)
    after = people["group"] & (people["year"] == 2021)
    assert found.n_treated == after.sum()
    assert found.gross == pytest.approx(people["pay"][after].mean())


def test_a_group_that_nobody_belongs_to_in_a_period_is_named():
    people = workers()
    kept = ~people["group"] | (people["year"] > 2020)
    with pytest.raises(GroupAbsent) as refusal:
        estimate(design("2020", "2021"), {name: column[kept] for name, column in people.items()})
    assert refusal.value.facts == {"column": "group", "value": 1, "period": "2020"}
