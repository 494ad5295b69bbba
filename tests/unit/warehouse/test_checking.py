"""The check looks at everything, says each problem in a sentence, and never falls over."""

import json
import os
import shutil
from collections import namedtuple
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cruscotto.warehouse import editing
from cruscotto.warehouse.checking import Finding, Level, findings
from cruscotto.warehouse.salt import create_salt, fingerprint, salt_path

TODAY = date(2024, 12, 31)


def problems(link: Path) -> list[str]:
    return [f.key for f in findings(link, TODAY) if f.level is Level.PROBLEM]


def one(link: Path, subject: str) -> Finding:
    return next(f for f in findings(link, TODAY) if f.subject == subject)


def changed(link: Path, sql: str) -> None:
    with editing(link) as con:
        con.execute(sql)


def test_a_healthy_warehouse_has_no_problem_and_every_side_is_told(link) -> None:
    changed(link, "update ledger.file set edition_date = date '2024-10-31'")
    found = list(findings(link, TODAY))
    assert {f.level for f in found} == {Level.WELL}
    assert [f.subject for f in found] == [
        "integrity",
        "tables",
        "ledger",
        "rows",
        "checks",
        "sources",
        "salt",
        "disk",
        "previous",
        "modes",
    ]
    source = one(link, "sources").facts
    assert source == {
        "source": "opencoesione",
        "edition": date(2024, 10, 31),
        "age": 61,
        "files": 1,
        "rows": 8,
    }


def test_an_old_edition_and_a_lone_version_are_notes_and_no_problems(link) -> None:
    levels = {f.subject: f.level for f in findings(link, date(2026, 1, 1))}
    assert (levels["sources"], levels["previous"]) == (Level.NOTE, Level.NOTE)
    assert Level.PROBLEM not in levels.values()


@pytest.mark.parametrize(
    ("sql", "subject"),
    [
        ("update ledger.file set rows_read = rows_read + 1", "ledger"),
        ("update ledger.file set rows_refused = 1, rows_read = rows_read + 1", "ledger"),
        ("delete from raw.opencoesione_operations where rowid = 0", "rows"),
        ("update marts.operation_share set region_code = 'nowhere' where rowid = 0", "checks"),
        ("drop table marts.target", "tables"),
        ("drop table ledger.field_issue", "tables"),
    ],
)
def test_each_fault_is_found_where_it_is(link, sql, subject) -> None:
    changed(link, sql)
    found = [f for f in findings(link, TODAY) if f.level is Level.PROBLEM]
    assert [f.subject for f in found] == [subject]
    if subject in ("ledger", "rows"):
        assert found[0].facts["file"] == "portfolio.csv"


def test_a_problem_is_a_sentence_and_an_exit_code(link, run) -> None:
    changed(link, "update ledger.file set rows_read = rows_read + 1")
    code, out, complaint = run(link, "check", "--format", "json")
    said = json.loads(out)
    assert (code, said["is_well"]) == (102, False)
    assert len(complaint.strip().splitlines()) == 2
    assert "portfolio.csv" in complaint
    wrong = next(f for f in said["findings"] if f["level"] == "problem")
    assert wrong["facts"] | {"read": 9, "loaded": 8} == wrong["facts"]


def test_damaged_blocks_are_found_wherever_they_are(link, run) -> None:
    content, version = link.read_bytes(), link.resolve()
    size = len(content)
    codes = []
    for place in range(12_288, size, size // 6):
        spoiled = bytearray(content)
        spoiled[place : place + 4096] = os.urandom(len(spoiled[place : place + 4096]))
        # another path each time: this process may hold the one before
        path = version.with_name(f"spoiled{place}.duckdb")
        path.write_bytes(spoiled)
        code, out, complaint = run(path, "check")
        # a block that holds nothing any more may be spoiled without harm
        assert code in (0, 34, 102), complaint
        assert "Traceback" not in out + complaint
        assert code == 0 or complaint.strip()
        codes.append(code)
    assert any(codes)


def test_a_spoiled_column_is_named_with_its_table(link, tmp_path) -> None:
    path = tmp_path / "spoiled.duckdb"
    with duckdb.connect(str(link.resolve()), read_only=True) as con:
        block = con.execute(
            "select max(block_id) from pragma_storage_info('marts.operation') where persistent"
        ).fetchone()[0]
    shutil.copyfile(link.resolve(), path)
    with path.open("r+b") as spoiled:
        spoiled.seek(3 * 4096 + block * 262_144 + 64)
        spoiled.write(b"\xff" * 128)
    found = next(iter(findings(path, TODAY)))
    assert (found.subject, found.level) == ("integrity", Level.PROBLEM)


@pytest.mark.parametrize("content", [b"", b"not a database", b"x" * 100_000])
def test_a_file_that_is_no_warehouse_is_said_without_a_traceback(tmp_path, run, content) -> None:
    path = tmp_path / "other.duckdb"
    path.write_bytes(content)
    code, out, complaint = run(path, "check")
    assert code == 34
    assert len(complaint.strip().splitlines()) == 1
    assert "Traceback" not in out + complaint


def test_the_salt_must_be_there_be_secret_and_be_the_one_of_the_keys(link) -> None:
    assert one(link, "salt").key == "check.no_salt_needed"
    salt = create_salt(salt_path(link))
    changed(link, f"insert into ledger.salt values ('{fingerprint(salt)}')")
    assert one(link, "salt").level is Level.WELL
    salt_path(link).chmod(0o644)
    assert problems(link) == ["errors.salt_exposed"]
    salt_path(link).unlink()
    assert problems(link) == ["errors.salt_missing"]
    create_salt(salt_path(link))
    assert problems(link) == ["errors.other_salt"]


def test_too_little_room_for_the_next_import_is_a_problem(link, monkeypatch) -> None:
    usage = namedtuple("usage", "total used free")
    size = link.stat().st_size
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10 * size, 0, 2 * size - 1))
    assert problems(link) == ["check.no_room"]
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10 * size, 0, 2 * size))
    assert problems(link) == []


def test_the_trial_of_disclosure_control_prints_each_attack_for_each_audience(link, run) -> None:
    code, printed, complained = run(link, "check", "--disclosure", "--format", "json")
    assert (code, complained) == (0, "")
    found = json.loads(printed)["findings"]
    attacks = {(one["subject"], one["finding"].rpartition(".")[2]) for one in found}
    expected = ("tables", "nests", "unions", "editions")
    assert attacks == {(who, what) for who in ("protected", "public") for what in expected}
    assert all(one["facts"]["exact"] == 0 for one in found)


def test_files_that_others_may_read_are_a_problem_and_a_folder_they_may_list_a_note(link) -> None:
    changed(link, "select 1")
    assert one(link, "modes").key == "check.modes_closed"
    link.parent.chmod(0o755)
    for path in link.parent.glob(".w.duckdb.*"):
        if path.suffix in (".version", ".sum", ".lock"):
            path.chmod(0o600)
    assert one(link, "modes").key == "check.folder_exposed"
    link.with_name("w.duckdb.access.log").touch(0o640)
    found = one(link, "modes")
    assert (found.level, found.facts["files"]) == (Level.PROBLEM, "w.duckdb.access.log")


def test_what_is_made_while_a_warehouse_changes_is_for_its_owner_alone(link) -> None:
    with editing(link) as con:
        con.execute("create table t as select 1")
        modes = {path.name: path.stat().st_mode & 0o077 for path in link.parent.glob(".w.*")}
        assert any("building" in name for name in modes)
        assert {n: m for n, m in modes.items() if "1730000000000000000" not in n and m} == {}
