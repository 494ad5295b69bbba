"""A file made in a process of its own is the file made here, and fails in the same words."""

import os
from pathlib import Path

import pyarrow as pa
import pytest

from cruscotto.errors import CannotWrite, DiskFull, NoWarehouse
from cruscotto.export import (
    Order,
    apart,
    export_bytes,
    operations_apart,
    operations_table,
    searched,
)
from cruscotto.kpi.query.selection import Selection
from cruscotto.warehouse import published_path, reader

CHOSEN = Selection.of(fund="FSE")


@pytest.fixture
def order(warehouse: Path) -> Order:
    return Order(published_path(warehouse), CHOSEN, "corso", "it", is_packed=True)


def here(warehouse: Path, style: str, search: str) -> bytes:
    return export_bytes(searched(operations_table(reader(warehouse), CHOSEN), search), style)


def test_compressed_bytes_hold_the_text_made_here_and_nothing_is_left(
    order: Order, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with operations_apart(order) as file, pa.CompressedInputStream(file, "zstd") as text:
        assert text.read() == here(warehouse, "it", "corso")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_made_apart_is_the_workbook_made_here(warehouse: Path) -> None:
    with operations_apart(Order(published_path(warehouse), CHOSEN, "", "xlsx")) as file:
        assert file.read() == here(warehouse, "xlsx", "")


def test_a_full_disk_is_told_as_it_is_here(order: Order, tmp_path: Path) -> None:
    full = os.open("/dev/full", os.O_RDWR)
    try:
        with pytest.raises(DiskFull) as raised:
            apart._run(order, tmp_path, full)
    finally:
        os.close(full)
    assert raised.value.facts == {"folder": tmp_path.parent}


def test_a_version_that_is_gone_is_told_so(order: Order, tmp_path: Path) -> None:
    with pytest.raises(NoWarehouse):
        operations_apart(Order(tmp_path / "gone", order.selection, "", "it"))


def test_a_process_that_dies_is_told_in_a_sentence(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "CHILD", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(CannotWrite, match="Killed"):
        operations_apart(order)
