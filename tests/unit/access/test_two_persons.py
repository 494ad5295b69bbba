"""Where two persons publish: what one imports, another looks at and approves."""

import json
import os
from datetime import date
from itertools import count, product
from multiprocessing import get_context
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cruscotto.access import grants as table
from cruscotto.access import log, tokens
from cruscotto.access.errors import NotSteward
from cruscotto.cli.main import app
from cruscotto.errors import DamagedWarehouse
from cruscotto.facts import review
from cruscotto.facts.errors import LeakFound, NotChecked
from cruscotto.facts.review import Check
from cruscotto.kpi.trial.attacks import Outcome
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import drafts, editing, published_path, reader
from cruscotto.warehouse.errors import DraftChanged, DraftOutdated, NothingWaits, SamePerson
from cruscotto.warehouse.publish import stamp_of
from cruscotto.warehouse.reading import records
from cruscotto.warehouse.versions import backup, restore, rollback, versions

from ..signed_in import SIGN_IN

ALL = ",".join(Check)


@pytest.fixture
def by_two(link, setting):
    """Return a warehouse that two persons publish."""
    setting(warehouse=str(link), two_person="1")
    return link


@pytest.fixture
def imported(by_two):
    """Return `imported(person, day)`: somebody enters one more edition into the ledger."""

    def done(person: str = "anna", day: int = 1) -> drafts.Draft:
        with drafts.made_by(person), editing(by_two) as con:
            con.execute(
                "insert into ledger.file select * replace "
                "($name as file_id, $name as file_name, cast($day as date) as edition_date) "
                "from ledger.file limit 1",
                {"name": f"new{day}.csv", "day": f"2025-01-{day:02}"},
            )
        found = drafts.waiting(by_two)
        assert found
        return found

    return done


@pytest.fixture
def no_attacks(monkeypatch):
    """Leave out the attacks, which take long and have their own tests."""
    monkeypatch.setattr(review, "attacks", lambda con, rules: iter(()))


def shown(link: Path) -> list[str]:
    """Return the editions that a new reader of the published file sees."""
    rows = records(reader(link), "select edition_date as day from ledger.file order by 1")
    return [str(row["day"]) for row in rows]


def test_an_import_is_a_draft_until_another_person_approves_it(by_two, imported) -> None:
    before = shown(by_two)
    draft = imported("anna")
    assert shown(by_two) == before
    assert (draft.by, draft.made_at.year >= 2024) == (("anna",), True)
    with pytest.raises(SamePerson):
        drafts.approve(by_two, draft.stamp, "anna", ())
    assert shown(by_two) == before
    drafts.approve(by_two, draft.stamp, "bea", tuple(Check))
    assert shown(by_two) == [*before, "2025-01-01"]
    assert drafts.waiting(by_two) is None
    kept = json.loads(published_path(by_two).with_suffix(".review").read_text())
    assert (kept["by"], kept["approved_by"], kept["checked"]) == (["anna"], "bea", list(Check))
    # the version before is kept to go back to, by one person
    rollback(by_two)
    assert shown(by_two) == before


def test_files_of_one_edition_wait_together_and_none_who_imported_some_approves(
    by_two, imported
) -> None:
    first, second = imported("anna", 1), imported("bea", 2)
    assert second.by == ("anna", "bea")
    assert not first.path.exists()
    for person in ("anna", "bea"):
        with pytest.raises(SamePerson):
            drafts.approve(by_two, second.stamp, person, ())
    with pytest.raises(DraftChanged):
        drafts.approve(by_two, first.stamp, "carla", ())
    drafts.approve(by_two, second.stamp, "carla", ())
    assert shown(by_two)[-2:] == ["2025-01-01", "2025-01-02"]


def test_a_draft_of_a_version_no_longer_published_and_a_changed_one_are_refused(
    by_two, imported
) -> None:
    drafts.approve(by_two, imported("anna", 1).stamp, "bea", ())
    draft = imported("anna", 2)
    rollback(by_two)
    with pytest.raises(DraftOutdated):
        drafts.approve(by_two, draft.stamp, "bea", ())
    rollback(by_two, versions(by_two)[0].stamp)
    with draft.path.open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    with pytest.raises(DamagedWarehouse):
        drafts.approve(by_two, draft.stamp, "bea", ())
    drafts.discard(by_two, draft.stamp)
    with pytest.raises(NothingWaits):
        drafts.discard(by_two, draft.stamp)
    assert not list(by_two.parent.glob(".w.duckdb.*.draft"))


def test_a_backup_brought_back_waits_too(by_two, imported, tmp_path) -> None:
    before = published_path(by_two)
    backup(by_two, tmp_path / "copy.backup")
    assert not restore(tmp_path / "copy.backup", by_two).is_published
    assert published_path(by_two) == before
    assert drafts.waiting(by_two)


