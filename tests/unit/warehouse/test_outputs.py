"""No command writes over the warehouse, its versions, its secret or its log."""

import pytest

from cruscotto.warehouse.errors import ProtectedFile
from cruscotto.warehouse.outputs import require_free

NAMES = ("w.duckdb", "w.duckdb.salt", "w.duckdb.log", "w.duckdb.wal", "W.DUCKDB.SALT")


@pytest.fixture
def link(tmp_path):
    version = tmp_path / ".w.duckdb.17.version"
    version.write_text("records")
    (tmp_path / "w.duckdb").symlink_to(version.name)
    return tmp_path / "w.duckdb"


@pytest.mark.parametrize("name", [*NAMES, ".w.duckdb.17.version", ".w.duckdb.lock"])
def test_a_file_of_the_warehouse_is_refused(link, name) -> None:
    with pytest.raises(ProtectedFile):
        require_free(link.with_name(name), link)


def test_a_way_round_through_a_link_or_a_folder_is_refused(link, tmp_path) -> None:
    (tmp_path / "harmless.csv").symlink_to("w.duckdb.salt")
    (tmp_path / "folder").mkdir()
    for way in ("harmless.csv", "folder/../w.duckdb.salt"):
        with pytest.raises(ProtectedFile):
            require_free(tmp_path / way, link)


@pytest.mark.parametrize("name", ["interventi.csv", "w.csv", "w.duckdb-notes.txt", "x/w.duckdb"])
def test_any_other_file_is_free(link, name) -> None:
    out = link.parent / name
    assert require_free(out, link) == out
