"""Regression discontinuity against `rdrobust`, and the check of the density."""

import numpy as np
import pytest

from cruscotto.evaluation import RegressionDiscontinuity, assess, estimate
from cruscotto.evaluation.errors import OneArm, RuleBroken, RunningTooCoarse
from cruscotto.evaluation.estimators.discontinuity import choose_bandwidths, local_linear_rdd
from cruscotto.evaluation.estimators.local_polynomial import Score
from cruscotto.evaluation.inference.density import check_density


def lee_people(seed, n):
    draw = np.random.default_rng(seed)
    x = draw.beta(2, 4, n) * 2 - 1
    below = np.polyval([7.33, 21.54, 20.21, 7.18, 1.27, 0.48], x)
    above = np.polyval([3.56, -9.01, 7.99, -3.00, 0.84, 0.52], x)
    return x, np.where(x < 0, below, above) + 0.1295 * draw.standard_normal(n)


def score(x, y, cluster=None, residual="nn"):
    return Score(x, y, np.ones(len(x)), np.zeros(len(x)), cluster, residual)


# rdrobust 2.1.1 with vce="hc1", masspoints="off": the width of least mean squared error
WIDTHS = [(1, 1500, 0.2688891325), (2, 800, 0.1579896788)]
# the same with h = b = 0.3: corrected estimate, robust error, conventional estimate and error
ESTIMATES = [
    (1, 1500, (0.0405678820, 0.0338114767), (0.0722795450, 0.0225356531)),
    (2, 800, (0.0554935033, 0.0510696100), (0.0360855904, 0.0340364079)),
]


# rdrobust 2.1.1 as it comes (nearest neighbours): both widths, corrected estimate, robust error
AS_IT_COMES = [
    (1, 1500, (0.264256656810443, 0.4529325856725947, 0.06288017307189858, 0.02743962868469077)),
    (2, 800, (0.16068600627460564, 0.2485014766122483, 0.0643559572632908, 0.06009751725493125)),
]


@pytest.mark.parametrize(("seed", "n", "width"), WIDTHS)
def test_the_bandwidth_agrees_with_rdrobust(seed, n, width):
    people = score(*lee_people(seed, n), residual="hc1")
    assert choose_bandwidths(people)[0] == pytest.approx(width, rel=1e-8)


@pytest.mark.parametrize(("seed", "n", "printed"), AS_IT_COMES)
def test_windows_correction_and_robust_error_agree_with_rdrobust(seed, n, printed):
    jump = local_linear_rdd(score(*lee_people(seed, n)))
    found = (jump.bandwidth, jump.bias_bandwidth, jump.att, jump.se)
    assert found == pytest.approx(printed, rel=1e-8)


@pytest.mark.parametrize(("seed", "n", "corrected", "conventional"), ESTIMATES)
def test_the_estimate_agrees_with_rdrobust(seed, n, corrected, conventional):
    jump = local_linear_rdd(score(*lee_people(seed, n), residual="hc1"), 0.3)
    assert (jump.att, jump.se) == pytest.approx(corrected, rel=1e-8)
    assert (jump.conventional, jump.conventional_se) == pytest.approx(conventional, rel=1e-8)


