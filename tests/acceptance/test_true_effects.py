"""On the demonstration, whose true effects are known, the estimates tell the truth or nothing.

Each promise is a function; it holds as the code is, and is broken when the guard it rests on is
taken away, so that none of these tests can pass for another reason.
"""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.demo.people import true_effects
from cruscotto.disclosure import Rules
from cruscotto.errors import CruscottoError
from cruscotto.evaluation.judgement import rules as verdict_rules
from cruscotto.impact import answers, guarding, leagues, levels
from cruscotto.impact.answers import answer, lock_in, over_time
from cruscotto.impact.choice import Choice
from cruscotto.impact.courses import State, lock_in_of
from cruscotto.impact.leagues import by_region, by_subgroup
from cruscotto.ui.net_impact import files as impact_files
from cruscotto.warehouse import reader

EFFECTIVE, ZERO, FLAWED = ("08", "ESO4.1", "ESO4.3", "ESO4.4"), "10", "09"
RULES = Rules()
# The farthest that a public count can be from the truth.
FARTHEST = RULES.noise_bound + RULES.public_extra_bound


@pytest.fixture(scope="module")
def folder(whole_demonstration):
    return whole_demonstration


@pytest.fixture(scope="module")
def con(folder):
    return reader(folder / "cruscotto.duckdb")


def ask(folder, *arguments):
    link = str(folder / "cruscotto.duckdb")
    done = CliRunner().invoke(app, ["--warehouse", link, *arguments, "--format", "json"])
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def truth(folder: Path):
    rows = json.loads((folder / true_effects.NAME).read_text("utf-8"))["effects"]
    return {(r["outcome"], r["theme"], r["by"], r["group"]): r["att"] for r in rows}


def about(theme, outcome="employed_6m", **more):
    return Choice(outcome=outcome, where=(("theme", (theme,)),), **more)


# ---------------------------------------------------------------- the promises
def coverage_over_regions(con, truth, method="aipw"):
    inside = []
    for theme in (*EFFECTIVE, ZERO):
        for group in by_region(con, about(theme, method=method), RULES).shown:
            key = ("employed_6m", theme, "region", group.code)
            if key in truth:
                one = group.found.estimate
                inside.append(one.low <= truth[key] <= one.high)
    assert len(inside) > 50
    return float(np.mean(inside))


def zero_axis_is_not_effective(con, choice=about(ZERO)):  # noqa: B008 - a frozen value
    found = answer(con, choice, RULES).found
    assert not found.verdict.is_effective
    assert found.estimate.low <= 0 <= found.estimate.high


def failing_placebo_withholds_the_verdict(con):
    verdict = answer(con, about(FLAWED), RULES).found.verdict
    assert not verdict.may_say_causal
    assert verdict.judgement == "not_determinable"
    assert verdict.wording == "verdict.wording.association"


# ---------------------------------------------------------------- kept, and broken without guard
def test_most_true_effects_lie_inside_their_intervals_by_region(con, truth):
    """Not at 95 %: bodies of a region have fortunes that comparison persons do not share.

    Intervals know operations and not bodies: 54 of 60 and 48 of 58 held the truth in two draws of
    the demonstration. Where all assumptions hold, 94.8 % do (`benchmarks/worlds.py`).
    """
    assert 0.78 <= coverage_over_regions(con, truth) <= 0.995


def test_without_comparing_like_with_like_the_intervals_miss_the_truth(con, truth):
    assert coverage_over_regions(con, truth, method="difference") < 0.70


@pytest.mark.parametrize("theme", EFFECTIVE)
@pytest.mark.parametrize("outcome", ["employed_6m", "employed_12m"])
def test_axes_with_an_effect_are_found_out(con, truth, theme, outcome):
    one = answer(con, about(theme, outcome), RULES).found.estimate
    assert one.low > 0
    assert abs(one.att - truth[outcome, theme, "", ""]) < 4 * one.se


def test_an_axis_with_an_effect_is_called_effective(con):
    verdict = answer(con, about("08"), RULES).found.verdict
    assert (verdict.judgement, verdict.is_effective, verdict.reasons) == ("credible", True, ())


def test_the_zero_axis_is_not_called_effective(con):
    zero_axis_is_not_effective(con)


def test_without_comparing_like_with_like_the_zero_axis_would_be_called_effective(con):
    with pytest.raises(AssertionError):
        zero_axis_is_not_effective(con, about(ZERO, method="difference"))


