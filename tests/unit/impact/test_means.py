"""Net effects on means, such as pay: simulated worlds, and what an attacker gains from them."""

import numpy as np
import pytest
import scipy

from cruscotto.disclosure import Rules
from cruscotto.evaluation import Direction, Judgement
from cruscotto.impact.amounts import in_unit
from cruscotto.impact.answers import assess_alike
from cruscotto.impact.arms import KNOWN, arm
from cruscotto.impact.choice import COVARIATES, PLACEBO, Choice
from cruscotto.impact.guarding import coarsened, is_small
from cruscotto.impact.marts import alike
from cruscotto.impact.outcomes import HIGHEST_PAY_EUR
from cruscotto.impact.people import COUNT, LeftOut, People, Rows

PAY = Choice(outcome="earnings_12m")
EXACT, GUARDED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
DRAWS = 400
COURSES = 80


def world(seed: int, effect: float = 0.0, size: int = 700) -> dict[str, np.ndarray]:
    """Draw persons: who worked before takes part less often, and earns more in any case."""
    draw = np.random.default_rng(seed)
    worked = draw.random(size) < 0.5
    took_part = draw.random(size) < np.where(worked, 0.4, 0.6)
    works = draw.random(size) < np.where(worked, 0.65, 0.35)
    pay = np.where(works, np.minimum(draw.lognormal(6.95, 0.4, size), HIGHEST_PAY_EUR), 0.0)
    return {
        "worked": worked,
        "took_part": took_part,
        "pay": pay + effect * took_part,
        "earlier": (draw.random(size) < np.where(worked, 0.6, 0.3)).astype(float),
        "key": draw.integers(0, 2**32, size).astype(float),
    }


def people_of(drawn: dict[str, np.ndarray]) -> People:
    """Return drawn persons as they come from the cells, in ceilings of pay."""
    size = len(drawn["pay"])
    pay, has_pay = drawn["pay"] / HIGHEST_PAY_EUR, (drawn["pay"] > 0).astype(float)
    codes = {name: np.zeros(size, dtype=np.int64) for name in COVARIATES}
    codes["work_before_code"] = drawn["worked"].astype(np.int64)
    columns = {
        "participated": drawn["took_part"].astype(float),
        COUNT: np.ones(size),
        f"{COUNT}_key": drawn["key"],
        "earnings_12m": pay,
        "earnings_12m_square": pay**2,
        "earnings_12m_count": has_pay,
        "earnings_12m_count_key": drawn["key"] * has_pay,
        "employed_12m": has_pay,
        "employed_12m_key": drawn["key"] * has_pay,
        PLACEBO: drawn["earlier"],
        f"{PLACEBO}_square": drawn["earlier"] ** 2,
        KNOWN: np.ones(size),
        "cell": np.zeros(size),
    }
    whole = Rows(codes, columns)
    cells, row = alike(whole)
    parts = {**columns, "row": row, "cluster": np.arange(size) % COURSES * 1.0}
    levels = {name: ("none", "some") for name in COVARIATES}
    nobody = whole.where(np.zeros(size, dtype=bool))
    return People(cells, parts, nobody, levels, True, "2024-08-31", LeftOut(), whole, {})


def estimated(drawn, rules=EXACT):
    people = people_of(drawn)
    found = coarsened(assess_alike(people, PAY, 1.0), people, PAY, rules)
    return in_unit(found, HIGHEST_PAY_EUR)


@pytest.fixture(scope="module")
def without_effect():
    return [estimated(world(seed)) for seed in range(DRAWS)]


def test_where_the_course_does_nothing_nothing_is_claimed(without_effect) -> None:
    claimed = [one.verdict.is_effective for one in without_effect]
    assert np.mean(claimed) <= 0.05
    apart = [one.verdict.direction is not Direction.NONE_DETECTED for one in without_effect]
    assert np.mean(apart) <= 0.07


def test_a_raw_difference_would_claim_a_loss_that_is_none() -> None:
    raw = [
        drawn["pay"][drawn["took_part"]].mean() - drawn["pay"][~drawn["took_part"]].mean()
        for drawn in map(world, range(60))
    ]
    assert np.mean(raw) < -30


