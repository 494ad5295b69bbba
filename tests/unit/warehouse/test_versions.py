"""Go back to the version before, copy one away, bring one back: data and ledger together."""

import json
import os
import shutil
import stat
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cruscotto.config import settings
from cruscotto.errors import (
    CannotWrite,
    DamagedWarehouse,
    NoWarehouse,
    SaltExposed,
    UnknownName,
    WarehouseBusy,
)
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import editing, published_path, reader
from cruscotto.warehouse.errors import NothingToGoBackTo, OtherSalt
from cruscotto.warehouse.publish import version_files
from cruscotto.warehouse.salt import create_salt, fingerprint, salt_path
from cruscotto.warehouse.versions import backup, copy_salt, restore, rollback, versions

FIRST, SECOND, THIRD = date(2024, 8, 31), date(2024, 10, 31), date(2024, 12, 31)


def edition(link: Path) -> date:
    row = reader(link).cursor().execute("select max(edition_date) from ledger.file").fetchone()
    return row[0]


def publish(link: Path, day: date) -> None:
    """Publish a version that says it is of another day."""
    with editing(link) as con:
        con.execute("update ledger.file set edition_date = ?", [day])


def keyed(link: Path, salt: str) -> None:
    """Let the published version say that its keys were made with a salt."""
    with editing(link) as con:
        con.execute("delete from ledger.salt")
        con.execute("insert into ledger.salt values (?)", [fingerprint(salt)])


@pytest.fixture
def keep_three(monkeypatch):
    monkeypatch.setenv("CRUSCOTTO_KEEP_VERSIONS", "3")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


# ---------------------------------------------------------------- rollback
def test_rollback_publishes_the_version_before_and_its_ledger(link, file) -> None:
    first = link.resolve()
    import_files("opencoesione", [file], link, SECOND)
    assert edition(link) == SECOND
    went_to = rollback(link)
    assert (went_to.edition, went_to.is_published) == (FIRST, True)
    assert link.resolve() == first
    assert edition(link) == FIRST
    # what was taken back may be imported again: the older ledger does not know it
    again = import_files("opencoesione", [file], link, SECOND)
    assert not again.files[0].already_there


def test_a_second_rollback_does_not_go_forward_in_silence(link) -> None:
    publish(link, SECOND)
    newest = versions(link)[0].stamp
    rollback(link)
    with pytest.raises(NothingToGoBackTo):
        rollback(link)
    assert rollback(link, to=newest).edition == SECOND
    assert edition(link) == SECOND


def test_as_many_versions_are_kept_as_the_installation_says(link, keep_three) -> None:
    publish(link, SECOND)
    publish(link, THIRD)
    assert [v.edition for v in versions(link)] == [THIRD, SECOND, FIRST]
    assert [rollback(link).edition, rollback(link).edition] == [SECOND, FIRST]
    publish(link, date(2025, 2, 28))
    # the newest, the one it was made from, and the newest of the others
    assert [v.edition for v in versions(link)] == [date(2025, 2, 28), THIRD, FIRST]


def test_a_delivery_of_many_files_leaves_the_editions_before_it(link, keep_three) -> None:
    publish(link, SECOND)
    for _ in range(3):
        publish(link, THIRD)
    assert [v.edition for v in versions(link)] == [THIRD, THIRD, SECOND]


def test_a_reader_sees_the_old_edition_on_its_next_question(link) -> None:
    publish(link, SECOND)
    held = reader(link).cursor()
    rollback(link)
    assert edition(link) == FIRST
    assert held.execute("select max(edition_date) from ledger.file").fetchone() == (SECOND,)


def test_without_an_earlier_version_nothing_happens_and_it_is_said(link, tmp_path, run) -> None:
    target = link.resolve()
    with pytest.raises(NothingToGoBackTo):
        rollback(link)
    with pytest.raises(NoWarehouse):
        rollback(tmp_path / "none.duckdb")
    with pytest.raises(UnknownName):
        rollback(link, to=17)
    code, _, complaint = run(link, "rollback")
    assert (code, len(complaint.strip().splitlines())) == (NothingToGoBackTo.exit_code, 1)
    assert link.resolve() == target


def test_a_damaged_version_is_never_published_again(link) -> None:
    publish(link, SECOND)
    version_files(link)[1].write_bytes(b"not a database")
    with pytest.raises(DamagedWarehouse):
        rollback(link)
    assert edition(link) == SECOND


def test_a_version_whose_link_was_lost_is_found_again(link) -> None:
    link.unlink()
    assert rollback(link).edition == FIRST
    assert edition(link) == FIRST


def test_a_file_put_there_by_hand_becomes_a_version_to_go_back_to(warehouse, tmp_path):
    path = tmp_path / "copied.duckdb"
    shutil.copyfile(warehouse.resolve(), path)
    publish(path, SECOND)
    assert rollback(path).edition == FIRST
    assert edition(path) == FIRST


