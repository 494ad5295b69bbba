"""The table of grants: what goes in comes out, what is wrong is said, and nothing is half done."""

import multiprocessing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.access import Role, close, current, entered
from cruscotto.access import grants as table
from cruscotto.access.errors import NoSuchGrant, TableExposed, WrongGrant
from cruscotto.access.grants import Grant
from cruscotto.access.roles import NOBODY, access_of, installation
from cruscotto.disclosure import Audience

names = st.text(st.characters(exclude_characters=',;"', exclude_categories=("C",)), min_size=1)
people = names.map(str.strip).filter(bool).map(lambda name: name[:50].strip())
roles = st.sampled_from(["authority", "ministry", "steward", "auditor"])
granted = st.builds(
    lambda person, role, scope: table.made(person, role, scope if role == "authority" else ""),
    people,
    roles,
    st.sampled_from(["ITG1", "ITC4", "2014IT05SFOP001"]),
)


@given(st.lists(granted, max_size=8))
def test_a_table_written_and_read_again_is_the_same(listed) -> None:
    assert table.parse(table.as_csv(listed), "t.csv") == listed


def test_grants_are_given_and_taken_back(tmp_path) -> None:
    link = tmp_path / "w.duckdb"
    table.grant(link, table.made("anna", "authority", "ITG1"), table.made("anna", "steward"))
    assert table.access_in(link, "anna").own == ("ITG1",)
    table.revoke(link, table.made("anna", "authority", "ITG1"))
    found = table.access_in(link, "anna")
    assert (found.own, found.roles) == ((), {Role.PUBLIC, Role.STEWARD})
    with pytest.raises(NoSuchGrant):
        table.revoke(link, table.made("anna", "ministry"))
    assert oct(table.table(link).stat().st_mode)[-3:] == "600"


def test_a_grant_given_twice_is_one_and_keeps_its_day(tmp_path) -> None:
    link = tmp_path / "w.duckdb"
    first = Grant(person="anna", role=Role.STEWARD, granted_on=date(2026, 1, 1))
    table.grant(link, first)
    table.grant(link, table.made("anna", "steward"))
    assert table.grants(link) == (first,)


@pytest.mark.parametrize(
    "line",
    [
        "anna,king,",
        "anna,authority,",
        "anna,steward,ITG1",
        "anna,public,",
        ",steward,",
        'anna,authority,"a\nb"',
    ],
)
def test_a_line_that_is_no_grant_is_said_with_its_place_and_nothing_is_read(line, tmp_path) -> None:
    link = tmp_path / "w.duckdb"
    table.table(link).write_text(f"person,role,scope\nbea,steward,\n{line}\n")
    table.table(link).chmod(0o600)
    with pytest.raises(WrongGrant) as error:
        table.grants(link)
    assert "w.duckdb.access.csv, " in error.value.facts["place"]


def test_a_table_that_others_may_write_grants_nothing(tmp_path) -> None:
    link = tmp_path / "w.duckdb"
    table.grant(link, table.made("anna", "steward"))
    table.table(link).chmod(0o666)
    with pytest.raises(TableExposed):
        table.grants(link)


def _grant_many(link, person: str) -> None:
    for code in range(20):
        table.grant(link, table.made(person, "authority", f"A{code}"))


def test_two_who_grant_at_once_lose_nothing(tmp_path) -> None:
    link = tmp_path / "w.duckdb"
    spawn = multiprocessing.get_context("fork")
    at_work = [spawn.Process(target=_grant_many, args=(link, person)) for person in ("a", "b")]
    for one in at_work:
        one.start()
    for one in at_work:
        one.join(60)
    assert len(table.grants(link)) == 40


@given(st.lists(st.tuples(st.sampled_from(list(Role)[1:]), st.sampled_from(["", "ITG1"]))))
def test_more_grants_never_show_less_and_nobody_gets_exact_figures_by_a_role(given_roles) -> None:
    found = access_of("anna", given_roles)
    assert found.audience is not Audience.EXACT
    for grant in given_roles:
        less = access_of("anna", [one for one in given_roles if one != grant])
        assert set(less.own) <= set(found.own)
        assert (less.audience is Audience.PROTECTED) <= (found.audience is Audience.PROTECTED)


def test_outside_of_any_visit_a_server_with_sign_in_has_nobody_s_access() -> None:
    assert current() == installation()
    close()
    try:
        assert current() == NOBODY
        assert current().rules.audience is Audience.PUBLIC
        with entered(access_of("anna", [(Role.AUTHORITY, "ITG1")])):
            assert current().rules.own == ("ITG1",)
        assert current() == NOBODY
    finally:
        close(False)
