"""Participants of single operations: small ones are hidden, and never alone."""

from collections import defaultdict
from typing import Any

import duckdb
import pytest

from cruscotto.disclosure import Rules
from cruscotto.kpi.operations.people import people_of
from cruscotto.kpi.query.result import State

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


def test_a_small_operation_is_not_alone_in_its_pact_either(people, tmp_path) -> None:
    """Two operations of different axes in one pact: the pact's total must not give one away."""
    con = duckdb.connect()
    con.execute("create schema marts")
    columns = people.cursor().execute("describe marts.operation_people").fetchall()
    listed = ", ".join(f"{name} {kind}" for name, kind, *_ in columns)
    con.execute(f"create table marts.operation_people ({listed})")
    for code, axis, count in (("A", "1", 3), ("B", "2", 40), ("C", "1", 60), ("D", "2", 80)):
        pact = "pact|P" if code in "AB" else f"{axis}"
        con.execute(
            "insert into marts.operation_people by name select 'current' as slot, $code as "
            "operation_code, false as is_synthetic, $axis as company_code, $pact as "
            "pact_company_code, $n as participations, 0 as known_6m, 0 as placed_6m, 0 as "
            "mature_6m, 0 as jobless_leavers, 0 as participations_key, 0 as known_6m_key, "
            "0 as placed_6m_key",
            {"code": code, "axis": axis, "pact": pact, "n": count},
        )
    told = people_of(con, list("ABCD"), PROTECTED)
    hidden = {code for code in told if told[code].participations.state is State.HIDDEN}
    assert hidden == {"A", "B", "C"}