def test_the_checklist_names_files_reasons_changed_figures_and_attacks(
    by_two, tmp_path, operation, write_opencoesione
) -> None:
    file = write_opencoesione(tmp_path / "new.csv", [operation("NEW1"), operation("NEW2")])
    import_files("opencoesione", [file], by_two, date(2025, 1, 1))
    draft = drafts.waiting(by_two)
    looked = {one.check: one for one in review.checklist(by_two, draft)}
    assert list(looked) == list(Check)
    (row,) = looked[Check.LEDGER].rows
    assert (row["file_name"], row["rows_read"], row["rows_loaded"]) == ("new.csv", 2, 2)
    changed = {row["change"].kpi.name: row["change"] for row in looked[Check.CHANGES].rows}
    # of the other period's operations the edition has none, and they stay
    assert (changed["operations_count"].before, changed["operations_count"].after) == (8, 4)
    assert looked[Check.REFUSED].rows == ()
    assert len(looked[Check.DISCLOSURE].rows) == 8
    # tried once: they take long
    assert drafts.waiting(by_two).attacked


def test_nothing_is_published_with_a_check_left_out_or_a_leak_found(
    by_two, imported, monkeypatch
) -> None:
    draft = imported("anna")
    with pytest.raises(NotChecked):
        review.approve(by_two, draft.stamp, ["ledger", "refused"])
    leak = [("protected", Outcome("tables", 5, 1, 0))]
    monkeypatch.setattr(review, "attacked", lambda link, draft: leak)
    with pytest.raises(LeakFound):
        review.approve(by_two, draft.stamp, list(Check))
    assert drafts.waiting(by_two).stamp == draft.stamp


def test_the_command_shows_refuses_publishes_and_writes_events(
    by_two, imported, no_attacks
) -> None:
    draft = imported("anna")

    def run(*words: str):
        return CliRunner().invoke(app, ["--warehouse", str(by_two), "approve", *words])

    found = json.loads(run("--format", "json").stdout)
    assert [one["check"] for one in found["checks"]] == list(Check)
    assert "anna" in run().stdout
    assert isinstance(run(str(draft.stamp)).exception, NotChecked)
    assert run(str(draft.stamp), "--checked", ALL).exit_code == 0
    assert shown(by_two)[-1] == "2025-01-01"
    event = list(log.events(log.log_path(by_two)))[-1]
    assert (event["action"], event["person"]) == ("approve", drafts.operator())
    assert event["what"] == {"draft": draft.stamp, "by": ["anna"]}
    second = imported("anna", 2)
    assert run(str(second.stamp), "--discard").exit_code == 0
    assert isinstance(run().exception, NothingWaits)
    assert log.verify(log.log_path(by_two)).events == 2


def test_who_imports_by_command_does_not_approve_by_command(by_two, no_attacks) -> None:
    done = CliRunner().invoke(app, ["--warehouse", str(by_two), "build"])
    draft = drafts.waiting(by_two)
    assert draft
    assert str(draft.stamp) in done.stderr
    words = ["--warehouse", str(by_two), "approve", str(draft.stamp), "--checked", ALL]
    assert isinstance(CliRunner().invoke(app, words).exception, SamePerson)


def test_with_sign_in_a_command_asks_for_the_token_of_a_steward(
    by_two, imported, setting, no_attacks
) -> None:
    draft = imported("anna")
    setting(**SIGN_IN)
    words = ["--warehouse", str(by_two), "approve", str(draft.stamp), "--checked", ALL]
    assert isinstance(CliRunner().invoke(app, words).exception, NotSteward)
    setting(token=tokens.issue(by_two, "bea", 1))
    assert isinstance(CliRunner().invoke(app, words).exception, NotSteward)
    table.grant(by_two, table.made("bea", "steward"))
    assert CliRunner().invoke(app, words).exit_code == 0
    assert list(log.events(log.log_path(by_two)))[-1]["person"] == "bea"


# ---------------------------------------------------------------- kills
POINTS = ("os.link", "os.fsync", "pathlib.Path.unlink", "pathlib.Path.symlink_to")
POINTS += ("pathlib.Path.replace", "pathlib.Path.rename")


def approve_in_child(link: str, stamp: int, point: str, nth: int) -> None:
    """Approve a draft and vanish, as in a power cut, at the nth call of something."""
    module, _, name = point.rpartition(".")
    parent = Path if module == "pathlib.Path" else os
    real, calls = getattr(parent, name), count()

    def deadly(*args: object, **kwargs: object) -> object:
        if next(calls) == nth:
            os._exit(9)
        return real(*args, **kwargs)

    setattr(parent, name, deadly)
    drafts.approve(Path(link), stamp, "bea", ())


def test_a_kill_leaves_a_draft_waiting_or_published_and_nothing_in_between(
    by_two, imported
) -> None:
    first, before = stamp_of(published_path(by_two)), shown(by_two)
    draft, ends = imported("anna"), set()
    processes = get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    for point, nth in product(POINTS, range(2)):
        asked = (str(by_two), draft.stamp, point, nth)
        child = processes.Process(target=approve_in_child, args=asked)
        child.start()
        child.join(60)
        is_published = stamp_of(published_path(by_two)) == draft.stamp
        ends.add(is_published)
        assert shown(by_two) == ([*before, "2025-01-01"] if is_published else before)
        assert drafts.waiting(by_two) == (None if is_published else draft)
        if is_published:
            rollback(by_two, first)
            draft = imported("anna")
    drafts.approve(by_two, draft.stamp, "bea", ())
    assert ends == {True, False}
    assert shown(by_two) == [*before, "2025-01-01"]
    assert not list(by_two.parent.glob("*.building"))
    assert not list(by_two.parent.glob(".*.draft"))
