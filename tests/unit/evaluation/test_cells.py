"""Cells give the estimate and the standard error of the people in them, to eight digits."""

import itertools

import numpy as np
import pandas as pd
import pytest

from cruscotto.evaluation import (
    Cells,
    DifferenceInDifferences,
    MatchingOnObservables,
    PanelCells,
    RegressionDiscontinuity,
    StaggeredAdoption,
    assess,
    bootstrap,
    cell_plan,
    estimate,
    estimate_by,
)
from cruscotto.evaluation.errors import (
    BadCells,
    CellsNotSupported,
    ColumnNotFound,
    EmptyCells,
    MomentMissing,
)

METHODS = ("difference", "regression", "oaxaca", "ipw", "entropy", "aipw")
EIGHT_DIGITS = {"rel": 1e-8}


def group(design, columns, **more):
    """Group people as an engine would, from the plan of the design alone."""
    plan = cell_plan(design)
    frame = pd.DataFrame(columns)
    grouped = frame.groupby([*plan.keys, *more.get("also", ())], sort=False)
    parts, moments = {"count": grouped.size()}, {}
    for wanted in plan.outcomes:
        values = frame[wanted.column] - (frame[wanted.subtract] if wanted.subtract else 0)
        keys = [frame[key] for key in [*plan.keys, *more.get("also", ())]]
        parts[f"{wanted.name}:mean"] = values.groupby(keys, sort=False).mean()
        parts[f"{wanted.name}:square"] = (values**2).groupby(keys, sort=False).mean()
        moments[wanted.name] = (f"{wanted.name}:mean", f"{wanted.name}:square")
    cells = pd.DataFrame(parts).reset_index()
    return Cells({name: cells[name].to_numpy() for name in cells.columns}, "count", moments)


def matching(method, **choices):
    return MatchingOnObservables(
        outcome="outcome",
        treated="treated",
        covariates=("age", "female", "region"),
        method=method,
        **choices,
    )


def assert_same(cells, people):
    for name in ("att", "se", "low", "high", "gross", "counterfactual", "smd_before", "outcome_sd"):
        assert getattr(cells, name) == pytest.approx(getattr(people, name), **EIGHT_DIGITS), name
    for name in ("n_treated", "n_comparison", "clusters"):
        assert getattr(cells, name) == getattr(people, name), name


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize(
    ("method", "vcov"),
    [
        *itertools.product(METHODS, ["iid", "hc1", "cluster"]),
        ("oaxaca", "naive"),
        ("entropy", "naive"),
    ],
)
def test_cells_equal_people(people, method, vcov, binary):
    columns = people(n=900, seed=21, binary=binary)
    design = matching(method, vcov=vcov, cluster="course" if vcov == "cluster" else None)
    cells, whole = group(design, columns), estimate(design, columns)
    assert len(cells.columns["count"]) < 900
    grouped = estimate(design, cells)
    assert_same(grouped, whole)
    assert grouped.deadweight.low == pytest.approx(whole.deadweight.low, **EIGHT_DIGITS)
    assert grouped.e_value.limit == pytest.approx(whole.e_value.limit, **EIGHT_DIGITS)
    assert grouped.overlap.effective_n == pytest.approx(whole.overlap.effective_n, **EIGHT_DIGITS)
    assert grouped.balance[0].ratio_after == pytest.approx(
        whole.balance[0].ratio_after, **EIGHT_DIGITS
    )


@pytest.mark.parametrize("cluster", [None, "course"])
def test_cells_of_changes_equal_people_for_drdid(people, cluster):
    columns = people(n=900, seed=22)
    design = DifferenceInDifferences(
        outcome="outcome",
        before="earlier",
        treated="treated",
        covariates=("age", "female", "region"),
        cluster=cluster,
    )
    grouped, whole = estimate(design, group(design, columns)), estimate(design, columns)
    assert grouped.att == pytest.approx(whole.att, **EIGHT_DIGITS)
    assert grouped.se == pytest.approx(whole.se, **EIGHT_DIGITS)