def test_the_clustered_bandwidth_agrees_with_rdrobust():
    people = score(*lee_people(1, 1500), np.arange(1500) // 10)
    assert choose_bandwidths(people)[0] == pytest.approx(0.2710886118, rel=1e-8)


def test_bandwidth_moves_with_the_unit_of_the_running_variable():
    x, y = lee_people(3, 1000)
    metres, millimetres = local_linear_rdd(score(x, y)), local_linear_rdd(score(1000 * x, y))
    assert millimetres.bandwidth == pytest.approx(1000 * metres.bandwidth, rel=1e-6)
    assert millimetres.att == pytest.approx(metres.att, rel=1e-6)


def admitted(side="above", n=3000, jump=0.3, seed=4):
    draw = np.random.default_rng(seed)
    points = draw.uniform(0, 100, n)
    treated = points >= 60 if side == "above" else points <= 60
    pay = 1 + 0.01 * points + jump * treated + 0.3 * draw.standard_normal(n)
    before = 1 + 0.01 * points + 0.3 * draw.standard_normal(n)
    return {"points": points, "treated": treated, "pay": pay, "before": before}


@pytest.mark.parametrize("side", ["above", "below"])
def test_the_treated_side_may_be_above_or_below(side):
    design = RegressionDiscontinuity(
        outcome="pay", running="points", cutoff=60.0, side=side, treated="treated"
    )
    found = estimate(design, admitted(side))
    assert found.low < 0.3 < found.high
    assert found.gross - found.counterfactual == pytest.approx(found.att)
    assert found.estimand == "effect_at_cutoff"


def test_a_smooth_placebo_and_density_leave_the_estimate_credible():
    design = RegressionDiscontinuity(outcome="pay", running="points", cutoff=60.0, placebo="before")
    found = assess(design, admitted(n=12_000))
    assert [reason.key for reason in found.verdict.reasons] == []
    assert (found.verdict.judgement, found.verdict.maryland_level) == ("credible", 4)


def test_a_placebo_that_jumps_withholds_the_verdict():
    people = admitted()
    people["before"] = people["before"] + 0.5 * people["treated"]
    design = RegressionDiscontinuity(outcome="pay", running="points", cutoff=60.0, placebo="before")
    found = assess(design, people)
    assert not found.verdict.may_say_causal
    assert found.verdict.reasons[0].key == "placebo_failed"


def test_sorting_at_the_cutoff_is_seen_in_the_density_and_withholds_the_verdict():
    people = admitted()
    helped = (people["points"] < 60) & (people["points"] > 52)
    lifted = helped & (np.random.default_rng(1).random(3000) < 0.6)
    people["points"] = np.where(lifted, 120 - people["points"], people["points"])
    found = assess(RegressionDiscontinuity(outcome="pay", running="points", cutoff=60.0), people)
    assert found.estimate.discontinuity.density_p < 0.001
    assert "density_jump" in [reason.key for reason in found.verdict.reasons]
    assert not found.verdict.may_say_causal
    assert found.verdict.maryland_level == 3


@pytest.mark.parametrize("whole", [False, True])
def test_the_density_check_rarely_alarms_without_sorting(whole):
    draw = np.random.default_rng(6)
    alarms = 0
    for _ in range(300):
        x = 12 * draw.standard_normal(1500)
        x = np.round(x) if whole else x
        alarms += check_density(x, np.ones(1500)).p_value < 0.05
    assert alarms / 300 < 0.09


def test_too_short_a_side_has_no_density_check():
    x = np.r_[np.linspace(-1, -0.01, 400), np.full(30, 0.005)]
    assert check_density(x, np.ones(len(x))) is None


def test_people_treated_against_the_rule_are_counted_and_refused():
    people = admitted()
    people["treated"] = people["treated"].copy()
    people["treated"][:5] = ~people["treated"][:5]
    design = RegressionDiscontinuity(
        outcome="pay", running="points", cutoff=60.0, treated="treated"
    )
    with pytest.raises(RuleBroken) as refusal:
        estimate(design, people)
    assert refusal.value.facts["rows"] == 5


def ages(lowest, highest, n=60_000):
    draw = np.random.default_rng(1)
    age = draw.integers(lowest, highest + 1, n)
    return {"age": age, "y": 0.1 * age + 0.5 * (age <= 29) + draw.standard_normal(n)}


def youth(**choices):
    return RegressionDiscontinuity(outcome="y", running="age", cutoff=29, side="below", **choices)


def test_a_running_variable_of_few_values_is_refused():
    with pytest.raises(RunningTooCoarse) as refusal:
        estimate(youth(), ages(27, 45))
    assert refusal.value.facts == {"distinct": 3, "needed": 7}


def test_a_window_narrower_than_the_steps_of_the_running_variable_is_refused():
    with pytest.raises(RunningTooCoarse) as refusal:
        estimate(youth(bandwidth=2.5), ages(15, 45))
    assert refusal.value.facts == {"distinct": 2, "needed": 4}


def test_an_age_limit_in_whole_years_is_estimated_but_doubted():
    found = assess(youth(), ages(15, 45))
    assert found.estimate.low < 0.5 < found.estimate.high
    assert "running_coarse" in [reason.key for reason in found.verdict.reasons]


def test_an_empty_side_of_the_cutoff_is_refused():
    with pytest.raises(OneArm):
        estimate(RegressionDiscontinuity(outcome="pay", running="points", cutoff=101.0), admitted())
