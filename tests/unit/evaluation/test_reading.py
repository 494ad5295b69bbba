"""Columns from arrays, engines and data frames; results ready for a screen or a file."""

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from cruscotto.evaluation import (
    DifferenceInDifferences,
    ImpactEstimate,
    MatchingOnObservables,
    Window,
    assess,
    cost_per_additional,
    estimate,
    to_plain,
)
from cruscotto.evaluation.data.columns import Table
from cruscotto.evaluation.errors import ValuesMissing


def matching(**choices):
    base = MatchingOnObservables(
        outcome="outcome", treated="treated", covariates=("age", "female", "region")
    )
    return replace(base, **choices)


def test_labels_become_one_indicator_per_level_but_the_first(people):
    names = [line.covariate for line in estimate(matching(), people()).balance]
    assert names == ["age", "female", "region=Puglia", "region=Umbria"]


def test_codes_that_look_like_numbers_may_be_declared_categories(people):
    columns = people()
    plain, coded = (
        estimate(matching(covariates=("age",), categories=c), columns) for c in ((), ("age",))
    )
    assert [line.covariate for line in plain.balance] == ["age"]
    assert [line.covariate for line in coded.balance] == ["age=1", "age=2", "age=3"]


def test_a_covariate_that_says_nothing_is_left_out_and_named(people):
    columns = {**people(), "constant": np.ones(600), "double": 2 * people()["age"]}
    design = matching(covariates=("age", "constant", "double"))
    found = estimate(design, columns)
    assert found.dropped == ("constant", "double")
    assert found.att == pytest.approx(estimate(matching(covariates=("age",)), columns).att)


@pytest.mark.parametrize(
    "make",
    [
        lambda columns: pd.DataFrame(columns),
        lambda columns: pd.DataFrame(columns).convert_dtypes(),
        lambda columns: {name: np.ma.MaskedArray(v) for name, v in columns.items()},
        lambda columns: {name: v.astype(object) for name, v in columns.items()},
        lambda columns: {**columns, "outcome": np.array([Decimal(v) for v in columns["outcome"]])},
    ],
)
def test_columns_may_come_from_any_engine(people, make):
    columns = people()
    assert estimate(matching(), make(columns)).att == pytest.approx(
        estimate(matching(), columns).att, rel=1e-12
    )


@pytest.mark.parametrize(
    "column",
    [
        np.array([1.0, np.nan, 3.0]),
        np.ma.MaskedArray([1, 2, 3], mask=[False, True, False]),
        np.array(["a", None, "b"], dtype=object),
        pd.array([1, None, 3], dtype="Int64"),
        pd.Series(["a", None, "b"]),
        np.array(["2024-01-01", "NaT", "2024-01-02"], dtype="datetime64[D]"),
    ],
)
def test_an_empty_value_is_seen_in_every_type(column):
    with pytest.raises(ValuesMissing) as refusal:
        Table({"x": column}).levels("x")
    assert refusal.value.facts == {"column": "x", "rows": 1, "of": 3}


def test_narrow_types_are_widened(people):
    columns = people()
    columns["age"] = (columns["age"] * 40).astype(np.int8)
    assert Table(columns).numbers("age").dtype == np.float64


def test_a_window_keeps_only_its_rows(people):
    columns = people()
    columns["exit"] = np.datetime64("2023-01-01") + np.arange(600)
    window = Window("exit", np.datetime64("2023-01-01"), np.datetime64("2023-12-31"))
    found = estimate(matching(window=window), columns)
    first = {name: values[:365] for name, values in columns.items()}
    assert found.n_treated + found.n_comparison == 365
    assert found.att == pytest.approx(estimate(matching(), first).att)


def test_rows_out_of_the_window_may_be_empty(people):
    columns = people()
    columns["year"] = np.repeat([2022, 2023], 300)
    columns["outcome"] = np.where(columns["year"] == 2022, np.nan, columns["outcome"])
    found = estimate(matching(window=Window("year", 2023, 2023)), columns)
    assert found.n_treated + found.n_comparison == 300


def test_only_those_who_may_be_compared_are(people):
    columns = people()
    columns["rejected"] = ~columns["treated"] & (np.arange(600) % 2 == 0)
    found = estimate(matching(compared="rejected"), columns)
    assert found.n_comparison == columns["rejected"].sum()
    assert found.n_treated == columns["treated"].sum()


