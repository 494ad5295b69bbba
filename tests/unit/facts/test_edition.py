"""Answers are kept by edition and rules, worked out once, and let an old edition go."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import duckdb
import pytest

from cruscotto.access import NOBODY, Access, Role, current_rules, entered
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.facts import Edition, remembered
from cruscotto.facts.shelf import forget


def edition(path: str, audience: Audience = Audience.PROTECTED) -> Edition:
    return Edition(path, duckdb.connect(), Rules(audience=audience))


def test_readers_who_ask_at_the_same_moment_get_one_answer() -> None:
    here, worked_out = Barrier(3), []

    @remembered()
    def answer(asked: Edition) -> list[str]:
        worked_out.append(asked.path)
        return [asked.path]

    def visit(page: Edition) -> list[str]:
        here.wait(10)
        return answer(page)

    # open as long as all of them read: answers go with the last connection
    pages = [edition("new"), edition("new"), edition("old")]
    with ThreadPoolExecutor(3) as visitors:
        first, second, other = visitors.map(visit, pages)
    assert first is second
    assert other == ["old"]
    assert sorted(worked_out) == ["new", "old"]


def test_a_question_that_failed_is_asked_again() -> None:
    answers = iter([ZeroDivisionError(), "found"])

    @remembered()
    def answer(asked: Edition) -> str:
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    with pytest.raises(ZeroDivisionError):
        answer(edition("new"))
    assert answer(edition("new")) == "found"


def test_an_answer_for_one_audience_is_never_given_to_another() -> None:
    @remembered()
    def answer(asked: Edition) -> Audience:
        return asked.rules.audience

    assert answer(edition("a", Audience.EXACT)) is Audience.EXACT
    assert answer(edition("a", Audience.PUBLIC)) is Audience.PUBLIC


def test_an_answer_comes_from_the_connection_whose_path_it_is_kept_under() -> None:
    @remembered()
    def answer(asked: Edition) -> str:
        return asked.con.execute("select 'first'").fetchall()[0][0]

    first = edition("same")
    assert answer(first) == "first"
    # the second is never asked: its path and rules are known
    assert answer(replace(first, con=None)) == "first"


def test_a_kept_answer_holds_no_connection() -> None:
    class Connection:
        pass

    @remembered()
    def answer(asked: Edition, more: int) -> int:
        return more

    con = Connection()
    gone = weakref.ref(con)
    assert answer(Edition("kept", con, Rules()), 1) == 1
    del con
    gc.collect()
    assert gone() is None


def test_two_connections_of_their_own_share_no_answer() -> None:
    @remembered()
    def answer(asked: Edition) -> str:
        return asked.path

    con = duckdb.connect()
    assert answer(Edition.of(con)) != answer(Edition.of(con))


def test_what_is_forgotten_is_worked_out_again() -> None:
    asked = []

    @remembered()
    def answer(edition: Edition) -> int:
        asked.append(edition)
        return len(asked)

    here = edition("forgotten")
    assert (answer(here), answer(here)) == (1, 1)
    forget()
    assert answer(here) == 2


def test_what_is_alike_for_all_is_worked_out_once_as_the_public_reads_it() -> None:
    asked_by = []

    @remembered(alike=True)
    def answer(asked: Edition) -> str:
        asked_by.append((asked.rules.audience, asked.rules.own))
        return asked.path

    steward = replace(edition("new"), rules=Rules(audience=Audience.EXACT, own=("ITC4",)))
    assert answer(steward) == answer(edition("new")) == "new"
    assert answer(edition("other")) == "other"
    assert asked_by == [(Audience.PUBLIC, ())] * 2


def test_authorities_of_one_audience_share_what_places_are_held_to() -> None:
    own = replace(edition("new"), rules=Rules(own=("ITC4",)))
    assert own.of_audience().key == edition("new").of_audience().key != own.key


def test_what_is_alike_for_all_never_reads_by_the_access_of_who_asked_first() -> None:
    @remembered(alike=True)
    def answer(asked: Edition) -> tuple[Audience, tuple[str, ...]]:
        return current_rules().audience, current_rules().own

    steward = Access("s", frozenset({Role.STEWARD}), ("ITC4",), Audience.EXACT)
    with entered(steward):
        assert answer(edition("new")) == (Audience.PUBLIC, ())
    with entered(NOBODY):
        assert answer(edition("new")) == (Audience.PUBLIC, ())