def test_no_subgroup_of_the_zero_axis_is_called_effective(con):
    shown = by_subgroup(con, about(ZERO), RULES).shown
    assert len(shown) > 12
    assert not [group.code for group in shown if group.found.verdict.is_effective]


def test_the_failing_placebo_withholds_the_verdict(con):
    failing_placebo_withholds_the_verdict(con)


def test_without_the_rule_of_the_placebo_the_verdict_would_be_given(con, monkeypatch):
    monkeypatch.setattr(verdict_rules, "_placebo_reasons", lambda *_: iter(()))
    with pytest.raises(AssertionError):
        failing_placebo_withholds_the_verdict(con)


def test_the_groups_move_together_before_entry_and_part_after_it(con):
    steps = dict(over_time(con, about("08"), RULES))
    before = [step for months, step in steps.items() if months < -12]
    # one of four intervals of 95 % may miss the truth; the screen's title asks for most of them
    assert sum(not step.low <= 0 <= step.high for step in before) <= 1
    assert max(abs(step.att) for step in before) < 0.01
    assert steps[12].low > 0


def test_where_selection_is_hidden_the_groups_differed_before_entry(con):
    steps = dict(over_time(con, about(FLAWED), RULES))
    assert all(step.low > 0 for months, step in steps.items() if months < -12)


# ---------------------------------------------------------------- small groups
def shown_parts(con, choice):
    """The persons behind every group shown: at work and not, in each group."""
    people = answers.read_people(con, choice)
    league = by_region(con, choice, RULES)
    parts = [people.at_level("region_code", group.code) for group in league.shown]
    return [count for part in parts for count in answers.count_at_work(part, choice)], league


def test_no_estimate_is_shown_of_a_few_people(con):
    counts, league = shown_parts(con, about("ESO4.12", target="over_54"))
    assert [group for group in league.groups if group.is_hidden]
    assert min(counts, default=RULES.threshold) >= RULES.threshold


def test_without_the_guard_small_groups_would_be_shown(con, monkeypatch):
    monkeypatch.setattr(leagues, "is_small", lambda *_: False)
    with pytest.raises(AssertionError):
        test_no_estimate_is_shown_of_a_few_people(con)


def test_a_small_selection_gives_no_answer_at_all(con):
    choice = Choice(target="over_54", where=(("region", ("ITC2",)), ("theme", ("ESO4.11",))))
    said = answer(con, choice, RULES)
    assert said.found is None
    assert said.propensities is None


# ---------------------------------------------------------------- the command line
KEYS = {
    "att",
    "se",
    "low",
    "high",
    "n_treated",
    "n_compared",
    "effective_n",
    "smd_before",
    "smd_after",
    "placebo",
    "e_value",
    "robustness_value",
    "maryland_level",
    "verdict",
    "reasons",
    "sample_hash",
}


def test_the_command_line_says_what_the_screen_says(con, folder):
    said = ask(folder, "impact", "--warehouse", "--where", "theme=08", "--cost", "3000")
    one = answer(con, about("08"), RULES).found.estimate
    assert set(said) >= KEYS
    assert (said["att"], said["se"], said["sample_hash"]) == (one.att, one.se, one.sample_hash)
    assert said["cost_per_additional"]["value"] == pytest.approx(3000 / one.att)
    assert (said["is_synthetic"], said["where"]) == (True, {"theme": ["08"]})


def test_the_command_of_a_file_repeats_the_estimate(con, folder):
    choice = Choice(outcome="employed_12m", target="under_30", where=(("theme", ("08",)),))
    said = answer(con, choice, RULES)
    asked = shlex.split(impact_files.command(said))[1:]
    found = ask(folder, *(word for word in asked if word not in ("--format", "json")))
    assert found["sample_hash"] == said.found.estimate.sample_hash


