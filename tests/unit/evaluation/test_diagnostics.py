"""Balance, overlap, sensitivity, league tables."""

from dataclasses import replace
from math import exp, sqrt

import numpy as np
import pytest

from cruscotto.evaluation import (
    MatchingOnObservables,
    adjust_p_values,
    assess,
    estimate,
    estimate_by,
    funnel_limits,
    pool,
    risk_ratio_e_value,
    robustness_value,
    shrink,
    standardised_e_value,
)
from cruscotto.evaluation.impact import adjust_for_multiplicity
from cruscotto.evaluation.judgement.diagnostics import effective_size


def matching(method="aipw", **choices):
    return MatchingOnObservables(
        outcome="outcome",
        treated="treated",
        covariates=("age", "female", "region"),
        method=method,
        **choices,
    )


def test_balance_before_is_the_difference_over_the_pooled_deviation(people):
    columns = people(n=500)
    line = estimate(matching(), columns).balance[0]
    treated, other = columns["age"][columns["treated"]], columns["age"][~columns["treated"]]
    unit = np.sqrt((treated.var() + other.var()) / 2)
    assert line.covariate == "age"
    assert (line.treated, line.comparison) == pytest.approx((treated.mean(), other.mean()))
    assert line.smd_before == pytest.approx((treated.mean() - other.mean()) / unit)
    assert line.ratio_before == pytest.approx(treated.var() / other.var())


@pytest.mark.parametrize("method", ["oaxaca", "regression", "entropy"])
def test_methods_that_balance_exactly_show_it(people, method):
    found = estimate(matching(method), people(n=500))
    assert found.smd_before > 0.2
    assert found.smd_after < 1e-9


def test_odds_weights_improve_balance(people):
    found = estimate(matching("ipw"), people(n=2000))
    assert found.smd_after < 0.05 < 0.2 < found.smd_before


def test_equal_weights_have_the_size_they_have():
    assert effective_size(np.ones(40), np.ones(40)) == pytest.approx(40)
    assert effective_size(np.array([1.0, 0.0]), np.array([5.0, 50.0])) == pytest.approx(5)


def test_common_support_is_the_share_of_treated_within_reach(people):
    columns = people(n=2000)
    columns["score"] = np.linspace(0, 1, 2000) + 0.25 * columns["treated"]
    found = estimate(replace(matching(), covariates=("score",)), columns)
    treated, other = columns["score"][columns["treated"]], columns["score"][~columns["treated"]]
    inside = (treated >= other.min()) & (treated <= other.max())
    assert found.overlap.support_share == pytest.approx(inside.mean(), abs=0.002)


def test_extrapolation_of_a_regression_is_seen_in_negative_weights(people):
    columns = people(n=600)
    columns["age"] = columns["age"] + 4.0 * columns["treated"] * (columns["female"] == 1)
    found = estimate(replace(matching("oaxaca"), covariates=("age", "female")), columns)
    assert found.overlap.negative_share > 0.05
    assert estimate(matching("ipw"), people(n=600)).overlap.negative_share == 0.0


def test_trimming_keeps_fewer_people_at_each_step(people):
    columns = people(n=1500)
    columns["score"] = np.random.default_rng(2).standard_normal(1500) + 1.5 * columns["treated"]
    trims = assess(replace(matching(), covariates=("age", "score")), columns).trims
    kept = [trim.kept_treated for trim in trims]
    assert [trim.alpha for trim in trims] == [0.01, 0.05, 0.10]
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] < columns["treated"].sum()


def test_a_trim_that_leaves_too_little_says_why(people):
    columns = people(n=300)
    columns["score"] = np.random.default_rng(2).standard_normal(300) * 0.1 + 3 * columns["treated"]
    columns["score"][np.flatnonzero(columns["treated"])[0]] = 0.0
    columns["score"][np.flatnonzero(~columns["treated"])[0]] = 3.0
    last = assess(replace(matching(), covariates=("score",)), columns).trims[-1]
    assert last.att is None
    assert last.refused.startswith("errors.evaluation_")


def test_a_protective_ratio_has_the_e_value_of_its_inverse():
    harm, help_ = risk_ratio_e_value(2.0, 1.25, 3.2), risk_ratio_e_value(0.5, 1 / 3.2, 0.8)
    assert harm.point == pytest.approx(help_.point)
    assert harm.limit == pytest.approx(help_.limit)


def test_an_interval_that_holds_no_effect_needs_no_confounding():
    assert risk_ratio_e_value(1.2, 0.9, 1.6).limit == 1.0
    assert risk_ratio_e_value(0.8, 0.6, 1.1).limit == 1.0
    assert standardised_e_value(0.1, 0.2).limit == 1.0
    assert robustness_value(1.2, 500).alpha_value == 0.0


def test_stronger_effects_need_stronger_confounding():
    values = [robustness_value(t, 500).value for t in (1, 3, 9, 27, 81)]
    limits = [robustness_value(t, 500).alpha_value for t in (1, 3, 9, 27, 81, 2000)]
    assert values == sorted(values)
    assert limits == sorted(limits)
    assert limits[-1] < 1


def test_the_e_value_of_a_share_uses_its_risk_ratio(people):
    found = estimate(matching(), people(n=2000, binary=True))
    ratio = found.gross / found.counterfactual
    assert found.e_value.point == pytest.approx(ratio + np.sqrt(ratio * (ratio - 1)))


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg():
    raw = np.array([0.01, 0.04, 0.03, 0.005, 0.8])
    np.testing.assert_allclose(adjust_p_values(raw), [0.025, 0.05, 0.05, 0.025, 0.8])
    assert len(adjust_p_values(np.array([]))) == 0


