"""Data that cannot carry an estimate are refused by name: a sentence, never a number."""

from dataclasses import replace

import numpy as np
import pytest

from cruscotto.errors import CruscottoError
from cruscotto.evaluation import (
    DifferenceInDifferences,
    EvaluationError,
    MatchingOnObservables,
    Randomised,
    bootstrap,
    errors,
    estimate,
    estimate_by,
)
from cruscotto.evaluation.estimators.fit import Fit, standard_error
from cruscotto.evaluation.estimators.two_arms import ESTIMATORS
from cruscotto.evaluation.estimators.weighting import entropy_balancing
from cruscotto.evaluation.inference.grouping import ALONE, Grouping
from cruscotto.evaluation.inference.variance import Influence

METHODS = ("regression", "oaxaca", "ipw", "entropy", "aipw")


def matching(method="aipw", covariates=("age", "female"), **choices):
    return MatchingOnObservables(
        outcome="outcome", treated="treated", covariates=covariates, method=method, **choices
    )


def refusal(kind, design, columns):
    with pytest.raises(kind) as caught:
        estimate(design, columns)
    return caught.value.facts


@pytest.mark.parametrize("method", METHODS)
def test_a_covariate_that_predicts_treatment_perfectly_is_named(people, method):
    columns = people(n=300)
    columns["enrolled"] = np.where(columns["treated"], 5.0, 1.0) + columns["age"] / 10
    facts = refusal(errors.Separation, matching(method, ("age", "enrolled")), columns)
    assert facts == {"covariate": "enrolled"}


@pytest.mark.parametrize("method", METHODS)
def test_a_category_found_in_one_arm_only_is_named(people, method):
    columns = people(n=300)
    columns["region"] = np.where(
        columns["treated"] & (columns["age"] == 0), "Molise", columns["region"]
    )
    facts = refusal(errors.Separation, matching(method, ("age", "region")), columns)
    assert facts == {"covariate": "region=Molise"}


@pytest.mark.parametrize("method", ["regression", "oaxaca", "entropy"])
def test_verbs_without_a_logit_name_a_separating_covariate_too(people, sample_of, method):
    columns = people(n=300)
    columns["female"] = np.where(columns["treated"], 1.0, columns["female"])
    sample = sample_of(columns)
    with pytest.raises(errors.Separation) as caught:
        ESTIMATORS[method](sample, None)
    assert caught.value.facts == {"covariate": "female"}


def test_an_estimate_without_uncertainty_is_refused(people, sample_of):
    sample = sample_of(people(n=50))
    nothing = Influence(np.zeros(50), np.zeros(50))
    with pytest.raises(errors.ErrorVanishes):
        standard_error(Fit(0.3, nothing, np.ones(50)), sample, "hc1")


def test_one_cluster_among_people_alone_names_no_count_of_people(people, sample_of):
    sample = sample_of(people(n=50))
    rows = np.arange(50)
    alone = np.where(sample.treated, 0, ALONE)
    groups = Grouping(rows, alone, sample.count, sample.outcome, sample.spread)
    fit = Fit(0.3, Influence(np.ones(50), np.ones(50)), np.ones(50))
    with pytest.raises(errors.TooFewClusters) as caught:
        standard_error(fit, replace(sample, grouping=groups), "cluster")
    assert caught.value.facts == {"clusters": 1}


def test_covariates_that_separate_only_together_are_caught(people):
    columns = people(n=300)
    draw = np.random.default_rng(2)
    columns["a"] = draw.standard_normal(300)
    columns["b"] = columns["a"] + np.where(columns["treated"], 0.2, -0.2)
    facts = refusal(errors.Separation, matching(covariates=("age", "a", "b")), columns)
    assert facts["covariate"] in {"a", "b"}


def test_entropy_balancing_without_overlap_is_refused(people, sample_of):
    # nobody compared is as old as the treated are on average
    columns = people(n=400)
    old = columns["treated"]
    columns["age"] = np.where(old, 3.0, columns["age"] % 2)
    columns["age"][np.flatnonzero(old)[:3]] = 0.0
    sample = sample_of(columns)
    with pytest.raises(errors.NoOverlap) as caught:
        entropy_balancing(sample)
    assert caught.value.facts == {"covariate": "age"}


@pytest.mark.parametrize("arm", [True, False])
@pytest.mark.parametrize("method", [*METHODS, "difference"])
def test_one_arm_is_refused_with_its_size(people, method, arm):
    columns = people(n=200)
    columns["treated"] = np.full(200, arm)
    facts = refusal(errors.OneArm, matching(method), columns)
    assert facts == {"treated": 200 * arm, "compared": 200 * (not arm)}


@pytest.mark.parametrize("method", [*METHODS, "difference"])
def test_a_constant_outcome_is_refused_with_its_value(people, method):
    columns = people(n=200)
    columns["outcome"] = np.full(200, 0.7)
    facts = refusal(errors.ConstantOutcome, matching(method), columns)
    assert facts == {"outcome": "outcome", "value": "0.7"}


