"""What is guarded from nobody is measured once for all; figures of persons once for each reader."""

import pytest

from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.facts import Edition, figures
from cruscotto.kpi.registry import KPIS

READERS = (Rules(), Rules(own=("ITC4",)), Rules(audience=Audience.PUBLIC))


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("reported_declaration_rate", 1),
        ("unmet_positions", 1),
        ("placement_rate_6m", len(READERS)),
        ("cost_per_participant_eur", len(READERS)),
        ("record_completeness", len(READERS)),
    ],
)
def test_a_figure_of_nobody_is_measured_once_for_all_readers(monkeypatch, name, many) -> None:
    asked = []

    def measured(con, kpi, by, selection, rules) -> Rules:
        asked.append(rules)
        return rules

    monkeypatch.setattr(figures, "measured", measured)
    link = f"an edition of {name}"
    editions = [Edition(link, None, rules) for rules in READERS]
    found = [figures.measure(edition, KPIS[name]) for edition in editions]
    assert len(asked) == many
    if many > 1:
        assert found == list(READERS)
    else:
        assert {rules.audience for rules in asked} == {Audience.PUBLIC}