def test_pooling_agrees_with_dersimonian_and_laird_by_hand():
    estimates, errors = np.array([0.1, 0.3, 0.5]), np.array([0.1, 0.1, 0.2])
    weights = errors**-2
    centre = weights @ estimates / weights.sum()
    scatter = weights @ (estimates - centre) ** 2
    between = (scatter - 2) / (weights.sum() - (weights**2).sum() / weights.sum())
    pooled = pool(estimates, errors)
    assert pooled.between**2 == pytest.approx(between)
    assert pooled.mean == pytest.approx(np.average(estimates, weights=1 / (errors**2 + between)))


def test_with_one_true_effect_few_regions_leave_the_wide_funnel():
    draw, near, far = np.random.default_rng(9), [], []
    for _ in range(200):
        errors = draw.uniform(0.02, 0.06, 20)
        estimates = 0.05 + errors * draw.standard_normal(20)
        limits = funnel_limits(pool(estimates, errors).mean, errors)
        pairs = list(zip(estimates, limits, strict=True))
        near += [not row.low_95 <= value <= row.high_95 for value, row in pairs]
        far += [not row.low_998 <= value <= row.high_998 for value, row in pairs]
    assert 0.03 < np.mean(near) < 0.06
    assert np.mean(far) < 0.004


def test_regions_that_differ_by_chance_alone_shrink_to_their_average():
    draw = np.random.default_rng(4)
    errors = draw.uniform(0.02, 0.06, 20)
    estimates = 0.05 + errors * draw.standard_normal(20)
    shrunken = np.array([one.value for one in shrink(estimates, errors)])
    assert shrunken.std() < 0.35 * estimates.std()


def test_shrunken_intervals_hold_true_effects_at_their_rate():
    draw = np.random.default_rng(5)
    held = []
    for _ in range(200):
        truth = 0.05 + 0.04 * draw.standard_normal(20)
        errors = draw.uniform(0.02, 0.06, 20)
        rows = shrink(truth + errors * draw.standard_normal(20), errors)
        held += [row.low <= t <= row.high for row, t in zip(rows, truth, strict=True)]
    assert 0.92 <= np.mean(held) <= 0.97


def test_uncertain_regions_shrink_more():
    rows = shrink(np.array([0.0, 0.2, 0.2, 0.4]), np.array([0.05, 0.02, 0.10, 0.05]))
    assert rows[1].reliability > rows[2].reliability
    assert all(0 <= row.reliability < 1 for row in rows)


def test_a_single_region_is_its_own_average():
    (row,) = shrink(np.array([0.3]), np.array([0.1]))
    assert row.value == pytest.approx(0.3)


def test_funnel_limits_widen_with_uncertainty():
    near, far = funnel_limits(0.1, np.array([0.01, 0.05]))
    assert near.low_95 == pytest.approx(0.1 - 1.959964 * 0.01)
    assert far.high_998 == pytest.approx(0.1 + 3.090232 * 0.05)


def test_multiplicity_is_counted_over_the_regions_that_were_estimated(people):
    columns = people(n=1500, effect=0.5)
    columns["treated"] = columns["treated"] & (columns["region"] != "Umbria")
    found = estimate_by(replace(matching(), covariates=("age",)), columns, "region")
    adjusted = adjust_for_multiplicity(found)
    assert list(adjusted) == ["Lazio", "Puglia"]
    assert all(adjusted[name] >= found[name].p_value for name in adjusted)


@pytest.mark.parametrize(
    ("ratio", "low", "high", "point", "limit"),
    [(3.9, 1.8, 8.7, 7.26, 3.0), (0.80, 0.71, 0.91, 1.81, 1.43)],
)
def test_e_values_are_those_of_vanderweele_and_ding(ratio, low, high, point, limit) -> None:
    """Formula feeding and death by infection; a protective ratio (2017, pages 270 and 271)."""
    found = risk_ratio_e_value(ratio, low, high)
    assert (found.point, found.limit) == pytest.approx((point, limit), abs=0.005)


def test_a_ratio_without_an_interval_is_its_own_limit() -> None:
    for ratio in (2.0, 0.5, 1.0):
        found = risk_ratio_e_value(ratio)
        assert found.limit == found.point
    assert risk_ratio_e_value(1.0).point == 1.0


@pytest.mark.parametrize("sign", [1, -1])
def test_a_difference_has_the_e_value_of_its_approximate_ratio(sign) -> None:
    found = standardised_e_value(sign * 0.5, 0.1)
    ratios = (exp(0.91 * 0.5), exp(0.91 * 0.5 - 1.78 * 0.1))
    expected = [ratio + sqrt(ratio * (ratio - 1)) for ratio in ratios]
    assert (found.point, found.limit) == pytest.approx(tuple(expected))


def test_robustness_is_that_of_cinelli_and_hazlett_in_darfur() -> None:
    """Direct harm and attitudes to peace: t of 4.18 with 783 degrees of freedom, 13.9 and 7.6 %."""
    found = robustness_value(4.18445, 783)
    assert (found.value, found.alpha_value) == pytest.approx((0.1388, 0.0763), abs=0.0001)
    half = robustness_value(2 * 4.18445, 783, share=0.5)
    assert half == robustness_value(4.18445, 783)


def test_a_strong_effect_of_few_observations_has_the_second_branch_of_the_limit() -> None:
    critical, partial = 4.30265 / sqrt(2), 10 / sqrt(3)
    expected = (partial**2 - critical**2) / (1 + partial**2)
    assert robustness_value(10, 3).alpha_value == pytest.approx(expected, abs=1e-5)
