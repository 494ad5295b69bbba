"""Those whose outcome nobody knows: bounds, clusters in cells, worlds that fool a verdict."""

import importlib.util
import sys

import numpy as np
import pytest

from cruscotto.config import ROOT
from cruscotto.evaluation import Cells, MatchingOnObservables, assess, estimate
from cruscotto.evaluation.judgement.attrition import Attrition, bounds, tilted
from cruscotto.impact.cohorts import mature_cohorts


def benchmark(name):
    """Load a module that lies with the benchmarks, beside which it finds what it imports."""
    spec = importlib.util.spec_from_file_location(
        f"cruscotto_{name}", ROOT / "benchmarks" / f"{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        spec.loader.exec_module(module)
    return module


worlds = benchmark("worlds")


# ---------------------------------------------------------------- bounds
def all_completions(works, known):
    """Every share there can be once the unknown are filled in one way or the other."""
    return (works & known).mean(), ((works & known) | ~known).mean()


def test_manski_bounds_are_those_of_every_completion():
    draw = np.random.default_rng(1)
    works, known = draw.random(400) < 0.5, draw.random(400) < 0.8
    other, other_known = draw.random(600) < 0.4, draw.random(600) < 0.9
    low, high = all_completions(works, known)
    other_low, other_high = all_completions(other, other_known)
    lost = Attrition(400, (~known).sum(), 600, (~other_known).sum())
    found = bounds(works[known].mean(), other[other_known].mean(), lost)
    assert found.manski_low == pytest.approx(low - other_high)
    assert found.manski_high == pytest.approx(high - other_low)


def without_ends(rows, cut):
    """The mean after taking the likeliest off, and the least likely."""
    ordered = np.sort(rows)
    return ordered[: len(rows) - cut].mean(), ordered[cut:].mean()


def test_lee_bounds_trim_the_group_known_more_often():
    works, other = np.repeat([1.0, 0.0], [420, 280]), np.repeat([1.0, 0.0], [350, 350])
    # 700 known of 700 against 700 of 1,000: three in ten of the first are taken off
    low, high = without_ends(works, 210)
    found = bounds(works.mean(), other.mean(), Attrition(700, 0, 1000, 300))
    assert (found.lee_low, found.lee_high) == pytest.approx((low - 0.5, high - 0.5))
    low, high = without_ends(other, 210)
    found = bounds(works.mean(), other.mean(), Attrition(1000, 300, 700, 0))
    assert (found.lee_low, found.lee_high) == pytest.approx((0.6 - high, 0.6 - low))


def test_bounds_close_where_everybody_is_known():
    found = bounds(0.5, 0.4, Attrition(100, 0, 200, 0))
    ends = (found.manski_low, found.manski_high, found.lee_low, found.lee_high)
    assert ends == pytest.approx((0.1,) * 4)
    assert tilted(0.1, 0.5, Attrition(100, 0, 200, 0)) == pytest.approx(0.1)


def test_the_tilt_undoes_a_selection_of_its_own_strength():
    """Of 1,000 with rate .4, unknown with odds 2.5 times as high among those not at work."""
    at_work, others = 0.3, 2.5 * 0.3 / (0.7 + 2.5 * 0.3)
    known = 0.4 * (1 - at_work), 0.6 * (1 - others)
    gross = known[0] / sum(known)
    lost = Attrition(1000, 1000 * (1 - sum(known)), 1000, 0)
    assert tilted(gross - 0.4, gross, lost) == pytest.approx(0.0, abs=1e-12)


# ---------------------------------------------------------------- cohorts
def test_a_cohort_with_participants_too_recent_is_left_out_for_both_groups():
    cohort, count = np.array([0, 0, 1, 1, 1]), np.array([96.0, 4.0, 50.0, 50.0, 80.0])
    mature = np.array([True, False, True, False, True])
    treated = np.array([True, True, True, True, False])
    assert mature_cohorts(cohort, count, mature, treated).tolist() == [True] * 2 + [False] * 3


# ---------------------------------------------------------------- clusters held beside cells
def grouped(people, by):
    """Cells by covariates and arm, with the people of each by cluster beside them."""
    keys = np.column_stack([people[name] for name in (*by, "treated")]).astype(float)
    cells, row = np.unique(keys, axis=0, return_inverse=True)
    row = row.ravel()
    pairs, part = np.unique(np.column_stack([row, people["course"]]), axis=0, return_inverse=True)
    part = part.ravel()

    def moments(index, size):
        count = np.bincount(index, minlength=size).astype(float)
        sums = (np.bincount(index, people["outcome"] ** power, size) for power in (1, 2))
        return dict(
            zip(("count", "mean", "square"), (count, *(s / count for s in sums)), strict=True)
        )

    columns = {name: cells[:, place] for place, name in enumerate((*by, "treated"))}
    beside = {"row": pairs[:, 0], "cluster": pairs[:, 1], **moments(part, len(pairs))}
    whole = columns | moments(row, len(cells))
    return Cells(whole, "count", {"outcome": ("mean", "square")}, beside)


def alone(people, share=0.5):
    """Take some comparison people out of their course."""
    lone = ~people["treated"] & (np.random.default_rng(2).random(len(people["treated"])) < share)
    return people | {"course": np.where(lone, -1, people["course"])}


def in_courses(**choices):
    return MatchingOnObservables(
        outcome="outcome",
        treated="treated",
        covariates=("age", "female"),
        cluster="course",
        **choices,
    )


def test_clustered_errors_of_cells_are_those_of_people(people):
    rows = people(n=2000)
    by_person = estimate(in_courses(), rows)
    by_cell = estimate(in_courses(), grouped(rows, ("age", "female")))
    assert len(np.unique(rows["age"])) * 4 < 40
    assert (by_cell.att, by_cell.se, by_cell.clusters) == pytest.approx(
        (by_person.att, by_person.se, by_person.clusters), rel=1e-9
    )
    assert by_cell.variation.between == pytest.approx(by_person.variation.between, rel=1e-6)


def test_people_without_a_cluster_count_one_by_one(people):
    rows = alone(people(n=2000))
    own = np.where(rows["course"] < 0, 1000 + np.arange(2000), rows["course"])
    by_cell = estimate(in_courses(), grouped(rows, ("age", "female")))
    by_person = estimate(in_courses(), rows | {"course": own})
    assert by_cell.se == pytest.approx(by_person.se, rel=1e-9)
    assert by_cell.clusters == 45


def test_effects_that_vary_between_courses_are_measured(people):
    rows, draw = people(n=6000), np.random.default_rng(5)
    varied = rows["outcome"] + (0.8 * draw.standard_normal(45))[rows["course"]] * rows["treated"]
    same = estimate(in_courses(), rows).variation
    found = estimate(in_courses(), rows | {"outcome": varied}).variation
    assert (same.clusters, found.clusters) == (45, 45)
    assert found.between == pytest.approx(0.8, abs=0.2)
    assert found.p_value < 1e-6 < same.p_value


# ---------------------------------------------------------------- worlds, in small
# `benchmarks/worlds.py` draws 400 of each; these few show that a rule is there, or is taken away
DRAWS = 8


def test_where_all_holds_the_intervals_hold_the_truth_and_the_verdict_says_so():
    found = worlds.run("all assumptions hold", DRAWS)
    assert found.coverage >= 0.75
    assert found.effective >= 0.9


@pytest.mark.parametrize("shares", ["30/38 %", "25/42 %"])
@pytest.mark.parametrize("others", ["the others known", "the others at random"])
def test_unknown_outcomes_never_make_a_credible_effect(shares, others):
    assert worlds.run(f"unknown {shares}, {others}", DRAWS).effective <= 0.05


def test_without_the_rules_the_verdict_would_be_fooled():
    assert worlds.run("unknown 25/42 %, without the rules", DRAWS).effective >= 0.8


def test_a_recent_cohort_makes_no_effect_once_it_is_left_out():
    assert worlds.run("recent cohort left out", DRAWS).effective <= 0.05
    assert worlds.run("recent cohort pooled", DRAWS).effective >= 0.5


def test_effects_that_vary_between_operations_are_covered():
    assert worlds.run("effects vary, sd 10, by operation", DRAWS).coverage >= 0.75


def test_a_design_without_unknown_people_says_nothing_of_them(people):
    found = assess(in_courses(placebo="earlier"), people(n=2000))
    assert found.estimate.attrition is None
    assert found.estimate.bounds is None
