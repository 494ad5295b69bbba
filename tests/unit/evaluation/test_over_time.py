"""Staggered adoption and panel regressions against independent software."""

import moderndid
import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import PanelOLS, RandomEffects

from cruscotto.evaluation import PanelRegression, StaggeredAdoption, assess, estimate, widen
from cruscotto.evaluation.errors import (
    CohortChanges,
    CollinearCovariate,
    NoComparisonCohort,
    PeriodMissing,
    PeriodRepeated,
    TooFewObservations,
    UnknownChoice,
)


@pytest.fixture(scope="module")
def counties():
    return moderndid.load_mpdta().to_pandas()


def staggered(**choices):
    return StaggeredAdoption(
        outcome="lemp", unit="countyreal", time="year", cohort="first.treat", **choices
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("covariates", [(), ("lpop",)])
@pytest.mark.parametrize(
    ("comparison", "theirs"), [("never", "nevertreated"), ("not_yet", "notyettreated")]
)
def test_staggered_effects_agree_with_moderndid(counties, covariates, comparison, theirs):
    oracle = moderndid.att_gt(
        counties,
        yname="lemp",
        tname="year",
        idname="countyreal",
        gname="first.treat",
        xformla="~" + (covariates[0] if covariates else "1"),
        control_group=theirs,
        boot=False,
    )
    for aggregate in ("simple", "dynamic", "group", "calendar"):
        found = estimate(
            staggered(covariates=covariates, comparison=comparison, aggregate=aggregate), counties
        )
        expected = moderndid.aggte(oracle, type=aggregate, boot=False)
        assert found.att == pytest.approx(expected.overall_att, rel=1e-8)
        assert found.se == pytest.approx(expected.overall_se, rel=1e-8)
    assert found.pre_trend.p_value == pytest.approx(oracle.wald_pvalue, abs=1e-5)


def test_the_band_of_an_event_study_is_wider_than_its_pointwise_intervals(counties):
    effects = estimate(staggered(aggregate="dynamic"), counties).effects
    assert [e.name for e in effects] == ["-3", "-2", "-1", "+0", "+1", "+2", "+3"]
    assert all(e.band_low < e.low and e.band_high > e.high for e in effects)
    assert effects == estimate(staggered(aggregate="dynamic"), counties).effects


def test_passing_pre_trends_leave_staggered_adoption_at_level_three(counties):
    verdict = assess(staggered(), counties).verdict
    assert verdict.maryland_level == 3
    assert "pre_trend_failed" not in [reason.key for reason in verdict.reasons]


def test_groups_that_already_moved_apart_withhold_the_verdict(counties):
    drifting = counties.copy()
    drifting["lemp"] += 0.1 * (drifting["first.treat"] > 0) * (drifting["year"] - 2003)
    verdict = assess(staggered(), drifting).verdict
    assert "pre_trend_failed" in [reason.key for reason in verdict.reasons]
    assert not verdict.may_say_causal


def test_an_empty_cohort_means_never_treated(counties):
    blank = counties.copy()
    blank["first.treat"] = blank["first.treat"].where(blank["first.treat"] > 0)
    assert estimate(staggered(), blank).att == estimate(staggered(), counties).att


def test_cohorts_treated_from_the_start_are_left_out(counties):
    always = counties[counties["year"] >= 2004]
    without = always[always["first.treat"] != 2004]
    assert estimate(staggered(), always).att == pytest.approx(estimate(staggered(), without).att)


def test_a_unit_that_lacks_a_period_is_refused(counties):
    with pytest.raises(PeriodMissing) as refusal:
        estimate(staggered(), counties.iloc[1:])
    assert (refusal.value.facts["units"], refusal.value.facts["of"]) == (1, 500)


def test_a_unit_that_changes_cohort_is_refused(counties):
    changed = counties.copy()
    changed.loc[changed.index[0], "first.treat"] = 2006
    with pytest.raises(CohortChanges):
        estimate(staggered(), changed)


def test_without_untreated_units_there_is_no_comparison(counties):
    everybody = counties[counties["first.treat"] == 2006]
    with pytest.raises(NoComparisonCohort):
        estimate(staggered(), everybody)


def firms(seed=2, n=60, drop=0.0):
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"firm": np.repeat(np.arange(n), 4), "year": np.tile([2019, 2020, 2021, 2022], n)}
    )
    own = draw.standard_normal(n)[frame["firm"]]
    frame["grant"] = ((draw.random(4 * n) + 0.2 * own) > 0.6).astype(int)
    frame["size"] = draw.standard_normal(4 * n) + own
    frame["y"] = own + 0.5 * frame["grant"] + 0.2 * frame["size"] + draw.standard_normal(4 * n)
    return frame[draw.random(4 * n) >= drop].reset_index(drop=True)


