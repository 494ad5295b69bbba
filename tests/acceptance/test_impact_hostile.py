"""Files and questions of an analyst who wants `cruscotto impact` to answer beyond its data.

Each is estimated as an independent computation estimates it, or refused in one sentence.
"""

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.errors import WrongValue
from cruscotto.evaluation.errors import (
    ArmOfOneCluster,
    CategoryNotRead,
    ErrorVanishes,
    OptionNotRead,
    PeriodsReversed,
    TreatmentChanges,
)
from cruscotto.i18n import error_sentence

from .impact_asking import ask

PEOPLE = ("--outcome", "y", "--treatment", "d")
GROUPS = ("--outcome", "y", "--treatment", "d", "--time", "year", "--method", "did")


def people(n=400):
    draw = np.random.default_rng(5)
    d, age = np.arange(n) % 2, draw.integers(20, 60, n)
    y = (draw.random(n) < 0.3 + 0.2 * d + 0.003 * (age - 20)).astype(int)
    return pd.DataFrame({"y": y, "d": d, "age": age, "course": draw.integers(0, 40, n)})


def written(folder, frame):
    path = folder / "people.csv"
    frame.to_csv(path, index=False)
    return path


def test_the_sheet_asked_for_is_the_sheet_read(tmp_path):
    path = tmp_path / "two.xlsx"
    with pd.ExcelWriter(path) as book:
        people().to_excel(book, sheet_name="first", index=False)
        people().assign(y=1 - people()["y"]).to_excel(book, sheet_name="second", index=False)
    first, second = (ask(path, *PEOPLE, "--sheet", name)["att"] for name in ("first", "second"))
    assert second == pytest.approx(-first)


