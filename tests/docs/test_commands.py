"""Every command that the docs show is run on the demonstration; the rest of their lines exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.config import ROOT, settings

from .shown import Line, commands, lines

# Their options are read and what they do is tested elsewhere: they end only when they are stopped,
# need what a machine may lack, or have made the very demonstration.
ELSEWHERE = {
    "serve": "tests/serving/test_installed.py",
    "demo": "tests/conftest.py",
    "spark": "tests/engines/test_parity.py",
    "--disclosure": "tests/unit/warehouse/test_checking.py",  # two minutes; there few persons
    "access": "tests/unit/access/test_commands.py",
    "approve": "tests/unit/access/test_two_persons.py",
}
# They publish other versions, or write all that there is: a warehouse of a few rows does.
SMALL = ("raw", "build", "rollback", "backup", "restore")
# Programs that are not ours.
OTHERS = ("apt-get", "cp", "curl", "git", "pre-commit", "python3", "systemctl", "systemd-run")


def command_of(words: list[str]) -> str:
    """Return the name of the command, which may stand behind `--warehouse FILE`."""
    return words[3] if words[1] == "--warehouse" else words[1]


def kind(line: Line) -> str:
    special = [word for word in ("spark", "--disclosure") if word in line.words]
    return special[0] if special else command_of(line.words)


def run(line: Line, warehouse: Path) -> None:
    words = line.words[1:]
    if ">" in words:
        words = words[: words.index(">")]
    chosen = [] if words[0] == "--warehouse" else ["--warehouse", str(warehouse)]
    done = CliRunner().invoke(app, [*chosen, *words])
    assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception!r}"


def run_apart(line: Line, warehouse: Path) -> None:
    """Run a command that changes a warehouse: a connection of this process would be in its way."""
    done = subprocess.run(
        [sys.executable, "-m", "cruscotto", *line.words[1:]],
        cwd=warehouse.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CRUSCOTTO_WAREHOUSE": str(warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"


SHOWN = commands()


@pytest.fixture(autouse=True)
def ordinary_settings(monkeypatch):
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    "line", [x for x in SHOWN if kind(x) not in (*ELSEWHERE, *SMALL)], ids=lambda line: line.text
)
def test_a_command_of_the_docs_runs_on_the_demonstration(line, at_work, monkeypatch) -> None:
    monkeypatch.chdir(at_work)
    run(line, at_work / "cruscotto.duckdb")


def test_versions_backups_and_builds_of_the_docs_run_in_their_order(
    warehouse, copy_warehouse, salted, tmp_path
) -> None:
    link = salted(copy_warehouse(warehouse, tmp_path))
    (tmp_path / "cassaforte").mkdir()
    few = [line for line in SHOWN if kind(line) in SMALL]
    assert {kind(line) for line in few} == set(SMALL)
    for line in few:
        if kind(line) == "rollback":  # there must be a version to go back to
            run_apart(Line("", "cruscotto build"), link)
        run_apart(line, link)


@pytest.mark.parametrize(
    "line", [x for x in SHOWN if kind(x) in ELSEWHERE], ids=lambda line: line.text
)
def test_the_options_of_what_is_run_elsewhere_exist(line) -> None:
    assert (ROOT / ELSEWHERE[kind(line)]).exists()
    done = CliRunner().invoke(app, [*line.words[1:], "--help"])
    assert done.exit_code == 0, done.output


def test_every_other_line_is_a_target_of_make_or_a_known_program() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in lines():
        program, *words = line.words
        name = Path(program).name
        if name == "make":
            asked = [word for word in words if "=" not in word and not word.startswith("-")]
            assert set(asked) <= targets, str(line)
        else:
            assert name in ("cruscotto", "python", *OTHERS), str(line)
