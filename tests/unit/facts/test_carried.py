"""Answers go over to the next edition where all that they were read from is the same there."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.facts import Edition, remembered
from cruscotto.facts.shelf import CARRIED
from cruscotto.facts.turning import sameness
from cruscotto.warehouse.publish import sum_path
from cruscotto.warehouse.reading import records
from cruscotto.warehouse.tables import marks

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
    carry(before, after)
    return after


def carry(before: Edition, after: Edition) -> None:
    old, new = marks(before.con), marks(after.con)
    after.shelf.carry_over(
        before.shelf, lambda table: table in new and old.get(table) == new[table]
    )


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
    carry(before, after)
    assert after.shelf.wanted() == []


def test_what_is_carried_counts_as_asked_by_nobody_yet(questions: Questions) -> None:
    before = edition()
    questions.people(before)
    assert [one.is_asked for one in next_of(before).shelf.wanted()] == [False]


def test_a_mart_is_the_same_where_both_publications_noted_the_same_mark(tmp_path: Path) -> None:
    def published(name: str, noted: str) -> Edition:
        version = tmp_path / f".w.{name}.version"
        if noted:
            sum_path(version).write_text(f"checksum\n2030-01-01\n{noted}")
        return Edition(str(version), duckdb.connect(), Rules())

    before = published("1", "marts.people a\nmarts.money b\nmarts.gone c\n")
    is_same = sameness(before, published("2", "marts.people a\nmarts.money d\nmarts.new e\n"))
    found = {name: is_same(f"marts.{name}") for name in ("people", "money", "gone", "new", "none")}
    assert [name for name, same in found.items() if same] == ["people"]
    for noted in ("", "half of a line\n"):
        assert not sameness(before, published(f"3{len(noted)}", noted))("marts.people")
        assert not sameness(published(f"4{len(noted)}", noted), before)("marts.people")