def test_the_sample_hash_does_not_depend_on_the_order_of_rows(people):
    columns = people()
    order = np.random.default_rng(1).permutation(600)
    shuffled = {name: values[order] for name, values in columns.items()}
    one, other = estimate(matching(), columns), estimate(matching(), shuffled)
    assert one.sample_hash == other.sample_hash
    assert one.att == pytest.approx(other.att, rel=1e-12)


@pytest.mark.parametrize("column", ["outcome", "age", "treated"])
def test_the_sample_hash_changes_with_any_value(people, column):
    columns = people()
    changed = {name: values.copy() for name, values in columns.items()}
    changed[column][17] = 1 - changed[column][17]
    first, second = (estimate(matching(), c).sample_hash for c in (columns, changed))
    assert first != second


def test_gross_less_effect_is_the_counterfactual_and_deadweight_its_share(people):
    found = estimate(matching(), people(n=1500, binary=True))
    assert found.counterfactual == pytest.approx(found.gross - found.att)
    assert found.deadweight.value == pytest.approx(found.counterfactual / found.gross)
    assert found.deadweight.low < found.deadweight.value < found.deadweight.high < 1.1


def test_the_deadweight_interval_holds_the_truth_at_its_rate():
    draw, held, truth = np.random.default_rng(8), 0, 0.3 / 0.45
    for _ in range(300):
        treated = draw.random(800) < 0.5
        columns = {"t": treated, "y": draw.random(800) < np.where(treated, 0.45, 0.3)}
        design = MatchingOnObservables(outcome="y", treated="t", method="difference")
        share = estimate(design, columns).deadweight
        held += share.low <= truth <= share.high
    assert 0.92 <= held / 300 <= 0.98


def test_the_gross_result_of_changes_is_the_level_after(people):
    columns = people()
    design = DifferenceInDifferences(
        outcome="outcome", before="earlier", treated="treated", covariates=("age",)
    )
    found = estimate(design, columns)
    assert found.gross == pytest.approx(columns["outcome"][columns["treated"]].mean())
    assert estimate(replace(design, before=None), columns).gross is None


def test_clustered_intervals_use_the_freedom_of_clusters(people):
    columns = people()
    columns["course"] = columns["course"] % 6
    found = estimate(matching(cluster="course"), columns)
    assert (found.vcov, found.clusters) == ("cluster", 6)
    assert (found.high - found.att) / found.se == pytest.approx(2.570582, rel=1e-5)


def with_interval(att, low, high):
    fields = {name: None for name in ImpactEstimate.__dataclass_fields__}
    return ImpactEstimate(**{**fields, "att": att, "low": low, "high": high})


def test_cost_per_additional_success_divides_by_the_effect():
    cost = cost_per_additional(with_interval(0.10, 0.05, 0.20), 2000.0)
    assert (cost.value, cost.low, cost.high) == pytest.approx((20_000, 10_000, 40_000))


@pytest.mark.parametrize("low", [0.0, -0.01])
def test_cost_is_not_determinable_where_the_effect_may_be_nothing(low):
    assert cost_per_additional(with_interval(0.10, low, 0.20), 2000.0) is None


def test_an_assessment_can_be_written_as_json(people):
    found = assess(matching(placebo="earlier"), people())
    plain = json.loads(json.dumps(to_plain(found)))
    assert plain["estimate"]["att"] == found.estimate.att
    assert plain["verdict"]["judgement"] == str(found.verdict.judgement)
    assert plain["estimate"]["balance"][0]["covariate"] == "age"


def test_figures_without_end_become_empty_in_json():
    assert to_plain({"ratio": float("inf"), "rows": (1, float("nan"))}) == {
        "ratio": None,
        "rows": [1, None],
    }


def test_designs_can_be_cache_keys():
    assert hash(matching()) == hash(matching())
    assert matching() == matching()
    assert matching(method="ipw") != matching()


def test_the_package_needs_only_numpy_and_scipy():
    code = (
        "import sys, cruscotto.evaluation;"
        "print(sorted({'duckdb', 'pandas', 'streamlit', 'pyarrow', 'statsmodels'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
