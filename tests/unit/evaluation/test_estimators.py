"""Estimators against a known truth, against independent software and against calculus."""

from dataclasses import replace

import moderndid
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from cruscotto.evaluation import MatchingOnObservables, bootstrap
from cruscotto.evaluation.errors import NoCovariates
from cruscotto.evaluation.estimators.doubly_robust import difference_in_means, regression
from cruscotto.evaluation.estimators.fit import standard_error
from cruscotto.evaluation.estimators.linear import fit_propensity
from cruscotto.evaluation.estimators.two_arms import ESTIMATORS
from cruscotto.evaluation.estimators.weighting import dr_did

ADJUSTING = ("regression", "oaxaca", "ipw", "entropy", "aipw")
ALL = ("difference", *ADJUSTING, "drdid")


def nudged(sample, row, **steps):
    """The sample with one number of one row changed a little."""
    changed = {}
    for name, step in steps.items():
        values = getattr(sample, name).copy()
        values[row] += step
        changed[name] = values
    return replace(sample, **changed)


def derivative(estimator, sample, row, name, step=1e-4):
    up = estimator(nudged(sample, row, **{name: step}), None).att
    down = estimator(nudged(sample, row, **{name: -step}), None).att
    return (up - down) / (2 * step)


@pytest.mark.parametrize("method", ADJUSTING)
def test_att_is_zero_when_treatment_does_nothing(people, sample_of, method):
    sample = sample_of(people(n=4000, effect=0.0, seed=3))
    fit = ESTIMATORS[method](sample, None)
    assert abs(fit.att) < 2.5 * standard_error(fit, sample, "hc1")


@pytest.mark.parametrize("method", ADJUSTING)
def test_a_known_effect_is_found(people, sample_of, method):
    sample = sample_of(people(n=4000, effect=0.5, seed=4))
    fit = ESTIMATORS[method](sample, None)
    assert abs(fit.att - 0.5) < 2.5 * standard_error(fit, sample, "hc1")


def test_the_raw_difference_is_biased_where_the_adjusted_is_not(people, sample_of):
    sample = sample_of(people(n=4000, effect=0.0, seed=3))
    fit = difference_in_means(sample)
    assert fit.att > 3 * standard_error(fit, sample, "hc1")


@pytest.mark.parametrize("method", ALL)
@pytest.mark.parametrize("row", [0, 7, 200, 431])
def test_influence_is_the_derivative_in_the_weight_of_a_person(people, sample_of, method, row):
    sample = sample_of(people(n=500, seed=8))
    estimator = ESTIMATORS[method]
    influence = estimator(sample, None).influence
    # how the estimate moves when a little more of this person is added
    assert influence.value[row] == pytest.approx(
        derivative(estimator, sample, row, "count"), rel=1e-4, abs=1e-8
    )


@pytest.mark.parametrize("method", ALL)
@pytest.mark.parametrize("row", [1, 9, 300])
def test_slope_is_the_derivative_in_the_outcome_of_a_person(people, sample_of, method, row):
    sample = sample_of(people(n=500, seed=8))
    estimator = ESTIMATORS[method]
    slope = estimator(sample, None).influence.slope
    expected = derivative(estimator, sample, row, "outcome")
    assert slope[row] == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("method", ALL)
def test_influences_of_all_people_cancel(people, sample_of, method):
    sample = sample_of(people(n=500, seed=9))
    influence = ESTIMATORS[method](sample, None).influence
    assert abs(influence.value.sum()) < 1e-9


@pytest.mark.parametrize("vcov", ["iid", "hc1", "cluster"])
def test_regression_agrees_with_statsmodels(people, sample_of, vcov):
    columns = people(n=400, seed=5)
    sample = sample_of(columns, cluster="course")
    matrix = np.column_stack([columns["treated"], columns["age"], columns["female"]])
    model = sm.OLS(columns["outcome"], sm.add_constant(matrix.astype(float)))
    kind = {"iid": "nonrobust", "hc1": "HC1", "cluster": "cluster"}[vcov]
    groups = {"cov_kwds": {"groups": columns["course"]}} if vcov == "cluster" else {}
    oracle = model.fit(cov_type=kind, **groups)
    fit = regression(sample)
    assert fit.att == pytest.approx(oracle.params[1], rel=1e-10)
    assert standard_error(fit, sample, vcov) == pytest.approx(oracle.bse[1], rel=1e-9)


