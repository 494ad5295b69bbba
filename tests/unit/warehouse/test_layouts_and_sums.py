"""A version is the one that was published, byte for byte, and of a layout that is understood."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cruscotto.config import settings
from cruscotto.errors import DamagedWarehouse
from cruscotto.facts import Edition
from cruscotto.facts.figures import measure, rows
from cruscotto.kpi.registry import KPIS
from cruscotto.warehouse import editing, published_path, reader
from cruscotto.warehouse.checking import Level, findings
from cruscotto.warehouse.errors import NewerWarehouse, OlderWarehouse
from cruscotto.warehouse.publish import is_as_published, marks_of, sum_path, version_files
from cruscotto.warehouse.versions import backup, restore, rollback

TODAY = date(2024, 12, 1)


@pytest.fixture
def published(warehouse, copy_warehouse, tmp_path) -> Path:
    """Return a warehouse that was published here, so that its version has a checksum."""
    link = copy_warehouse(warehouse, tmp_path)
    with editing(link) as con:
        con.execute("update ledger.file set file_name = file_name")
    return link


def damage(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 0xFF]))


def test_a_version_has_its_checksum_for_its_owner_alone(published) -> None:
    version = published_path(published)
    assert is_as_published(version)
    assert oct(sum_path(version).stat().st_mode)[-3:] == "600"


def test_beside_the_checksum_stands_which_marts_changed(published) -> None:
    before = marks_of(published_path(published))
    with editing(published) as con:
        con.execute("delete from marts.region where region_code = 'ITG1'")
    after = marks_of(published_path(published))
    assert {name for name in before if before[name] != after[name]} == {"marts.region"}
    assert before.keys() == after.keys() >= {"marts.participation_cell", "marts.operation_share"}


def test_a_version_is_published_without_marks_where_memory_does_not_suffice(
    published, monkeypatch
) -> None:
    def full(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
        raise duckdb.OutOfMemoryException("full")

    monkeypatch.setattr("cruscotto.warehouse.tables.marks", full)
    with editing(published) as con:
        con.execute("delete from marts.region where region_code = 'ITG1'")
    version = published_path(published)
    assert is_as_published(version)
    assert marks_of(version) == {}


def test_the_checksum_goes_with_its_version(published) -> None:
    for number in range(4):
        with editing(published) as con:
            con.execute("update ledger.file set file_name = ?", [f"{number}.csv"])
    kept = {sum_path(path) for path in version_files(published)}
    assert set(published.parent.glob(".*.sum")) <= kept


@pytest.mark.parametrize("part", range(22))
def test_every_damaged_file_is_found(published, tmp_path, part) -> None:
    version = published_path(published)
    # in 22 places from the first byte to the last, blocks without data among them
    damage(version, min(version.stat().st_size - 1, part * version.stat().st_size // 21))
    found = list(findings(published, TODAY))
    assert any(one.level is Level.PROBLEM and one.subject == "integrity" for one in found)
    with pytest.raises(DamagedWarehouse):
        backup(published, tmp_path / "out.backup")
    assert not (tmp_path / "out.backup").exists()


def test_a_damaged_version_or_backup_is_not_published(published, tmp_path) -> None:
    before = published_path(published)
    with editing(published) as con:
        con.execute("update ledger.file set file_name = 'other.csv'")
    damage(before, before.stat().st_size // 2)
    with pytest.raises(DamagedWarehouse):
        rollback(published)
    saved = tmp_path / "saved.backup"
    backup(published, saved)
    whole = published_path(published)
    shutil.copyfile(saved, tmp_path / "copy")
    for place in range(4096 * 3, saved.stat().st_size, 4096 * 8):
        damage(saved, place)
    with pytest.raises(DamagedWarehouse):
        restore(saved, published)
    assert published_path(published) == whole


def test_a_newer_layout_is_refused_and_an_older_one_is_read_as_far_as_it_goes(published) -> None:
    with editing(published) as con:
        con.execute("update marts.version set layout = 99")
    with pytest.raises(NewerWarehouse) as error:
        reader(published)
    assert error.value.facts["layout"] == 99
    with editing(published) as con:
        con.execute("drop table marts.version")
    edition = Edition.published(published)
    assert rows(edition, "files")
    with editing(published) as con:
        con.execute("drop table marts.programme")
    with pytest.raises(OlderWarehouse) as older:
        rows(Edition.published(published), "programmes")
    # the file that was asked, which need not be the official one
    assert older.value.facts["warehouse"] == published.name != settings().warehouse.name


def test_what_is_missing_of_a_present_layout_is_a_fault_of_ours_and_not_called_old(
    published,
) -> None:
    with editing(published) as con:
        con.execute("drop table marts.programme")
    with pytest.raises(duckdb.CatalogException):
        rows(Edition.published(published), "programmes")


def test_a_part_that_breaks_under_a_reader_is_a_damaged_warehouse(published, monkeypatch) -> None:
    edition = Edition.published(published)

    class Broken:
        def cursor(self):
            return self

        def execute(self, *_: object):
            raise duckdb.IOException("computed checksum does not match")

    broken = Edition(f"{edition.path} broken", Broken(), edition.rules)
    with pytest.raises(DamagedWarehouse):
        measure(broken, KPIS["payments_eur"])