def test_rollback_waits_for_nobody(link) -> None:
    with editing(link), pytest.raises(WarehouseBusy):
        rollback(link)


def test_a_version_made_with_another_salt_is_never_published(link) -> None:
    salt = create_salt(salt_path(link))
    keyed(link, "0f" * 32)
    keyed(link, salt)
    with pytest.raises(OtherSalt):
        rollback(link)
    assert len(versions(link)) == 3
    salt_path(link).unlink()
    with pytest.raises(OtherSalt):
        rollback(link)


def test_versions_are_listed_for_people_and_programs(link, run) -> None:
    publish(link, SECOND)
    code, out, _ = run(link, "rollback", "--list", "--format", "json")
    listed = json.loads(out)
    assert code == 0
    assert [row["edition"] for row in listed] == ["2024-10-31", "2024-08-31"]
    assert [row["is_published"] for row in listed] == [True, False]
    code, out, _ = run(link, "rollback", "--to", str(listed[1]["version"]))
    assert (code, "2024-08-31" in out) == (0, True)
    assert edition(link) == FIRST


# ---------------------------------------------------------------- backup and restore
def test_a_backup_comes_back_as_it_was(link, tmp_path) -> None:
    saved = tmp_path / "saved.backup"
    content = link.read_bytes()
    assert backup(link, saved) == len(content)
    assert saved.read_bytes() == content
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    publish(link, SECOND)
    assert restore(saved, link).edition == FIRST
    assert edition(link) == FIRST
    assert rollback(link).edition == SECOND


def test_a_backup_is_made_while_an_import_is_at_work(link, tmp_path) -> None:
    with editing(link) as con:
        con.execute("delete from ledger.file")
        backup(link, tmp_path / "saved.backup")
    with duckdb.connect(str(tmp_path / "saved.backup"), read_only=True) as con:
        assert con.execute("select count(*) from ledger.file").fetchone() == (1,)


def test_a_backup_is_restored_where_there_was_nothing(link, tmp_path) -> None:
    saved, anew = tmp_path / "saved.backup", tmp_path / "elsewhere" / "w.duckdb"
    backup(link, saved)
    restore(saved, anew)
    assert edition(anew) == FIRST


def test_the_secret_is_never_in_a_backup_and_its_copy_goes_apart(link, tmp_path, run) -> None:
    salt = create_salt(salt_path(link))
    keyed(link, salt)
    saved, apart = tmp_path / "saved.backup", tmp_path / "safe"
    apart.mkdir()
    code, _, complaint = run(link, "backup", "--out", str(saved))
    assert (code, salt_path(link).name in complaint) == (0, True)
    assert salt.encode() not in saved.read_bytes()
    code, _, _ = run(link, "backup", "--out", str(saved), "--salt-out", str(tmp_path / "salt"))
    assert (code, (tmp_path / "salt").exists()) == (21, False)
    code, _, _ = run(link, "backup", "--out", str(saved), "--salt-out", str(apart / "salt"))
    assert code == 0
    assert (apart / "salt").read_text() == f"{salt}\n"
    assert stat.S_IMODE((apart / "salt").stat().st_mode) == 0o600
    with pytest.raises(CannotWrite):
        copy_salt(link, apart / "salt")
    salt_path(link).chmod(0o644)
    with pytest.raises(SaltExposed):
        copy_salt(link, apart / "other")


def test_a_backup_never_overwrites_a_version(link) -> None:
    publish(link, SECOND)
    for target in (link, *version_files(link)):
        with pytest.raises(CannotWrite):
            backup(link, target)
    assert [v.edition for v in versions(link)] == [SECOND, FIRST]


@pytest.mark.parametrize("content", [None, b"", b"not a database", b"x" * 100_000])
def test_what_is_no_backup_is_said_and_changes_nothing(link, tmp_path, run, content) -> None:
    saved, target = tmp_path / "saved.backup", link.resolve()
    if content is not None:
        saved.write_bytes(content)
    code, _, complaint = run(link, "restore", str(saved))
    assert (code, len(complaint.strip().splitlines())) == (10 if content is None else 34, 1)
    assert (published_path(link), len(versions(link))) == (target, 1)
    assert not [name for name in os.listdir(tmp_path) if "building" in name]


def test_a_backup_made_with_another_salt_is_not_restored(link, tmp_path) -> None:
    keyed(link, "0f" * 32)
    backup(link, tmp_path / "saved.backup")
    create_salt(salt_path(link))
    with pytest.raises(OtherSalt):
        restore(tmp_path / "saved.backup", link)


def test_no_room_for_a_backup_is_said_and_leaves_nothing(link, tmp_path, monkeypatch, run) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    code, _, _ = run(link, "backup", "--out", str(tmp_path / "saved.backup"))
    assert code == 33
    assert not list(tmp_path.glob("*saved*"))