def test_propensity_agrees_with_statsmodels(people, sample_of):
    columns = people(n=400, seed=6)
    matrix = sm.add_constant(np.column_stack([columns["age"], columns["female"]]))
    oracle = sm.Logit(columns["treated"].astype(float), matrix).fit(disp=0, tol=1e-12)
    fitted = fit_propensity(sample_of(columns)).probabilities
    np.testing.assert_allclose(fitted, oracle.predict(), rtol=1e-8)


def test_drdid_agrees_with_moderndid(people, sample_of):
    columns = people(n=400, seed=7)
    columns["change"] = columns["outcome"] - columns["earlier"]
    sample = sample_of(columns, outcome="change")
    frame = pd.DataFrame(columns).reset_index(names="id")
    long = pd.concat(
        [frame.assign(year=1, y=frame["earlier"]), frame.assign(year=2, y=frame["outcome"])]
    )
    long["treated"] = long["treated"].astype(int)
    oracle = moderndid.drdid(
        long,
        yname="y",
        tname="year",
        idname="id",
        treatname="treated",
        xformla="~ age + female",
        est_method="trad",
    )
    fit = dr_did(sample)
    assert fit.att == pytest.approx(oracle.att, rel=1e-8)
    assert standard_error(fit, sample, "iid") == pytest.approx(oracle.se, rel=1e-3)


def test_drdid_without_covariates_is_the_plain_difference_of_changes(people, sample_of):
    columns = people(n=300)
    sample = sample_of(columns, covariates=("age",))
    bare = replace(sample, matrix=sample.matrix[:, :1], names=())
    fit, plain = dr_did(bare), difference_in_means(bare)
    assert fit.att == pytest.approx(plain.att, rel=1e-12)
    np.testing.assert_allclose(fit.influence.value, plain.influence.value, atol=1e-14)


def test_doubly_robust_and_drdid_are_the_same_formula(people, sample_of):
    sample = sample_of(people(n=300))
    one, other = ESTIMATORS["aipw"](sample, None), ESTIMATORS["drdid"](sample, None)
    assert one.att == other.att


def test_entropy_balancing_reproduces_every_mean_of_the_treated(people, sample_of):
    sample = sample_of(people(n=500, seed=2))
    weights = ESTIMATORS["entropy"](sample, None).weights
    comparison = ~sample.treated
    means = weights[comparison] @ sample.covariates[comparison] / weights[comparison].sum()
    np.testing.assert_allclose(means, sample.covariates[sample.treated].mean(axis=0), atol=1e-10)
    assert (weights[comparison] > 0).all()


@pytest.mark.parametrize("method", ["oaxaca", "ipw", "entropy", "aipw"])
def test_the_seeded_bootstrap_agrees_with_the_influence_function(people, sample_of, method):
    columns = people(n=500, seed=11)
    design = MatchingOnObservables(
        outcome="outcome", treated="treated", covariates=("age", "female"), method=method
    )
    resampled = bootstrap(design, columns, draws=250, seed=3)
    sample = sample_of(columns)
    expected = standard_error(ESTIMATORS[method](sample, None), sample, "hc1")
    assert resampled.se == pytest.approx(expected, rel=0.15)
    assert resampled == bootstrap(design, columns, draws=250, seed=3)


def test_the_clustered_bootstrap_resamples_whole_courses(people):
    columns = people(n=900, seed=12)
    shock = np.random.default_rng(1).standard_normal(45)
    columns["outcome"] = columns["outcome"] + 1.5 * shock[columns["course"]]
    # treatment by whole courses: then people of a course share luck and treatment
    columns["treated"] = columns["course"] % 2 == 0
    design = MatchingOnObservables(
        outcome="outcome", treated="treated", covariates=("age",), cluster="course"
    )
    alone = replace(design, cluster=None)
    together = bootstrap(design, columns, draws=120, seed=1)
    assert together.se > 2 * bootstrap(alone, columns, draws=120, seed=1).se


@pytest.mark.parametrize("method", ADJUSTING)
def test_methods_that_compare_like_with_like_need_to_know_what_alike_means(
    people, sample_of, method
):
    sample = sample_of(people(n=100), covariates=("age",))
    bare = replace(sample, matrix=sample.matrix[:, :1], names=())
    with pytest.raises(NoCovariates) as refusal:
        ESTIMATORS[method](bare, None)
    assert refusal.value.facts["method"] == method
