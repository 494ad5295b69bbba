"""Pages turn to a new edition when what was asked of the one before is answered on it."""

import gc
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from cruscotto.access import NOBODY, Access, Role, current_rules, entered
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.errors import DamagedWarehouse
from cruscotto.facts import Edition, remembered, shelf, turning
from cruscotto.facts.edition import reader_of
from cruscotto.facts.turning import LIMIT, Turning
from cruscotto.warehouse.publish import sum_path, withdrawn_path

ANNA = Access("anna", frozenset({Role.AUTHORITY}), ("ITC4",), Audience.PROTECTED)


class Site:
    """A warehouse whose editions are empty files, a clock that is set by hand, and a worker."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.link, self.seconds, self.may_read = folder / "w.duckdb", 0.0, {ANNA}
        self.asked: list[tuple[str, str]] = []
        self.is_ending = False
        self.before_each: list[Callable[[], object]] = []
        self.worker = Turning(self.reader, self.go_on, lambda: self.seconds)
        self.open: dict[str, duckdb.DuckDBPyConnection] = {}
        monkeypatch.setattr(turning.Edition, "published", self.published)

    def reader(self, name: str) -> Access | None:
        return next((one for one in self.may_read if reader_of(one.rules) == name), None)

    def go_on(self) -> bool:
        for act in self.before_each:
            act()
        return not self.is_ending

    def published(self, link: Path) -> Edition:
        path = str(link.resolve())
        if path not in self.open:
            self.open = {path: duckdb.connect()}  # the process holds the newest alone
        return Edition(path, self.open[path], current_rules())

    def publish(self, name: str) -> None:
        version = self.link.with_name(f".{name}.version")
        version.touch()
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(version.name)

    def look(self) -> None:
        self.worker.look([self.link])

    def shown(self) -> str:
        path = self.worker.edition(self.link).path
        assert self.worker.path(self.link) == path
        return Path(path).name.split(".")[1]

    def ask(self, question, access: Access, *words: object) -> object:
        with entered(access):
            return question(self.worker.edition(self.link), *words)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site(tmp_path, monkeypatch)
    made.publish("first")
    made.look()
    return made


@pytest.fixture
def question(site: Site):
    """Return a question that notes of which edition it is asked, and by which access."""

    @remembered(100)
    def counted(edition: Edition, word: str = "") -> str:
        assert edition.rules == current_rules()
        site.asked.append((Path(edition.path).name.split(".")[1], word))
        return f"{edition.path} {edition.rules.own} {word}"

    return counted


def test_pages_turn_when_what_was_asked_is_answered_on_the_new_edition(site, question) -> None:
    answer = site.ask(question, ANNA, "a")
    site.publish("second")
    site.before_each.append(lambda: site.asked.append(("shown", site.shown())))
    assert site.shown() == "first"
    assert site.ask(question, ANNA, "a") == answer
    site.look()
    assert site.shown() == "second"
    assert site.asked == [("first", "a"), ("shown", "first"), ("second", "a")]
    assert site.ask(question, ANNA, "a") != answer
    assert len(site.asked) == 3  # it was known


def test_without_a_worker_pages_turn_at_once(site, question) -> None:
    idle = Turning(site.reader)
    site.publish("second")
    assert idle.edition(site.link).path == str(site.link.resolve()) == idle.path(site.link)


def test_after_the_limit_pages_turn_whatever_is_answered(site, question) -> None:
    for word in "abc":
        site.ask(question, ANNA, word)
    site.publish("second")

    def late() -> None:
        if ("second", "c") in site.asked:
            site.seconds += LIMIT
            assert site.shown() == "second"

    site.before_each.append(late)
    site.look()
    assert site.shown() == "second"
    assert [word for name, word in site.asked if name == "second"] == ["c"]  # the last asked first


def test_pages_turn_though_the_worker_never_looks(site) -> None:
    site.publish("second")
    assert site.shown() == "first"
    site.seconds = LIMIT - 0.1
    assert site.shown() == "first"
    site.seconds = LIMIT
    assert site.shown() == "second"


def test_pages_never_go_back_where_another_edition_comes_while_one_is_prepared(
    site, question
) -> None:
    site.ask(question, ANNA, "a")
    site.publish("second")
    seen = []

    def another() -> None:
        site.publish("third")
        seen.append(site.shown())
        site.seconds += LIMIT
        seen.append(site.shown())

    site.before_each.append(another)
    site.look()
    assert [*seen, site.shown()] == ["first", "third", "third"]


def test_an_edition_that_comes_while_one_is_prepared_has_its_own_turn(site, question) -> None:
    site.ask(question, ANNA, "a")
    site.publish("second")
    site.before_each.append(lambda: site.publish("third"))
    site.look()
    assert site.shown() == "second"
    site.before_each.clear()
    site.look()
    assert site.shown() == "third"
    assert [name for name, _ in site.asked] == ["first", "second", "third"]


@pytest.mark.parametrize("way", ["taken back", "removed"])
def test_what_was_taken_back_or_removed_is_shown_no_longer(site, way) -> None:
    version = site.link.resolve()
    site.publish("second")
    assert site.shown() == "first"
    if way == "removed":
        version.unlink()
    else:
        withdrawn_path(version).touch()
    assert site.shown() == "second"


def test_nothing_is_worked_out_for_who_may_no_longer_read(site, question) -> None:
    site.ask(question, ANNA, "a")
    site.may_read.clear()
    site.publish("second")
    site.look()
    assert site.asked == [("first", "a")]
    assert site.worker.edition(site.link).shelf.wanted() == []


def test_what_is_alike_for_all_is_asked_once_as_nobody(site) -> None:
    seen = []

    @remembered(alike=True)
    def money(edition: Edition) -> str:
        seen.append((edition.rules, current_rules()))
        return edition.path

    site.ask(money, ANNA)
    site.may_read.clear()
    site.publish("second")
    site.look()
    assert seen == [(NOBODY.rules, NOBODY.rules)] * 2
    assert site.ask(money, ANNA) == str(site.link.resolve())


def test_what_nobody_asks_any_more_is_not_worked_out_for_ever(site, question) -> None:
    site.ask(question, ANNA, "once")
    for name in ("second", "third", "fourth"):
        site.ask(question, ANNA, "always")
        site.publish(name)
        site.look()
    names = {word: [n for n, w in site.asked if w == word] for word in ("once", "always")}
    assert names["once"] == ["first", "second"]
    assert names["always"] == ["first", "second", "third", "fourth"]


def test_editions_that_nobody_reads_are_prepared_for_the_readers_of_the_one_before(
    site, question
) -> None:
    site.ask(question, ANNA, "a")
    for name in ("second", "third", "fourth"):
        site.publish(name)
        site.look()
    assert site.asked == [("first", "a"), ("second", "a"), ("third", "a"), ("fourth", "a")]


def test_a_question_within_another_counts_as_asked_by_who_asked_that(site) -> None:
    asked = []

    @remembered(9)
    def inner(edition: Edition) -> int:
        asked.append(("inner", Path(edition.path).name.split(".")[1]))
        return len(asked)

    @remembered(9)
    def outer(edition: Edition, word: str) -> int:
        asked.append(("outer", Path(edition.path).name.split(".")[1]))
        return inner(edition)

    site.ask(outer, ANNA, "a")
    site.publish("second")
    site.look()
    # the one within another was answered with it, and not again for itself
    assert asked == [(w, n) for n in ("first", "second") for w in ("outer", "inner")]
    assert [one.is_asked for one in site.worker.edition(site.link).shelf.wanted()] == [False] * 2


def test_a_question_that_fails_keeps_nobody_waiting(site, question) -> None:
    @remembered()
    def failing(edition: Edition) -> int:
        if "second" in edition.path:
            raise ZeroDivisionError
        return 1

    site.ask(question, ANNA, "a")
    site.ask(failing, ANNA)
    site.publish("second")
    site.look()
    assert site.shown() == "second"
    assert ("second", "a") in site.asked


def test_a_server_that_ends_asks_no_more(site, question) -> None:
    site.ask(question, ANNA, "a")
    site.ask(question, ANNA, "b")
    site.publish("second")
    site.is_ending = True
    site.look()
    assert [name for name, _ in site.asked] == ["first", "first"]


def test_processes_prepare_one_after_the_other(site, question) -> None:
    site.ask(question, ANNA, "a")
    site.publish("second")
    sums = sum_path(site.link.resolve())
    sums.touch()
    freed = []

    def another() -> None:
        with sums.open("rb") as other:
            freed.append(turning.took(other.fileno()))

    site.before_each.append(another)
    site.look()
    another()
    assert freed == [False, True]
    assert site.shown() == "second"


def test_a_process_waits_for_another_some_seconds_only(site, question, monkeypatch) -> None:
    monkeypatch.setattr(turning, "GIVES_WAY", 0.01)
    site.ask(question, ANNA, "a")
    site.publish("second")
    sums = sum_path(site.link.resolve())
    sums.touch()
    with sums.open("rb") as other:
        assert turning.took(other.fileno())
        site.look()
    assert site.asked == [("first", "a"), ("second", "a")]
    assert site.shown() == "second"


def test_a_damaged_edition_is_left_to_pages_which_state_why(site, monkeypatch) -> None:
    site.publish("second")

    def damaged(link: Path) -> Edition:
        raise DamagedWarehouse(warehouse=link)

    monkeypatch.setattr(turning.Edition, "published", damaged)
    site.look()
    with pytest.raises(DamagedWarehouse):
        site.worker.edition(site.link)


def test_answers_go_with_the_last_connection_to_their_edition(site, question) -> None:
    site.ask(question, ANNA, "a")
    page = site.worker.edition(site.link)  # what an open page holds
    site.publish("second")
    site.look()
    gc.collect()
    assert len(page.shelf.wanted()) == 1
    path = page.path
    del page
    gc.collect()
    assert path not in shelf._by_path
    assert site.worker.edition(site.link).path in shelf._by_path


def test_editions_keep_no_more_answers_than_asked_for() -> None:
    @remembered(3)
    def counted(edition: Edition, number: int) -> int:
        return number

    here = Edition.of(duckdb.connect(), Rules())
    for number in range(5):
        counted(here, number)
    assert [one.asked.words for one in here.shelf.wanted()] == [(4,), (3,), (2,)]