def test_the_command_line_gives_regions_with_their_state(con, folder):
    groups = ask(folder, "impact", "--where", "theme=ESO4.12", "--by", "region")["groups"]
    states = {group["state"] for group in groups}
    assert {"shown", "hidden"} <= states <= {"shown", "hidden", "missing"}
    assert all("att" not in group for group in groups if group["state"] != "shown")
    assert all(set(group) >= KEYS for group in groups if group["state"] == "shown")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--where", "theme=ESO4.11", "--where", "region=ITC2"), 133),
        (("--where", "status=paid"), 20),
        (("--target", "everybody"), 20),
        (("--outcome", "employed_5y"), 20),
        (("--by", "course"), 20),
        (("--treatment", "treated"), 21),
    ],
)
def test_what_the_warehouse_cannot_answer_has_an_exit_code(folder, arguments, code):
    link = str(folder / "cruscotto.duckdb")
    done = CliRunner().invoke(app, ["--warehouse", link, "impact", *arguments])
    assert isinstance(done.exception, CruscottoError)
    assert (done.exception.exit_code, done.stdout) == (code, "")


def test_the_same_question_has_the_same_hash(con):
    hashes = {answer(con, about("ESO4.1"), RULES).found.estimate.sample_hash for _ in range(2)}
    assert len(hashes) == 1


# ---------------------------------------------------------------- what guarded audiences read
@pytest.mark.parametrize("audience", ["protected", "public"])
def test_persons_of_several_regions_are_the_sum_of_what_each_shows(con, audience):
    """Otherwise unions with and without a region would give its persons on average."""
    rules, regions = Rules(audience=audience), ("ITF2", "ITH1", "ITI3")

    def shown(*codes):
        choice = Choice(where=(("region", codes), ("theme", ("08",))))
        arms = [guarding.arm(answers.read_people(con, choice), choice, rules, a) for a in (1, 0)]
        return np.array([h.shown[0] for a in arms for h in (a.persons, a.works, a.unknown)])

    true = Choice(where=(("region", regions), ("theme", ("08",))))
    exact = guarding.arm(answers.read_people(con, true), true, Rules(audience="exact"), 1)
    assert shown(*regions).tolist() == sum(shown(code) for code in regions).tolist()
    assert abs(shown(*regions)[0] - exact.persons.true[0]) <= 3 * FARTHEST


def test_an_estimate_follows_the_persons_shown_in_few_digits(con):
    exact, seen = (answer(con, about("10"), Rules(audience=a)) for a in ("exact", "protected"))
    one, true = seen.found.estimate, exact.found.estimate
    assert abs(one.att - true.att) < 2 * FARTHEST / true.n_treated
    assert one.att == round(one.att, 3)
    assert one.n_treated % 10 == one.n_comparison % 10 == 0
    assert one.sample_hash != true.sample_hash
    assert all(share == round(share, 2) for share in seen.propensities.treated)


def test_who_is_compared_follows_the_persons_seen_at_each_level(con):
    """An exact limit that unions cross would give what they add up: levels left out show."""
    people = answers.read_people(con, about("10"))
    moved = 0
    for name in people.raw.codes:
        for seen, true in zip(
            levels.by_level(people, name, Rules()),
            levels.by_level(people, name, Rules(audience="exact")),
            strict=True,
        ):
            assert seen.true.tolist() == true.shown.tolist()
            moved += int((seen.shown != true.shown).sum())
    assert moved
    nobody, kept = answers.comparable(people, lambda p, name: ([0] * len(p.levels[name]),) * 2)
    assert (nobody.size, kept) == (0, 0.0)


def test_pay_follows_work_and_the_zero_axis_moves_nobodys_pay(con) -> None:
    """In the demonstration who works earns the same, course or not: 1,085 euro on average."""
    works = answer(con, about("08", "employed_12m"), RULES).found.estimate.att
    for outcome in ("earnings_12m", "earnings_change"):
        found = answer(con, about("08", outcome), RULES).found
        assert found.verdict.is_effective
        assert found.estimate.low <= works * 1085 <= found.estimate.high
        nothing = answer(con, about(ZERO, outcome), RULES).found
        assert not nothing.verdict.is_effective
        assert nothing.estimate.low <= 0 <= nothing.estimate.high
        flawed = answer(con, about(FLAWED, outcome), RULES).found
        assert not flawed.verdict.may_say_causal


def test_the_course_holds_its_participants_back_even_where_it_does_nothing(con) -> None:
    for theme in ("08", ZERO):
        held = lock_in_of(lock_in(con, about(theme), RULES))
        assert held.state is State.SHOWN
        assert held.is_effect
        assert -0.25 < held.low < held.high < -0.10
    assert lock_in_of(lock_in(con, about(FLAWED), RULES)).state is State.WITHHELD
