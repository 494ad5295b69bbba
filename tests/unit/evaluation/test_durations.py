"""Kaplan-Meier and cumulative incidence, beside published and simulated figures."""

import numpy as np
import pytest

from cruscotto.evaluation.estimators.durations import Step, median, reached

# Freireich and others 1963: weeks of remission of acute leukaemia; a minus is a censored time.
TREATED = (6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)


def steps_of(weeks: tuple[int, ...]) -> list[Step]:
    times = sorted({w for w in weeks if w > 0})
    return [Step(t, sum(abs(w) >= t for w in weeks), weeks.count(t)) for t in times]


@pytest.mark.parametrize(("weeks", "published"), [(TREATED, 23), (PLACEBO, 8)])
def test_the_published_medians_of_remission_are_reproduced(weeks, published) -> None:
    found = reached(steps_of(weeks))
    assert median(found) == published


def test_the_published_survival_and_greenwood_errors_are_reproduced() -> None:
    found = {one.time: one for one in reached(steps_of(TREATED))}
    assert found[6].neither == pytest.approx(0.857, abs=5e-4)
    assert found[6].neither_error == pytest.approx(0.0764, abs=5e-5)
    assert found[22].neither == pytest.approx(0.538, abs=5e-4)
    assert found[22].neither_error == pytest.approx(0.1282, abs=5e-5)


def test_with_one_kind_of_end_both_errors_are_greenwood_s() -> None:
    for one in reached(steps_of(TREATED)):
        assert one.had == pytest.approx(1 - one.neither)
        assert one.had_error == pytest.approx(one.neither_error)


def test_intervals_with_a_competing_end_cover_the_true_share() -> None:
    rng, inside = np.random.default_rng(8), 0
    for _ in range(400):
        first = rng.choice(3, 300, p=(0.3, 0.2, 0.5))  # job, study, neither at the first time
        still = (first == 2) & (rng.random(300) < 0.8)  # a fifth is lost from sight
        second = rng.choice(3, 300, p=(0.4, 0.1, 0.5))
        steps = [
            Step(1, 300, int((first == 0).sum()), int((first == 1).sum())),
            Step(
                6,
                int(still.sum()),
                int((still & (second == 0)).sum()),
                int((still & (second == 1)).sum()),
            ),
        ]
        low, high = reached(steps)[-1].interval
        inside += low <= 0.3 + 0.5 * 0.4 <= high
    assert 0.92 <= inside / 400 <= 0.98


def test_shares_add_up_to_one_and_stop_where_nobody_is_followed() -> None:
    found = reached([Step(1, 100, 40, 10), Step(6, 20, 5, 5), Step(12, 0, 0, 0)])
    assert [one.time for one in found] == [1, 6]
    assert all(one.had + one.other + one.neither == pytest.approx(1) for one in found)
