"""The verdict takes away: each rule broken alone withholds the word "causal"."""

from dataclasses import replace

import numpy as np
import pytest

from cruscotto.evaluation import (
    DifferenceInDifferences,
    Direction,
    Judgement,
    MatchingOnObservables,
    Randomised,
    assess,
    judge,
)
from cruscotto.evaluation.errors import ConstantOutcome
from cruscotto.evaluation.inference.sensitivity import Robustness
from cruscotto.evaluation.judgement.attrition import Attrition
from cruscotto.evaluation.judgement.diagnostics import BalanceLine, Overlap, Trim
from cruscotto.evaluation.judgement.result import Discontinuity, ImpactEstimate, PreTrend


def line(smd=0.02):
    return BalanceLine("age", 40.0, 38.0, 39.9, 0.3, smd, 1.0, 1.0)


GOOD = ImpactEstimate(
    design="MatchingOnObservables",
    method="aipw",
    estimand="att",
    assumption="unconfoundedness",
    outcome="employed",
    att=0.08,
    se=0.01,
    low=0.06,
    high=0.10,
    p_value=1e-9,
    confidence=0.95,
    vcov="hc1",
    gross=0.5,
    counterfactual=0.42,
    n_treated=2000,
    n_comparison=3000,
    clusters=0,
    outcome_sd=0.5,
    sample_hash="0",
    robustness=Robustness(0.10, 0.08),
    balance=(line(),),
    smd_after=0.02,
    overlap=Overlap(0.99, 1500.0, 0.01, 0.0),
)
PASSED = replace(GOOD, outcome="employed before", att=0.004, low=-0.016, high=0.024, p_value=0.7)
FAILED = replace(PASSED, att=0.05, low=0.03, high=0.07, p_value=1e-6)
JUMP = Discontinuity(5.0, 8.0, 0.08, 0.01, 60, 0.4, 0.7)


def keys(verdict):
    return [reason.key for reason in verdict.reasons]


def test_an_estimate_that_passed_every_check_is_credible():
    verdict = judge(GOOD, placebo=PASSED)
    assert verdict.judgement is Judgement.CREDIBLE
    assert verdict.reasons == ()
    assert verdict.may_say_causal
    assert verdict.is_effective
    assert verdict.wording == "verdict.wording.effect"
    assert verdict.maryland_level == 3


BLOCKING = {
    "placebo_failed": {"placebo": FAILED},
    "overlap_poor": {"overlap": Overlap(0.70, 1500.0, 0.01, 0.0)},
    "effective_n_poor": {"overlap": Overlap(0.99, 20.0, 0.2, 0.0)},
    "arm_small": {"n_treated": 29},
    "imbalance_severe": {"balance": (line(0.4),), "smd_after": 0.4},
    "method_raw": {"method": "difference"},
    "attrition_severe": {"attrition": Attrition(2000, 300, 3000, 90)},
    "pre_trend_failed": {
        "design": "StaggeredAdoption",
        "placebo": None,
        "pre_trend": PreTrend(20.0, 5, 0.001),
    },
    "density_jump": {
        "design": "RegressionDiscontinuity",
        "discontinuity": replace(JUMP, density_t=4.0, density_p=1e-4),
    },
}
DOUBTING = {
    "placebo_absent": {"placebo": None},
    "placebo_refused": {"placebo": ConstantOutcome(outcome="x", value="0")},
    "placebo_slight": {"placebo": replace(PASSED, att=0.008, low=0.002, high=0.014, p_value=0.009)},
    "placebo_blunt": {"placebo": replace(PASSED, low=-0.2, high=0.2)},
    "overlap_partial": {"overlap": Overlap(0.90, 1500.0, 0.01, 0.0)},
    "effective_n_low": {"overlap": Overlap(0.99, 60.0, 0.1, 0.0)},
    "imbalance": {"balance": (line(0.15),), "smd_after": 0.15},
    "arms_unbalanced": {"design": "Randomised", "balance": (line(0.15),), "smd_after": 0.15},
    "clusters_few": {"clusters": 12},
    "imprecise": {"low": -0.15, "high": 0.31},
    "fragile": {"robustness": Robustness(0.02, 0.004)},
    "attrition": {"attrition": Attrition(2000, 140, 3000, 30)},
    "attrition_explains": {"is_share": True, "attrition": Attrition(2000, 800, 3000, 1200)},
    "method_cross_section": {"method": "regression"},
    "standard_error_naive": {"vcov": "naive"},
    "pre_trend_absent": {"design": "PanelRegression", "method": "fixed_effects", "placebo": None},
    "density_unknown": {
        "design": "RegressionDiscontinuity",
        "discontinuity": replace(JUMP, density_t=None, density_p=None),
    },
    "running_coarse": {
        "design": "RegressionDiscontinuity",
        "discontinuity": replace(JUMP, distinct=8),
    },
    "trimming_changes": {"trims": (Trim(0.01, 1900, 0.07, 0.01), Trim(0.05, 1500, 0.02, 0.01))},
}


