"""Participants of single operations: cells like any other, and hidden where they are small."""

from typing import Any

import pytest

from cruscotto.disclosure import Rules
from cruscotto.kpi.operations.people import people_of
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import State
from cruscotto.kpi.registry import KPIS

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))


def codes(con: Any) -> list[str]:
    query = "select operation_code from marts.operation_people where slot = 'current'"
    return [code for (code,) in con.execute(query).fetchall()]


def test_every_operation_with_participants_has_its_figures(people) -> None:
    found = people_of(people.cursor(), codes(people.cursor()), EXACT)
    total = people.cursor().execute("select sum(participations) from marts.participation")
    assert sum(row.participations.value for row in found.values()) == total.fetchone()[0]


def test_an_operation_without_participants_is_absent(people) -> None:
    assert people_of(people.cursor(), ["NOWHERE"]) == {}


@pytest.mark.parametrize("audience", ["protected", "public"])
@pytest.mark.parametrize("threshold", [115, 125])
def test_a_small_operation_is_hidden_before_and_after_the_noise(
    people, threshold, audience
) -> None:
    rules = Rules(audience=audience, threshold=threshold, sensitive_threshold=200)
    con = people.cursor()
    exact, seen = people_of(con, codes(con), EXACT), people_of(con, codes(con), rules)
    states = set()
    for code in codes(con):
        row = seen[code].participations
        states.add(row.state)
        if exact[code].participations.value < threshold:
            assert row.state is State.HIDDEN
        if row.state is State.SHOWN:
            assert row.value >= threshold
    assert states == {State.HIDDEN, State.SHOWN}


def test_a_hidden_count_takes_its_rate_along(people) -> None:
    rules = Rules(audience="protected", threshold=120, sensitive_threshold=200)
    con = people.cursor()
    for found in people_of(con, codes(con), rules).values():
        if found.participations.state is State.HIDDEN:
            assert found.placement.state is State.HIDDEN
            assert found.placement.numerator is None


@pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
def test_an_operation_shows_the_count_that_its_records_have_anywhere(people, rules) -> None:
    con = people.cursor()
    exact, seen = people_of(con, codes(con), EXACT), people_of(con, codes(con), rules)
    noise = [seen[c].participations.value - exact[c].participations.value for c in codes(con)]
    assert any(noise)
    assert max(map(abs, noise)) <= rules.noise_bound + rules.public_extra_bound
    # where an axis of a programme is one operation, the two are one cell
    axes = {
        row.codes: row.value
        for row in measure(
            people, KPIS["participants_count"], ("programme", "axis"), rules=rules
        ).rows
    }
    shown = sorted(found.participations.value for found in seen.values())
    assert shown == sorted(axes.values())
