"""The rooms and their doors: what may import what, no SQL from values, commands that explain."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import typer.main
from typer.testing import CliRunner

from cruscotto.cli import main as command
from cruscotto.cli.main import app
from cruscotto.config import ROOT
from cruscotto.errors import CruscottoError

PACKAGE = ROOT / "cruscotto"
MODULES = sorted(PACKAGE.rglob("*.py"))
COMMANDS = (
    "import",
    "kpi",
    "alerts",
    "export",
    "dossier",
    "impact",
    "sensitivity",
    "decommitment",
    "demo",
    "build",
    "raw",
    "serve",
    "check",
    "approve",
    "rollback",
    "backup",
    "restore",
)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.thorough  # `make test` runs the same command before any test
def test_the_lints_find_nothing() -> None:
    lint = [sys.executable, str(ROOT / "tools" / "lint.py")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(lint, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_generated_parts_of_the_docs_are_up_to_date() -> None:
    document = [sys.executable, str(ROOT / "tools" / "document.py"), "--check"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(document, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run `make docs`, or tools/document.py: {done.stdout}"


def test_pages_are_no_package() -> None:
    assert not (ROOT / "pages" / "__init__.py").exists()


def test_the_files_that_workers_take_first_and_together_are_there() -> None:
    listed = {
        ast.unparse(node.targets[0]): ast.literal_eval(node.value)
        for node in tree(ROOT / "tests" / "conftest.py").body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("LONGEST", "TOGETHER")
    }
    named = {*listed["LONGEST"], *(name for files in listed["TOGETHER"] for name in files)}
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).is_file()] == []


# ---------------------------------------------------------------- circles and page rooms
SHARED_ROOMS = {"shell", "state", "text", "figures", "exhibit", "reported"}
PAGE_ROOMS = {path.parent.name for path in (PACKAGE / "ui").glob("*/__init__.py")} - SHARED_ROOMS


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def arrows() -> dict[str, set[str]]:
    """Return what each file of the package imports of it, also inside functions."""
    known = {module_name(path) for path in MODULES}
    found = {}
    for path in MODULES:
        asked = imported(path)
        names = {name if name in known else name.rpartition(".")[0] for name in asked}
        found[module_name(path)] = (names & known) - {module_name(path)}
    return found


def test_no_file_imports_itself_by_way_of_others() -> None:
    left = arrows()
    # files that import none of the others are taken away until nothing changes: circles stay
    while free := {name for name, wanted in left.items() if not wanted & left.keys()}:
        left = {name: wanted for name, wanted in left.items() if name not in free}
    assert sorted(left) == []


def test_no_room_of_a_page_imports_another_page_s_room() -> None:
    def room(name: str) -> str:
        parts = name.split(".")
        return parts[2] if parts[1:2] == ["ui"] and len(parts) > 2 else ""

    assert len(PAGE_ROOMS) >= 9
    assert [
        (here, there)
        for here, wanted in arrows().items()
        for there in wanted
        if room(here) in PAGE_ROOMS and room(there) in PAGE_ROOMS and room(here) != room(there)
    ] == []


# ---------------------------------------------------------------- commands
def commands() -> dict[str, click.Command]:
    group: Any = typer.main.get_command(app)
    found = {name: group.get_command(None, name) for name in group.list_commands(None)}
    assert found
    return found


def test_every_command_of_the_contract_is_there() -> None:
    assert set(COMMANDS) <= set(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    done = CliRunner().invoke(app, [name, "--help"])
    assert done.exit_code == 0
    assert "Example: cruscotto" in " ".join(done.output.split())
    assert all(p.help for p in commands()[name].params if getattr(p, "opts", [""])[0] != "--help")


def run(capsys, monkeypatch, *arguments: str) -> tuple[int, str]:
    """Run a command as a person does, in this process; return its exit code and what was said."""
    monkeypatch.setattr(sys, "argv", ["cruscotto", *arguments])
    with pytest.raises(SystemExit) as left:
        command()
    said = capsys.readouterr()
    return int(left.value.code or 0), said.err


@pytest.fixture
def said(capsys, monkeypatch, warehouse):
    return lambda *arguments: run(capsys, monkeypatch, "--warehouse", str(warehouse), *arguments)


@pytest.mark.parametrize(
    ("arguments", "code", "near"),
    [
        (("kpi", "payment_eur"), 20, "payments_eur"),
        (("kpi", "payments_eur", "--by", "regione"), 20, "region"),
        (("kpi", "payments_eur", "--where", "regoin=ITG1"), 20, "region"),
        (("kpi", "payments_eur", "--where", "region"), 21, "DIMENSION=CODE"),
        (("kpi", "planned_budget_eur", "--by", "status"), 22, "programme"),
        (("import", "opencoesion", "x.csv"), 20, "opencoesione"),
        (("import", "opencoesione", "no-such.csv"), 10, "no-such.csv"),
        (("import", "opencoesione", "x.csv", "--edition", "31/08/2024"), 21, "AAAA-MM-GG"),
        (("export", "operation", "--out", "x.csv"), 20, "operations"),
        (("export", "operations", "--out", "x.csv", "--style", "italian"), 20, "it"),
    ],
)
def test_a_wrong_name_or_value_is_said_with_near_ones_and_an_exit_code(
    said, arguments, code, near
) -> None:
    found, sentence = said(*arguments)
    assert (found, near in sentence) == (code, True), sentence
    assert "Traceback" not in sentence
    assert len(sentence.strip().splitlines()) == 1


def test_no_warehouse_is_said(capsys, monkeypatch, tmp_path) -> None:
    path = str(tmp_path / "none.duckdb")
    for arguments in (("kpi", "payments_eur"), ("check",)):
        code, sentence = run(capsys, monkeypatch, "--warehouse", path, *arguments)
        assert (code, path in sentence) == (30, True)


def test_an_unexpected_fault_is_a_sentence_too_and_the_log_keeps_its_place(
    capsys, monkeypatch, tmp_path
) -> None:
    person = " ".join(("ROSSI", "MARIO"))

    def broken(path: Path) -> None:
        raise RuntimeError(person)

    monkeypatch.setattr("cruscotto.cli.figures.Edition.published", broken)
    path = tmp_path / "w.duckdb"
    code, sentence = run(capsys, monkeypatch, "--warehouse", str(path), "kpi", "payments_eur")
    assert (code, "ROSSI" in sentence) == (CruscottoError.exit_code, False)
    assert "Traceback" not in sentence
    log = (tmp_path / "w.duckdb.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "ROSSI" not in log


@pytest.mark.parametrize(
    "setting", [{"CRUSCOTTO_LANG": "de"}, {"CRUSCOTTO_THREADS": "molti"}], ids=str
)
def test_a_wrong_setting_is_said_without_a_traceback(setting) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cruscotto", "kpi", "--help"],
        cwd=ROOT,
        env={**os.environ, **setting},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert next(iter(setting)) in done.stderr


WRITERS = ("format_number", "format_euro", "format_value", "short", "spoken", "bare", "MINUS")


def test_files_for_programs_hold_no_number_written_for_readers() -> None:
    # readers have a true minus and separators of thousands; no program reads them as a number
    for room in ("export", "api"):
        for path in sorted((PACKAGE / room).rglob("*.py")):
            names = {name.rpartition(".")[2] for name in imported(path)}
            assert names.isdisjoint(WRITERS), path.relative_to(ROOT)


SLOW_TO_LOAD = ("scipy.stats", "scipy.optimize", "xlsxwriter")


def test_the_screens_start_without_the_libraries_that_only_some_figures_need() -> None:
    look = (
        "import sys, pkgutil, cruscotto.ui as ui; from importlib import import_module as get;"
        "[get(part.name) for part in pkgutil.walk_packages(ui.__path__, 'cruscotto.ui.')];"
        f"print([name for name in {SLOW_TO_LOAD!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "[]\n", done.stderr