def judged(changes):
    changes = dict(changes)
    placebo, trims = changes.pop("placebo", PASSED), changes.pop("trims", ())
    return judge(replace(GOOD, **changes), placebo=placebo, trims=trims)


@pytest.mark.parametrize("key", BLOCKING)
def test_a_failed_check_makes_the_effect_not_determinable(key):
    verdict = judged(BLOCKING[key])
    assert keys(verdict) == [key]
    assert verdict.judgement is Judgement.NOT_DETERMINABLE
    assert not verdict.may_say_causal
    assert not verdict.is_effective
    assert verdict.wording == "verdict.wording.association"
    assert verdict.reasons[0].blocks


@pytest.mark.parametrize("key", DOUBTING)
def test_a_doubt_makes_the_effect_weak_and_withholds_the_word(key):
    verdict = judged(DOUBTING[key])
    assert keys(verdict) == [key]
    assert verdict.judgement is Judgement.WEAK
    assert not verdict.may_say_causal
    assert not verdict.is_effective


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, 3),
        ({"design": "Randomised"}, 5),
        ({"design": "RegressionDiscontinuity", "discontinuity": JUMP}, 4),
        ({"design": "DifferenceInDifferences", "method": "drdid"}, 3),
        ({"method": "regression"}, 2),
        ({"method": "difference"}, 1),
        ({"design": "PanelRegression", "method": "random_effects"}, 2),
        ({"placebo": FAILED}, 2),
        ({"method": "difference", "placebo": FAILED}, 1),
        ({"design": "Randomised", "balance": (line(0.2),), "smd_after": 0.2}, 4),
        (BLOCKING["density_jump"], 3),
        (BLOCKING["overlap_poor"], 2),
    ],
)
def test_the_maryland_level_is_that_of_the_design_less_one_if_its_checks_fail(changes, level):
    assert judged(changes).maryland_level == level


def test_a_lottery_needs_no_placebo():
    verdict = judge(replace(GOOD, design="Randomised", method="difference"))
    assert verdict.judgement is Judgement.CREDIBLE


def test_a_precise_zero_is_credible_and_not_effective():
    verdict = judge(replace(GOOD, att=0.002, low=-0.018, high=0.022), placebo=PASSED)
    assert verdict.judgement is Judgement.CREDIBLE
    assert verdict.direction is Direction.NONE_DETECTED
    assert not verdict.is_effective


def test_a_credible_harm_is_not_called_effective():
    verdict = judge(replace(GOOD, att=-0.08, low=-0.10, high=-0.06), placebo=PASSED)
    assert verdict.direction is Direction.NEGATIVE
    assert not verdict.is_effective


def test_multiplicity_may_take_the_direction_away():
    verdict = judge(GOOD, placebo=PASSED, adjusted_p=0.06)
    assert verdict.direction is Direction.NONE_DETECTED
    assert not verdict.is_effective
    assert judge(GOOD, placebo=PASSED, adjusted_p=0.04).is_effective


def test_one_group_of_several_is_judged_by_its_adjusted_p_value():
    alone = judge(GOOD, placebo=PASSED)
    assert alone.among_others(0.04, GOOD) == alone
    assert alone.among_others(0.06, GOOD) == replace(alone, direction=Direction.NONE_DETECTED)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.1), (-0.1, 0.0)])
def test_an_interval_that_ends_at_nothing_has_no_direction(low, high):
    verdict = judge(replace(GOOD, low=low, high=high), placebo=PASSED)
    assert verdict.direction is Direction.NONE_DETECTED


