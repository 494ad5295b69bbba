"""Files to be imported into copies of the shared warehouse, and commands run on them."""

import sys
from pathlib import Path

import pytest

from cruscotto.cli.main import main


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
