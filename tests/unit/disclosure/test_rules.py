"""The rules refuse what would not protect, and are explained in both languages."""

import pytest
from pydantic import ValidationError

from cruscotto.disclosure import AUDIENCES, Audience, Rules, explain, is_sensitive


def test_protected_is_the_audience_unless_another_is_named():
    rules = Rules()
    assert (rules.audience, rules.threshold, rules.sensitive_threshold) == ("protected", 5, 10)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 2},
        {"threshold": 12},
        {"sensitive_threshold": 4},
        {"noise_bound": 0},
        {"noise_variance": 0.0},
        {"noise_bound": 2, "noise_variance": 3.0},
        {"public_extra_bound": 1, "public_extra_variance": 2.0},
        {"public_threshold": 4},
        {"public_threshold": 12, "public_sensitive_threshold": 11},
        {"public_sensitive_threshold": 6},
        {"audience": "everybody"},
        {"treshold": 5},
    ],
)
def test_rules_that_would_not_protect_are_refused(wrong):
    with pytest.raises(ValidationError):
        Rules(**wrong)


def test_rules_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError):
        Rules().threshold = 3


@pytest.mark.parametrize("name", ["disability", "migrant", "minority", "homeless"])
def test_sensitive_names_are_known(name):
    assert is_sensitive("sex", name)
    assert not is_sensitive("sex", "region")


@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_is_explained_in_both_languages(audience):
    rules = Rules(audience=audience, threshold=4, noise_variance=2.5)
    for text in (AUDIENCES[audience], *explain(rules)):
        assert text.it
        assert text.en
        assert text.it != text.en
        assert "{" not in text.it + text.en


def test_the_explanation_states_the_figures_in_force():
    small, _, noise, *_ = explain(Rules(audience=Audience.PUBLIC, threshold=4, noise_variance=2.5))
    assert "da 1 a 3 persone" in small.it
    assert "1 to 3 persons" in small.en
    assert "varianza 2,5" in noise.it
    assert "variance 2.5" in noise.en
    assert "mai 10" in noise.it


def test_the_public_may_have_thresholds_of_its_own():
    rules = {a: Rules(audience=a, public_threshold=12) for a in Audience}
    assert rules[Audience.PROTECTED].threshold_for(sensitive=False) == 5
    assert rules[Audience.PROTECTED].threshold_for(sensitive=True) == 10
    assert rules[Audience.PUBLIC].threshold_for(sensitive=False) == 12
    assert rules[Audience.PUBLIC].threshold_for(sensitive=True) == 12
    assert rules[Audience.PUBLIC].threshold_for(False, Audience.PROTECTED) == 5


def test_an_installation_with_a_table_of_its_own_says_so(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("pcv,ckey,pvalue\n1,0,0\n")
    said = explain(Rules(noise_table=file))
    assert any("tabella di questa installazione" in text.it for text in said)
    assert not any("varianza" in text.it for text in said)