@pytest.mark.parametrize("cluster", [None, "course"])
@pytest.mark.parametrize("bandwidth", [None, 12.0])
def test_cells_equal_people_around_a_cutoff(cluster, bandwidth):
    draw = np.random.default_rng(5)
    score = np.round(40 * draw.standard_normal(4000))
    outcome = (draw.random(4000) < 0.4 + 0.002 * score + 0.1 * (score >= 0)).astype(float)
    columns = {"score": score, "outcome": outcome, "course": draw.integers(0, 60, 4000)}
    design = RegressionDiscontinuity(
        outcome="outcome", running="score", cutoff=0.0, bandwidth=bandwidth, cluster=cluster
    )
    grouped, whole = estimate(design, group(design, columns)), estimate(design, columns)
    assert_same(
        grouped.__class__(**{**vars(grouped), "smd_before": 0.0}),
        whole.__class__(**{**vars(whole), "smd_before": 0.0}),
    )
    assert grouped.discontinuity.bandwidth == pytest.approx(whole.discontinuity.bandwidth, rel=1e-8)
    assert grouped.discontinuity.density_t == pytest.approx(whole.discontinuity.density_t, rel=1e-8)


def staggered_units(seed=3, units=600, periods=5):
    draw = np.random.default_rng(seed)
    cohort = draw.choice([0, 3, 4], units)
    region = draw.choice(["N", "S"], units)
    area = draw.integers(0, 40, units)
    times = np.arange(1, periods + 1)
    base = draw.standard_normal(units) + (region == "S")
    trend = 0.1 * times + 0.05 * np.outer(region == "S", times)
    effect = 0.4 * ((cohort[:, None] > 0) & (times >= cohort[:, None]))
    outcome = base[:, None] + trend + effect + 0.5 * draw.standard_normal((units, periods))
    return cohort, region, area, times, outcome


@pytest.mark.parametrize("cluster", [None, "area"])
@pytest.mark.parametrize("aggregate", ["simple", "dynamic", "group", "calendar"])
def test_cells_equal_units_for_staggered_adoption(aggregate, cluster):
    cohort, region, area, times, outcome = staggered_units()
    units, periods = outcome.shape
    long = {
        "unit": np.repeat(np.arange(units), periods),
        "time": np.tile(times, units),
        "y": outcome.ravel(),
        **{
            n: np.repeat(v, periods)
            for n, v in {"cohort": cohort, "region": region, "area": area}.items()
        },
    }
    design = StaggeredAdoption(
        outcome="y",
        unit="unit",
        time="time",
        cohort="cohort",
        covariates=("region",),
        comparison="not_yet",
        aggregate=aggregate,
        cluster=cluster,
    )
    frame = pd.DataFrame({"cohort": cohort, "region": region, "area": area})
    keys = ["cohort", "region", *([cluster] if cluster else [])]
    means, products = {}, {}
    for i, t in enumerate(times):
        frame[f"m{t}"], means[float(t)] = outcome[:, i], f"m{t}"
        for j in range(i, periods):
            name = f"p{t}_{times[j]}"
            frame[name] = outcome[:, i] * outcome[:, j]
            products[(float(t), float(times[j]))] = name
    grouped = frame.groupby(keys)
    cells = grouped.mean(numeric_only=True).assign(count=grouped.size()).reset_index()
    data = PanelCells({n: cells[n].to_numpy() for n in cells.columns}, means, products)
    by_cell, by_unit = estimate(design, data), estimate(design, long)
    assert len(cells) < units
    for name in ("att", "se", "outcome_sd"):
        assert getattr(by_cell, name) == pytest.approx(getattr(by_unit, name), rel=1e-8)
    assert by_cell.pre_trend.p_value == pytest.approx(by_unit.pre_trend.p_value, rel=1e-6)
    assert [e.se for e in by_cell.effects] == pytest.approx(
        [e.se for e in by_unit.effects], rel=1e-8
    )


def test_a_placebo_that_cells_are_grouped_by_needs_no_moments(people):
    columns = people(n=900, seed=23)
    columns["past"] = np.round(columns["earlier"])
    design = MatchingOnObservables(
        outcome="outcome", treated="treated", covariates=("age", "past"), placebo="past"
    )
    cells = group(design, columns)
    assert "past" not in cells.moments
    grouped, whole = assess(design, cells), assess(design, columns)
    assert grouped.placebo.att == pytest.approx(whole.placebo.att, rel=1e-8)
    assert grouped.placebo.se == pytest.approx(whole.placebo.se, rel=1e-8)
    assert grouped.verdict == whole.verdict or [r.key for r in grouped.verdict.reasons] == [
        r.key for r in whole.verdict.reasons
    ]


