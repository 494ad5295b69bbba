"""Grades and their posteriors, beside Kline, Rose and Walters 2023."""

import numpy as np
import pytest

from cruscotto.evaluation.judgement.grades import Posterior, deconvolve, grade

# Contact rates of 76 first names (arcsine of the square root) and their standard errors, from the
# authors' own example.
# fmt: off
NAMES = np.array([
    (0.5378796, 0.0137214),
    (0.5183938, 0.0173332),
    (0.5376698, 0.0174933),
    (0.5321293, 0.0138126),
    (0.5349975, 0.0136503),
    (0.5429654, 0.0176103),
    (0.5195304, 0.0137005),
    (0.5191337, 0.0171587),
    (0.5124635, 0.0138957),
    (0.5348539, 0.0173856),
    (0.5280289, 0.0171808),
    (0.5273169, 0.0174916),
    (0.5260304, 0.0136642),
    (0.5200323, 0.017532),
    (0.5062785, 0.0137207),
    (0.4948493, 0.0173658),
    (0.5319706, 0.0174299),
    (0.5112022, 0.0138058),
    (0.4788842, 0.0172069),
    (0.5137125, 0.0173035),
    (0.5141677, 0.0173923),
    (0.549143, 0.0136004),
    (0.5231071, 0.0138248),
    (0.5050443, 0.0173073),
    (0.511581, 0.0137598),
    (0.5282691, 0.0174053),
    (0.5165567, 0.0137762),
    (0.530145, 0.0136353),
    (0.5045394, 0.017168),
    (0.5149137, 0.0174202),
    (0.5045637, 0.0135525),
    (0.5082949, 0.0137733),
    (0.495632, 0.0136356),
    (0.5228567, 0.01755),
    (0.5121158, 0.0173994),
    (0.4859548, 0.0172424),
    (0.5427917, 0.017532),
    (0.4849729, 0.0138026),
    (0.4962962, 0.0137493),
    (0.4830228, 0.0172041),
    (0.480915, 0.0136894),
    (0.496978, 0.0136203),
    (0.4996683, 0.0138753),
    (0.5046561, 0.0137691),
    (0.4739943, 0.0137927),
    (0.5048763, 0.0172952),
    (0.4750718, 0.017299),
    (0.5468522, 0.0172252),
    (0.4771028, 0.0137336),
    (0.4956731, 0.017418),
    (0.5198153, 0.0136809),
    (0.5037281, 0.0136384),
    (0.5249298, 0.0172735),
    (0.4847282, 0.0138904),
    (0.5163847, 0.0174783),
    (0.55433, 0.0137249),
    (0.5187072, 0.0135906),
    (0.5333228, 0.0173502),
    (0.5152571, 0.0136813),
    (0.5081589, 0.0172079),
    (0.5160245, 0.0137271),
    (0.495646, 0.0137453),
    (0.4952836, 0.0137443),
    (0.5377599, 0.0173467),
    (0.5261399, 0.0138694),
    (0.5011643, 0.0137318),
    (0.4760262, 0.0136614),
    (0.4829698, 0.0172353),
    (0.5408048, 0.0174196),
    (0.5014312, 0.0137029),
    (0.5213051, 0.0137433),
    (0.5077116, 0.0137234),
    (0.519908, 0.0175341),
    (0.4919754, 0.0137075),
    (0.5075668, 0.0173075),
    (0.4855093, 0.0173978),
])
# fmt: on
PUBLISHED = (0.522524, 0.515032, 0.520510, 0.521265, 0.521993)
PENALTY = 4.0e-5  # where the published search stops


def test_the_published_posterior_means_are_reproduced_to_six_digits() -> None:
    found = deconvolve(*NAMES.T, points=5000, penalty=PENALTY)
    assert found.means[:5] == pytest.approx(PUBLISHED, abs=1e-6)


def test_the_penalty_is_found_near_the_published_one_and_pairs_add_up_to_one() -> None:
    found = deconvolve(*NAMES.T)
    assert found.means[:5] == pytest.approx(PUBLISHED, abs=2e-4)
    assert found.above + found.above.T == pytest.approx(np.ones((76, 76)))


def test_the_stated_share_of_wrong_pairs_is_the_true_one_on_average() -> None:
    rng, stated, true = np.random.default_rng(3), [], []
    for _ in range(12):
        truth = rng.normal(0, 1, 60)
        found = grade(deconvolve(truth + rng.normal(0, 0.7, 60), np.full(60, 0.7), points=150))
        of = np.array(found.of)
        higher = of[:, None] < of[None, :]
        stated.append(found.wrong)
        true.append(float((truth[:, None] < truth[None, :])[higher].mean()))
    assert np.mean(true) == pytest.approx(np.mean(stated), abs=0.03)
    assert 0.02 < np.mean(stated) < 0.2


def test_units_far_apart_have_grades_and_few_pairs_are_wrong() -> None:
    rng = np.random.default_rng(4)
    truth = np.repeat([0.2, 0.5, 0.8], 20)
    found = grade(deconvolve(truth + rng.normal(0, 0.02, 60), np.full(60, 0.02)))
    low, high = np.array(found.of)[:20], np.array(found.of)[40:]
    assert low.min() > high.max()
    assert found.wrong < 0.05
    assert found.apart > 0.6


def test_the_cuts_are_the_best_of_all_that_keep_the_order() -> None:
    rng = np.random.default_rng(5)
    mass = rng.dirichlet(np.ones(6), size=7)
    posterior = Posterior(np.arange(6.0), mass, mass.mean(axis=0))
    order = np.argsort(-posterior.means, kind="stable")
    above, worth = posterior.above[np.ix_(order, order)], 0.7

    def cost(of: np.ndarray) -> float:
        told = np.triu(of[:, None] != of[None, :], 1)
        return float((above.T - worth * above)[told].sum())

    splits = [np.cumsum([0, *(n >> k & 1 for k in range(6))]) for n in range(64)]
    best = min(cost(split) for split in splits)
    found = np.array(grade(posterior, worth).of)[order]
    assert cost(found) == pytest.approx(best)