@pytest.mark.parametrize(
    "option",
    [
        ("--unit", "course", "--time", "age"),
        ("--cutoff", "40"),
        ("--earlier", "age"),
        ("--periods", "1,2"),
        ("--aggregate", "group"),
        ("--not-yet",),
        ("--placebo-without", "age"),
        ("--where", "region=ITG1"),
        ("--target", "women"),
        ("--method", "rdd", "--running", "age", "--cutoff", "40", "--covariates", "course"),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(option, tmp_path):
    with pytest.raises(OptionNotRead) as refused:
        ask(written(tmp_path, people()), *PEOPLE, *option)
    assert refused.value.facts["option"] in option


def test_a_category_that_is_no_characteristic_is_refused(tmp_path):
    path = written(tmp_path, people())
    with pytest.raises(CategoryNotRead):
        ask(path, *PEOPLE, "--covariates", "age", "--categories", "course")


def test_what_the_warehouse_answers_with_its_own_columns_is_not_named(tmp_path):
    done = CliRunner().invoke(app, ["impact", "--running", "age", "--cutoff", "40"])
    assert isinstance(done.exception, WrongValue)


@pytest.mark.parametrize("codes", [lambda f: f["d"], lambda f: f["course"].where(f["d"] == 0, 99)])
def test_clusters_that_repeat_an_arm_have_no_error(codes, tmp_path):
    """Sums of influence over an arm are zero: the error came out as 0.0001 and less."""
    frame = people()
    path = written(tmp_path, frame.assign(course=codes(frame)))
    with pytest.raises(ArmOfOneCluster):
        ask(path, *PEOPLE, "--covariates", "age", "--cluster", "course")


def test_the_outcome_among_the_characteristics_leaves_no_error(tmp_path):
    with pytest.raises(ErrorVanishes):
        ask(
            written(tmp_path, people().assign(copy=people()["y"] * 3)),
            *PEOPLE,
            "--covariates",
            "copy",
        )


def test_an_outcome_far_from_zero_varies_as_one_near_it(tmp_path):
    near = ask(written(tmp_path, people()), *PEOPLE)
    far = ask(written(tmp_path, people().assign(y=people()["y"] + 1e9)), *PEOPLE)
    assert (far["att"], far["se"]) == pytest.approx((near["att"], near["se"]), rel=1e-6)


def test_a_level_of_one_arm_alone_is_named_without_claiming_that_it_divides_all(tmp_path):
    frame = people()
    frame["place"] = np.where((frame["d"] == 1) & (frame.index % 10 == 1), "alone", "shared")
    done = CliRunner().invoke(
        app, ["impact", "--data", str(written(tmp_path, frame)), *PEOPLE, "--covariates", "place"]
    )
    assert "o una parte di loro" in error_sentence(done.exception, "it")


def test_a_draw_that_a_characteristic_repeats_is_no_draw(tmp_path):
    frame = people()
    path = written(tmp_path, frame.assign(site=np.where(frame["d"] == 1, "A", "B")))
    found = ask(path, *PEOPLE, "--covariates", "site", "--randomised")
    assert found["verdict"] == "not_determinable"
    assert found["reasons"][0]["key"] == "arms_apart"


def test_a_placebo_that_stops_states_why_without_gaps(tmp_path):
    path = written(tmp_path, people().assign(steady=1))
    found = ask(path, *PEOPLE, "--covariates", "age", "--placebo", "steady")
    sentence = found["reasons"][0]["sentence"]
    assert "non varia" in sentence
    assert "…" not in sentence


def test_days_are_labels_from_either_kind_of_file(tmp_path):
    frame = people()
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["course"] % 4, "D")
    frame.to_parquet(tmp_path / "people.parquet")
    asked = (*PEOPLE, "--covariates", "age,day")
    found = [ask(path, *asked) for path in (written(tmp_path, frame), tmp_path / "people.parquet")]
    assert found[0]["att"] == pytest.approx(found[1]["att"], rel=1e-12)
    assert [line["covariate"] for line in found[0]["balance"]][1] == "day=2024-01-02"


@pytest.mark.parametrize("option", [("--bootstrap", "1"), ("--cost", "1000")])
def test_what_has_no_meaning_here_is_refused(option, tmp_path):
    with pytest.raises(WrongValue):
        ask(written(tmp_path, people().assign(y=people()["age"])), *PEOPLE, *option)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(lang, tmp_path):
    path = tmp_path / "people.json"
    people().to_json(path)
    done = CliRunner().invoke(app, ["impact", "--data", str(path), *PEOPLE])
    assert "people.json" in error_sentence(done.exception, lang)


# ---------------------------------------------------------------- before and after
def houses():
    """Two groups in ten years: the prices of the second rise by 5 from 1981 on."""
    draw = np.random.default_rng(11)
    frame = pd.DataFrame({"year": np.repeat(range(1974, 1984), 120), "d": np.tile([0, 1, 1], 400)})
    frame["y"] = 20 + 5 * frame["d"] * (frame["year"] > 1980) + draw.normal(0, 2, len(frame))
    return frame


@pytest.mark.parametrize("periods", ["1981,1979", "1981,1981"])
def test_periods_against_time_are_refused(periods, tmp_path):
    with pytest.raises(PeriodsReversed):
        ask(written(tmp_path, houses()), *GROUPS, "--periods", periods)


def test_rows_of_periods_that_are_not_used_are_counted(tmp_path):
    found = ask(written(tmp_path, houses()), *GROUPS)
    assert found["periods"] == ["1981", "1982", "1983"]
    assert found["rows_other_periods"] == 7 * 120
    found = ask(written(tmp_path, houses()), *GROUPS, "--periods", "1979,1981")
    assert found["rows_other_periods"] == 8 * 120
    assert found["att"] == pytest.approx(5, abs=3 * found["se"])


def test_the_smallest_of_four_groups_is_the_one_that_counts(tmp_path):
    frame = houses()
    early = (frame["d"] == 1) & (frame["year"] == 1979)
    frame = frame[~early | (early.cumsum() <= 5)]
    found = ask(written(tmp_path, frame), *GROUPS, "--periods", "1979,1981")
    assert found["verdict"] == "not_determinable"
    assert "5 persone" in found["reasons"][0]["sentence"]


def panel(begins):
    draw = np.random.default_rng(13)
    frame = pd.DataFrame({"unit": np.repeat(range(200), 2), "year": np.tile([2020, 2021], 200)})
    reached = frame["unit"] % 2 == 0
    frame["d"] = (reached & (frame["year"] >= begins)).astype(int)
    frame["y"] = 10 + 3 * reached * (frame["year"] == 2021) + draw.normal(0, 1, len(frame))
    return frame


FOLLOWED = ("--outcome", "y", "--treatment", "d", "--unit", "unit", "--time", "year")


def test_a_treatment_written_for_the_last_period_or_for_all_is_the_same(tmp_path):
    both = [
        ask(written(tmp_path, panel(begins)), *FOLLOWED, "--method", "drdid")
        for begins in (2020, 2021)
    ]
    assert both[0]["att"] == both[1]["att"] == pytest.approx(3, abs=0.5)


def test_a_treatment_that_ends_is_no_comparison_before_and_after(tmp_path):
    frame = panel(2020)
    frame.loc[(frame["unit"] < 20) & (frame["year"] == 2021), "d"] = 0
    with pytest.raises(TreatmentChanges) as refused:
        ask(written(tmp_path, frame), *FOLLOWED, "--method", "drdid")
    assert (refused.value.facts["units"], refused.value.facts["of"]) == (10, 200)


def test_units_compared_before_their_own_turn_are_counted(tmp_path):
    draw = np.random.default_rng(17)
    frame = pd.DataFrame({"unit": np.repeat(range(120), 3), "year": np.tile([1, 2, 3], 120)})
    frame["first"] = 2 + frame["unit"] % 2
    frame["y"] = draw.normal(0, 1, len(frame))
    asked = ("--outcome", "y", "--unit", "unit", "--time", "year", "--cohort", "first", "--not-yet")
    found = ask(written(tmp_path, frame), *asked)
    assert (found["n_treated"], found["n_compared"]) == (60, 60)


def test_outcomes_that_a_method_cannot_count_make_a_verdict_weak(tmp_path):
    draw = np.random.default_rng(19)
    score = draw.normal(0, 1, 3000)
    frame = pd.DataFrame({"score": score, "y": score + (score >= 0) + draw.normal(0, 0.5, 3000)})
    asked = ("--outcome", "y", "--running", "score", "--cutoff", "0")
    whole = ask(written(tmp_path, frame), *asked)
    assert whole["verdict"] == "credible"
    lost = frame.assign(y=frame["y"].where(frame.index % 5 > 0))
    found = ask(written(tmp_path, lost), *asked, "--drop-missing")
    assert found["verdict"] == "weak"
    assert "600 righe su 3.000" in found["reasons"][-1]["sentence"]
