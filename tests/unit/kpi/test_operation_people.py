"""Participants of single operations: small ones are hidden, and never alone."""

from collections import defaultdict
from typing import Any

import pytest

from cruscotto.disclosure import Rules
from cruscotto.kpi.operation_people import people_of
from cruscotto.kpi.result import State

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))


def companies(con: Any) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    query = "select company_code, operation_code from marts.operation_people where slot = 'current'"
    for company, code in con.execute(query).fetchall():
        groups[company].append(code)
    return groups


def codes(con: Any) -> list[str]:
    return [code for listed in companies(con).values() for code in listed]


def test_every_operation_with_participants_has_its_figures(people) -> None:
    found = people_of(people.cursor(), codes(people.cursor()), EXACT)
    total = people.cursor().execute("select sum(participations) from marts.participation")
    assert sum(row.participations.value for row in found.values()) == total.fetchone()[0]


def test_an_operation_without_participants_is_absent(people) -> None:
    assert people_of(people.cursor(), ["NOWHERE"]) == {}


@pytest.mark.parametrize("threshold", [115, 120, 125, 130])
def test_a_small_operation_is_hidden_in_company_where_it_has_any(people, threshold) -> None:
    rules = Rules(audience="protected", threshold=threshold, sensitive_threshold=200)
    con = people.cursor()
    exact, told = people_of(con, codes(con), EXACT), people_of(con, codes(con), rules)
    for members in companies(con).values():
        small = [code for code in members if exact[code].participations.value < threshold]
        hidden = [code for code in members if told[code].participations.state is State.HIDDEN]
        assert set(small) <= set(hidden)
        if small and len(members) > len(small):
            assert len(hidden) == len(small) + 1
        if not small:
            assert not hidden


def test_a_hidden_count_takes_its_rate_along(people) -> None:
    rules = Rules(audience="protected", threshold=120, sensitive_threshold=200)
    con = people.cursor()
    for found in people_of(con, codes(con), rules).values():
        if found.participations.state is State.HIDDEN:
            assert found.placement.state is State.HIDDEN
            assert found.placement.numerator is None


def test_public_counts_carry_noise_within_its_bound(people) -> None:
    con = people.cursor()
    exact, told = people_of(con, codes(con), EXACT), people_of(con, codes(con), PUBLIC)
    noise = [told[c].participations.value - exact[c].participations.value for c in codes(con)]
    assert any(noise)
    assert max(map(abs, noise)) <= PUBLIC.noise_bound
