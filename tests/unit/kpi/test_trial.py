"""The trial on an installation's own data: attacks fail, and succeed where nothing is perturbed."""

import pytest

from cruscotto.disclosure import Audience, Rules
from cruscotto.kpi.trial.attacks import Trial, attacks
from cruscotto.kpi.trial.editions import between
from cruscotto.kpi.trial.relations import Relations


def test_attacks_recover_nothing_of_either_audience(people) -> None:
    found = list(attacks(people, Rules(), most=5))
    assert {audience for audience, _ in found} == {Audience.PROTECTED, Audience.PUBLIC}
    assert all(outcome.has_failed for _, outcome in found)
    assert sum(outcome.tried for _, outcome in found) > 10


@pytest.fixture
def no_noise(tmp_path) -> Rules:
    """Return rules that only hide."""
    file = tmp_path / "zeros.csv"
    file.write_text("pcv,ckey,pvalue\n1,0,0\n")
    return Rules(noise_table=file)


def test_where_small_counts_are_only_hidden_the_attacks_succeed(people, no_noise) -> None:
    rules = no_noise.model_copy(update={"threshold": 40, "sensitive_threshold": 40})
    found = {one.attack: one for one in Trial(people, rules, most=5).run()}
    assert found["unions"].exact == found["unions"].tried > 0
    assert found["tables"].exact > 0
    assert not found["unions"].has_failed
    assert not found["tables"].has_failed


class Small(Trial):
    """The trial of an installation of one region and one programme."""

    def _counts(self, kpi, by, *more, **others):
        found = super()._counts(kpi, by, *more, **others)
        return dict(list(found.items())[:1]) if by in (("region",), ("programme",)) else found


def test_one_region_and_one_programme_have_no_unions_to_subtract(people) -> None:
    assert Small(people, Rules(), most=5).filters().tried == 0


def test_two_editions_are_known_apart_only_as_far_as_their_noise(no_noise) -> None:
    assert between(23, 20, no_noise) == (3, 3)
    assert between(23, 20, Rules()) == (-17, 23)
    assert between(None, 0, Rules()) == (1, 16)


def test_records_taken_out_of_single_cells_are_found_where_counts_are_exact(
    people, no_noise
) -> None:
    attacked = Trial(people, no_noise).editions()
    assert attacked.exact == attacked.tried > 10
    guarded = Trial(people, Rules()).editions()
    assert guarded.tried == attacked.tried
    assert guarded.has_failed


@pytest.mark.parametrize(("shown", "reach"), [(0, (0, 0)), (20, (10, 30)), (7, (5, 17))])
def test_a_figure_says_no_more_than_its_noise_allows(shown, reach) -> None:
    known = Relations(1, Rules())
    known.shown([0], shown)
    assert known.reach(0) == reach


def test_a_hidden_figure_and_its_total_bound_one_another() -> None:
    known = Relations(2, Rules())
    known.shown([0], None)
    known.shown([1], 20)
    known.shown([0, 1], 22)
    assert known.reach(0) == (1, 16)
    assert known.reach(1) == (10, 30)