@pytest.mark.parametrize("binary", [False, True])
def test_the_bootstrap_of_cells_is_that_of_people(people, binary):
    columns = people(n=900, seed=24, binary=binary)
    design = matching("aipw")
    cells = group(design, columns)
    one, other = bootstrap(design, cells, 300, seed=1), bootstrap(design, columns, 300, seed=1)
    assert one.se == pytest.approx(other.se, rel=0.15)


def test_regions_of_cells_equal_regions_of_people(people):
    columns = people(n=1500, seed=25)
    design = MatchingOnObservables(
        outcome="outcome", treated="treated", covariates=("age", "female")
    )
    cells = group(design, columns, also=("region",))
    grouped, whole = (estimate_by(design, data, "region") for data in (cells, columns))
    assert list(grouped) == ["Lazio", "Puglia", "Umbria"]
    for region, found in grouped.items():
        assert found.att == pytest.approx(whole[region].att, rel=1e-8)
        assert found.se == pytest.approx(whole[region].se, rel=1e-8)


def test_the_plan_lists_what_to_group_by_and_what_to_average():
    design = DifferenceInDifferences(
        outcome="pay_24",
        before="pay_22",
        earlier="pay_20",
        treated="t",
        covariates=("age",),
        cluster="course",
    )
    plan = cell_plan(design)
    assert plan.keys == ("t", "age", "course")
    assert [(o.name, o.column, o.subtract) for o in plan.outcomes] == [
        ("pay_24-pay_22", "pay_24", "pay_22"),
        ("pay_22-pay_20", "pay_22", "pay_20"),
    ]


def test_a_mean_square_below_the_squared_mean_is_refused():
    columns = {
        "t": np.array([0, 1]),
        "x": np.array([0, 0]),
        "count": np.array([5, 5]),
        "m": np.array([2.0, 3.0]),
        "s": np.array([3.0, 10.0]),
    }
    design = MatchingOnObservables(outcome="y", treated="t", method="difference")
    with pytest.raises(BadCells):
        estimate(design, Cells(columns, "count", {"y": ("m", "s")}))


def test_a_cell_of_nobody_is_refused():
    columns = {"t": np.array([0, 1]), "count": np.array([5, 0]), "m": np.ones(2), "s": np.ones(2)}
    design = MatchingOnObservables(outcome="y", treated="t", method="difference")
    with pytest.raises(EmptyCells) as refusal:
        estimate(design, Cells(columns, "count", {"y": ("m", "s")}))
    assert refusal.value.facts == {"rows": 1}


def test_panel_cells_without_a_product_name_its_periods():
    cells = PanelCells(
        {"g": np.array([0, 2]), "count": np.array([3, 3]), "a": np.ones(2), "b": np.ones(2)},
        means={1.0: "a", 2.0: "b"},
        products={(1.0, 1.0): "a", (2.0, 2.0): "b"},
    )
    with pytest.raises(MomentMissing) as refusal:
        estimate(StaggeredAdoption(outcome="y", unit="u", time="t", cohort="g"), cells)
    assert refusal.value.facts == {"early": "1", "late": "2"}


def test_cells_without_a_count_are_refused():
    columns = {"t": np.array([0, 1]), "m": np.array([2.0, 3.0]), "s": np.array([5.0, 10.0])}
    design = MatchingOnObservables(outcome="y", treated="t", method="difference")
    with pytest.raises(ColumnNotFound) as refusal:
        estimate(design, Cells(columns, "count", {"y": ("m", "s")}))
    assert refusal.value.facts["column"] == "count"


def test_designs_over_time_refuse_cells_of_people():
    design = StaggeredAdoption(outcome="y", unit="u", time="t", cohort="g")
    with pytest.raises(CellsNotSupported):
        estimate(design, Cells({"y": np.array([1.0])}))
