"""Answers go over to the next edition where all that they were read from is the same there."""

from dataclasses import replace

import duckdb
import pytest

from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.facts import Edition, remembered
from cruscotto.facts.shelf import CARRIED
from cruscotto.facts.turning import sameness
from cruscotto.warehouse.reading import records

TABLES = ("marts.people", "marts.money", "ledger.file")


def edition(**numbers: int) -> Edition:
    con = duckdb.connect()
    con.execute("create schema marts; create schema ledger")
    for table in TABLES:
        number = numbers.get(table.partition(".")[2], 1)
        con.execute(f"create table {table} as select {number} as n")
    return Edition.of(con, Rules())


def next_of(before: Edition, **numbers: int) -> Edition:
    after = edition(**numbers)
    after.shelf.carry_over(before.shelf, sameness(before, after))
    return after


class Questions:
    """Questions that count how often they are worked out."""

    def __init__(self) -> None:
        self.many = 0
        self.people = remembered(9, of_tables=True)(self._people)
        self.both = remembered(9, of_tables=True)(self._both)
        self.file = remembered(9, of_tables=True)(self._file)
        self.more = remembered(9)(self._people)
        self.within = remembered(9, of_tables=True)(self._within)

    def _number(self, asked: Edition, table: str) -> int:
        self.many += 1
        return int(records(asked.con, f"select n from {table}")[0]["n"])

    def _people(self, asked: Edition, word: str = "") -> int:
        return self._number(asked, "marts.people")

    def _both(self, asked: Edition) -> int:
        return self.people(asked) + self._number(asked, "marts.money")

    def _file(self, asked: Edition) -> int:
        return self._number(asked, "ledger.file")

    def _within(self, asked: Edition) -> int:
        return self.more(asked)


@pytest.fixture
def questions() -> Questions:
    return Questions()


def test_an_answer_goes_over_where_its_tables_are_the_same(questions: Questions) -> None:
    before = edition()
    assert questions.people(before) == 1
    after = next_of(before, money=2, file=2)
    assert questions.people(after) == 1
    assert questions.many == 1


def test_an_answer_whose_table_changed_is_worked_out_anew(questions: Questions) -> None:
    before = edition()
    assert questions.people(before) == 1
    assert questions.people(next_of(before, people=2)) == 2


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize(("changed", "expected"), [("people", 3), ("money", 3), ("file", 2)])
def test_an_answer_follows_the_tables_of_those_within_it(
    questions: Questions, changed: str, expected: int, is_known: bool
) -> None:
    before = edition()
    if is_known:
        questions.people(before)
    assert questions.both(before) == 2
    assert questions.both(next_of(before, **{changed: 2})) == expected
    assert questions.many == (2 if changed == "file" else 3 + (changed == "people"))


def test_what_may_follow_from_more_than_tables_is_worked_out_anew(questions: Questions) -> None:
    before = edition()
    for question in (questions.more, questions.within, questions.file):
        question(before)
    asked = questions.many
    after = next_of(before)
    for question in (questions.more, questions.within, questions.file):
        question(after)
    assert questions.many == 2 * asked


def test_an_answer_goes_over_to_readers_of_the_same_rules_alone(questions: Questions) -> None:
    before = edition()
    own = replace(before, rules=Rules(own=("ITC4",)))
    questions.people(own)
    after = next_of(before)
    questions.people(replace(after, rules=own.rules))
    assert questions.many == 1
    for rules in (Rules(), Rules(own=("ITG1",)), Rules(audience=Audience.EXACT)):
        questions.people(replace(after, rules=rules))
    assert questions.many == 4


def test_an_answer_that_nobody_asks_for_goes_in_the_end(questions: Questions) -> None:
    here = edition()
    questions.people(here, "once")
    for _ in range(CARRIED):
        questions.people(here, "always")
        here = next_of(here)
    questions.people(here, "once")
    assert questions.many == 2
    for _ in range(CARRIED + 1):
        questions.people(here, "always")
        here = next_of(here)
    questions.people(here, "always")
    assert questions.many == 2
    questions.people(here, "once")
    assert questions.many == 3


def test_a_table_that_one_edition_lacks_carries_nothing(questions: Questions) -> None:
    before = edition()
    questions.people(before)
    after = edition()
    after.con.execute("drop table marts.people; create table marts.people_now as select 5 as n")
    after.shelf.carry_over(before.shelf, sameness(before, after))
    assert after.shelf.wanted() == []


def test_what_is_carried_counts_as_asked_by_nobody_yet(questions: Questions) -> None:
    before = edition()
    questions.people(before)
    assert [one.is_asked for one in next_of(before).shelf.wanted()] == [False]