def grants(**choices):
    return PanelRegression(
        outcome="y", treated="grant", covariates=("size",), unit="firm", time="year", **choices
    )


@pytest.mark.parametrize("drop", [0.0, 0.2])
def test_fixed_effects_agree_with_linearmodels(drop):
    frame = firms(drop=drop)
    indexed = frame.set_index(["firm", "year"])
    oracle = PanelOLS(
        indexed["y"], indexed[["grant", "size"]], entity_effects=True, time_effects=True
    ).fit()
    found = estimate(grants(vcov="iid"), frame)
    assert found.att == pytest.approx(oracle.params["grant"], rel=1e-8)
    assert found.se == pytest.approx(oracle.std_errors["grant"], rel=1e-8)


def test_errors_clustered_by_unit_agree_with_linearmodels():
    frame = firms()
    indexed = frame.set_index(["firm", "year"])
    years = pd.get_dummies(indexed.index.get_level_values(1), drop_first=True, dtype=float)
    years.index = indexed.index
    regressors = pd.concat([indexed[["grant", "size"]], years], axis=1)
    model = PanelOLS(indexed["y"], regressors, entity_effects=True)
    oracle = model.fit(
        cov_type="clustered", cluster_entity=True, group_debias=True, count_effects=False
    )
    found = estimate(grants(), frame)
    assert (found.vcov, found.clusters) == ("cluster", 60)
    # linearmodels divides by n - k; the factor (n - 1) / (n - k) is the usual one
    n = len(frame)
    assert found.se == pytest.approx(oracle.std_errors["grant"], rel=2 / n)


def test_random_effects_agree_with_linearmodels():
    frame = firms()
    indexed = frame.set_index(["firm", "year"])
    years = pd.get_dummies(indexed.index.get_level_values(1), drop_first=True, dtype=float)
    years.index = indexed.index
    regressors = pd.concat([indexed[["grant", "size"]], years], axis=1).assign(const=1.0)
    oracle = RandomEffects(indexed["y"], regressors).fit()
    found = estimate(grants(effects="random", vcov="iid"), frame)
    assert found.att == pytest.approx(oracle.params["grant"], rel=1e-3)
    assert found.se == pytest.approx(oracle.std_errors["grant"], rel=1e-2)


def test_random_effects_are_at_level_two_and_fixed_effects_at_three():
    levels = [
        assess(grants(effects=effects), firms()).verdict.maryland_level
        for effects in ("random", "fixed")
    ]
    assert levels == [2, 3]


def test_what_does_not_vary_within_units_has_no_fixed_effects_coefficient():
    frame = firms()
    frame["size"] = frame["firm"] % 3
    with pytest.raises(CollinearCovariate) as refusal:
        estimate(grants(), frame)
    assert refusal.value.facts["covariate"] == "size"


def test_a_unit_with_two_rows_for_a_period_is_refused():
    frame = pd.concat([firms(), firms().iloc[:1]])
    with pytest.raises(PeriodRepeated) as refusal:
        estimate(grants(), frame)
    assert refusal.value.facts == {"unit": "firm", "time": "year"}


def test_panels_have_no_naive_standard_error():
    with pytest.raises(UnknownChoice):
        estimate(grants(vcov="naive"), firms())


def test_a_panel_with_no_more_rows_than_parameters_is_refused():
    frame = firms(n=2).iloc[:5]
    with pytest.raises(TooFewObservations) as refusal:
        estimate(grants(), frame)
    assert refusal.value.facts["rows"] == 5


@pytest.mark.parametrize("vcov", ["naive", "cluster"])
def test_staggered_adoption_names_the_standard_errors_it_has(counties, vcov):
    with pytest.raises(UnknownChoice) as refusal:
        estimate(staggered(vcov=vcov), counties)
    assert refusal.value.facts["choice"] == vcov


def test_widening_puts_each_period_in_its_own_column():
    long = {
        "id": np.array([2, 1, 1, 2]),
        "year": np.array([2020, 2021, 2020, 2021]),
        "pay": np.array([20.0, 11.0, 10.0, 21.0]),
        "sex": np.array(["f", "m", "m", "f"]),
    }
    wide = widen(long, "id", "year", ("pay",))
    assert wide["id"].tolist() == [1, 2]
    assert wide["pay@2020"].tolist() == [10.0, 20.0]
    assert wide["pay@2021"].tolist() == [11.0, 21.0]
    assert wide["sex"].tolist() == ["m", "f"]