def test_an_outcome_that_only_repeats_treatment_is_refused(people):
    columns = people(n=200)
    columns["outcome"] = columns["treated"].astype(float)
    refusal(errors.ConstantOutcome, matching("difference"), columns)


@pytest.mark.parametrize("method", [*METHODS, "difference"])
def test_two_rows_are_refused(method):
    columns = {
        "outcome": np.array([1.0, 2.0]),
        "treated": np.array([1, 0]),
        "age": np.array([30, 40]),
        "female": np.array([0, 1]),
    }
    facts = refusal(errors.TooFewRows, matching(method), columns)
    assert (facts["treated"], facts["compared"]) == (1, 1)


def test_no_rows_at_all_are_refused(people):
    columns = {name: values[:0] for name, values in people(n=50).items()}
    refusal(errors.OneArm, matching(), columns)


def test_fewer_comparison_people_than_covariates_are_refused(people):
    columns = people(n=400)
    treated = columns["treated"]
    kept = treated | (np.cumsum(~treated) <= 3)
    columns = {name: values[kept] for name, values in columns.items()}
    facts = refusal(errors.TooFewRows, matching(covariates=("age", "female", "region")), columns)
    assert facts["compared"] == 3
    assert facts["needed"] > 3


def test_missing_covariates_are_counted_and_named(people):
    columns = people(n=200)
    columns["age"][:7] = np.nan
    facts = refusal(errors.ValuesMissing, matching(), columns)
    assert facts == {"column": "age", "rows": 7, "of": 200}


def test_an_unknown_covariate_is_named_with_the_closest(people):
    facts = refusal(errors.ColumnNotFound, matching(covariates=("agee",)), people(n=50))
    assert facts["column"] == "agee"
    assert facts["similar"].startswith("age")


def test_a_treatment_with_three_values_is_refused(people):
    columns = people(n=100)
    columns["treated"] = np.arange(100) % 3
    facts = refusal(errors.TreatmentNotBinary, matching(), columns)
    assert facts == {"column": "treated", "values": "0, 1, 2"}


@pytest.mark.parametrize(
    "values", [np.array(["a", "b"] * 50), np.full(100, np.inf), np.full(100, np.datetime64("2024"))]
)
def test_an_outcome_that_is_not_a_number_is_refused(people, values):
    columns = {**people(n=100), "outcome": values}
    assert refusal(errors.NotNumeric, matching(), columns)["column"] == "outcome"


def test_a_covariate_that_repeats_others_only_among_the_compared_is_named(people):
    columns = people(n=300)
    columns["wage"] = np.where(columns["treated"], columns["age"] ** 2, 2 * columns["age"])
    facts = refusal(errors.CollinearCovariate, matching("oaxaca", ("age", "wage")), columns)
    assert facts == {"covariate": "wage"}


def test_matching_without_covariates_is_refused(people):
    facts = refusal(errors.NoCovariates, matching(covariates=()), people(n=100))
    assert facts["method"] == "aipw"


def test_a_single_cluster_is_refused(people):
    columns = people(n=100)
    columns["course"] = np.zeros(100)
    assert refusal(errors.TooFewClusters, matching(cluster="course"), columns) == {"clusters": 1}


@pytest.mark.parametrize(
    "design",
    [
        matching("magic"),
        Randomised(outcome="outcome", treated="treated", method="aipw"),
        DifferenceInDifferences(outcome="outcome", treated="treated", method="oaxaca"),
        matching("aipw", vcov="naive"),
        matching("aipw", vcov="cluster"),
    ],
)
def test_a_choice_the_design_does_not_know_is_refused_with_those_it_knows(people, design):
    facts = refusal(errors.UnknownChoice, design, people(n=100))
    assert facts["known"]


def test_a_bootstrap_that_often_fails_is_refused(people):
    columns = people(n=60)
    # one rare level in each arm: most draws lose it in one of them
    columns["rare"] = np.zeros(60)
    treated = columns["treated"]
    columns["rare"][[np.flatnonzero(treated)[0], np.flatnonzero(~treated)[0]]] = 1.0
    with pytest.raises(errors.UnstableResampling):
        bootstrap(matching(covariates=("age", "rare")), columns, draws=40)


def test_a_region_that_cannot_be_estimated_keeps_its_reason(people):
    columns = people(n=900)
    columns["treated"] = columns["treated"] & (columns["region"] != "Umbria")
    found = estimate_by(matching(), columns, "region")
    assert isinstance(found["Umbria"], errors.OneArm)
    assert found["Lazio"].n_treated > 0


def test_every_refusal_has_its_own_key_and_exit_code():
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, EvaluationError)
    ]
    assert all(issubclass(kind, CruscottoError) for kind in kinds)
    assert all(kind.key.startswith("errors.evaluation_") for kind in kinds)
    assert len({kind.key for kind in kinds}) == len({kind.exit_code for kind in kinds})
    assert len({kind.key for kind in kinds}) == len(kinds)


def test_a_refused_placebo_is_a_design_error_of_its_own(people):
    design = matching(placebo="earlier")
    columns = people(n=200)
    columns["earlier"] = np.full(200, 3.0)
    refusal(errors.ConstantOutcome, replace(design, outcome="earlier"), columns)
