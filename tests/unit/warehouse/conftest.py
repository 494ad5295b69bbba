"""Copies of the shared warehouse, to be changed, and commands run on them."""

import shutil
import sys
from pathlib import Path

import pytest

from cruscotto.cli.main import main


@pytest.fixture
def link(warehouse: Path, tmp_path: Path) -> Path:
    """Return a copy of the shared warehouse, to be changed."""
    version = tmp_path / ".w.duckdb.1.version"
    shutil.copyfile(warehouse.resolve(), version)
    path = tmp_path / "w.duckdb"
    path.symlink_to(version.name)
    return path


@pytest.fixture
def file(tmp_path: Path, operation, write_opencoesione) -> Path:
    """Return a file of two operations, to be imported."""
    return write_opencoesione(tmp_path / "new.csv", [operation("NEW1"), operation("NEW2")])


@pytest.fixture
def run(capsys, monkeypatch):
    """Return `run(warehouse, *arguments)`: exit code, what was printed and what was complained."""

    def command(warehouse: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cruscotto", "--warehouse", str(warehouse), *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return command