def test_reasons_carry_their_figures_and_blocking_ones_come_first():
    verdict = judged({**BLOCKING["overlap_poor"], "clusters": 12})
    assert keys(verdict) == ["overlap_poor", "clusters_few"]
    assert dict(verdict.reasons[0].facts) == {"value": 0.70, "line": 0.80}


def matching(**choices):
    return MatchingOnObservables(
        outcome="outcome", treated="treated", covariates=("age", "female", "region"), **choices
    )


def test_an_effect_on_real_rows_is_credible_when_the_placebo_passes(people):
    found = assess(matching(placebo="earlier"), people(n=6000, effect=0.5, seed=31))
    assert found.verdict.judgement is Judgement.CREDIBLE
    assert found.verdict.is_effective


def test_nothing_done_is_never_called_effective(people):
    for seed in range(8):
        found = assess(matching(placebo="earlier"), people(n=1500, effect=0.0, seed=seed + 40))
        assert not found.verdict.is_effective


def test_a_hidden_reason_to_take_part_fails_the_placebo_and_withholds_the_verdict(people):
    columns = people(n=3000, effect=0.5, seed=32)
    columns["earlier"] = columns["earlier"] + 0.4 * columns["treated"]
    found = assess(matching(placebo="earlier"), columns)
    assert found.verdict.judgement is Judgement.NOT_DETERMINABLE
    assert not found.verdict.may_say_causal
    assert found.placebo.low > 0


def test_poor_overlap_on_real_rows_withholds_the_verdict(people):
    columns = people(n=3000, effect=0.5, seed=33)
    draw = np.random.default_rng(1)
    columns["score"] = draw.standard_normal(3000) + 3.2 * columns["treated"]
    found = assess(replace(matching(placebo="earlier"), covariates=("score",)), columns)
    assert not found.verdict.may_say_causal
    assert {"overlap_poor", "effective_n_poor"} & set(keys(found.verdict))


def test_a_placebo_that_cannot_be_estimated_is_a_reason_not_an_error(people):
    columns = people(n=1000, seed=34)
    columns["earlier"] = np.zeros(1000)
    found = assess(matching(placebo="earlier"), columns)
    assert found.placebo is None
    assert found.placebo_refused == "errors.evaluation_constant_outcome"
    assert "placebo_refused" in keys(found.verdict)


def test_the_placebo_leaves_out_the_covariates_that_restate_it(people):
    columns = people(n=1000, seed=35)
    columns["worked"] = columns["earlier"] > 1
    design = MatchingOnObservables(
        outcome="outcome",
        treated="treated",
        covariates=("age", "earlier", "worked"),
        placebo="earlier",
        placebo_without=("worked",),
    )
    assert design.on_placebo().covariates == ("age",)
    assert [b.covariate for b in assess(design, columns).placebo.balance] == ["age"]


def test_the_placebo_of_a_naive_error_uses_a_sound_one(people):
    found = assess(matching(method="oaxaca", vcov="naive", placebo="earlier"), people(n=900))
    assert found.estimate.vcov == "naive"
    assert found.placebo.vcov == "hc1"


def test_the_trend_before_treatment_is_the_placebo_of_changes(people):
    columns = people(n=3000, effect=0.5, seed=36)
    columns["before"] = columns["earlier"]
    columns["long_before"] = columns["before"] - 0.5 * columns["treated"]
    columns["long_before"] += 0.3 * np.random.default_rng(2).standard_normal(3000)
    design = DifferenceInDifferences(
        outcome="outcome",
        before="before",
        earlier="long_before",
        treated="treated",
        covariates=("age",),
    )
    found = assess(design, columns)
    assert found.placebo.att == pytest.approx(0.5, abs=0.1)
    assert keys(found.verdict)[0] == "placebo_failed"


def test_a_real_lottery_is_at_level_five(people):
    columns = people(n=2000, seed=37)
    draw = np.random.default_rng(3)
    columns["treated"] = draw.random(2000) < 0.5
    columns["outcome"] = 0.5 * columns["treated"] + draw.standard_normal(2000)
    design = Randomised(outcome="outcome", treated="treated", covariates=("age", "female"))
    found = assess(design, columns)
    assert (found.verdict.maryland_level, found.verdict.judgement) == (5, Judgement.CREDIBLE)