@pytest.mark.parametrize("effect", [0.0, 200.0])
def test_a_constant_effect_is_covered_by_its_interval(effect, without_effect) -> None:
    found = without_effect if not effect else [estimated(world(n, effect)) for n in range(DRAWS)]
    inside = [one.estimate.low <= effect <= one.estimate.high for one in found]
    assert 0.93 <= np.mean(inside) <= 0.97


@pytest.mark.parametrize("rules", [GUARDED, PUBLIC], ids=["protected", "public"])
def test_guarded_intervals_cover_too(rules) -> None:
    found = [estimated(world(seed, 200.0), rules) for seed in range(100)]
    inside = [one.estimate.low <= 200.0 <= one.estimate.high for one in found]
    assert np.mean(inside) >= 0.93


def test_guarded_figures_follow_from_the_effect_and_the_error_shown() -> None:
    one = estimated(world(3, 200.0), GUARDED)
    shown = one.estimate
    exact = estimated(world(3, 200.0), EXACT).estimate
    assert shown.se > exact.se
    # two digits of the error, in ceilings, and an effect of as many places
    assert float(f"{shown.se / HIGHEST_PAY_EUR:.2g}") * HIGHEST_PAY_EUR == pytest.approx(shown.se)
    reach = scipy.stats.t.ppf(0.975, shown.clusters - 1)
    assert shown.high - shown.att == pytest.approx(reach * shown.se)
    assert shown.gross - shown.counterfactual == pytest.approx(shown.att)
    assert shown.deadweight is None
    assert shown.variation is None
    assert all(trim.se is None for trim in one.trims)
    assert one.verdict.judgement in Judgement


def totals(drawn, rules):
    """Return the pay of all participants as a reader works it out: mean times persons."""
    people = people_of(drawn)
    group = arm(people, PAY, rules, 1)
    true, shown = group.sums
    return (shown if rules.guards else true) * HIGHEST_PAY_EUR


def without(drawn, row):
    return {name: np.delete(values, row) for name, values in drawn.items()}


def guesses(rules, other):
    """Return how far the difference of two sums is from the pay of the one they differ by."""
    found = []
    for seed in range(120):
        drawn = world(seed, size=120)
        row = int(np.flatnonzero(drawn["took_part"] & (drawn["pay"] > 0))[0])
        less, truth = other(drawn, row)
        found.append(totals(drawn, rules) - totals(less, rules) - truth)
    return np.array(found)


def left(drawn, row):
    return without(drawn, row), drawn["pay"][row]


def corrected(drawn, row):
    pay = drawn["pay"].copy()
    pay[row] += 700
    return {**drawn, "pay": pay}, -700.0


@pytest.mark.parametrize("other", [left, corrected])
@pytest.mark.parametrize("rules", [GUARDED, PUBLIC], ids=["protected", "public"])
def test_two_sums_that_differ_by_one_person_do_not_give_that_persons_pay(rules, other) -> None:
    errors = guesses(rules, other)
    assert errors.std() > HIGHEST_PAY_EUR
    assert np.mean(np.abs(errors) < 100) < 0.3
    assert np.abs(guesses(EXACT, other)).max() < 1e-6  # without the guard they do


def test_asking_again_gives_the_same_noise() -> None:
    drawn = world(1)
    turned = {name: values[::-1] for name, values in drawn.items()}
    assert totals(drawn, GUARDED) == pytest.approx(totals(turned, GUARDED))


def test_few_with_pay_hide_the_estimate() -> None:
    drawn = world(1)
    paid = np.flatnonzero(drawn["took_part"] & (drawn["pay"] > 0))
    none = np.isin(np.arange(len(drawn["pay"])), paid[2:])
    few = {**drawn, "pay": np.where(none, 0.0, drawn["pay"])}
    assert is_small(people_of(few), PAY, GUARDED)
    assert not is_small(people_of(drawn), PAY, GUARDED)
    assert not is_small(people_of(few), PAY, EXACT)
