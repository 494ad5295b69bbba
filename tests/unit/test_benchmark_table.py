"""The table of what was measured: figures from the scripts, dates kept, goals judged."""

import importlib.util
import json
import re
import sys
from types import ModuleType

import pytest

from cruscotto.config import ROOT

FOLDER = ROOT / "benchmarks"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def results(monkeypatch) -> ModuleType:
    monkeypatch.setitem(sys.modules, "report", load("report"))
    return load("results")


def row(benchmark: str, what: str, measured: float | None, **changes: object) -> dict[str, object]:
    return {
        "benchmark": benchmark,
        "what": what,
        "measured": measured,
        "unit": "ms",
        "goal": 10,
        "at_least": False,
        "ratio": None,
        "peak_megabytes": None,
        "machine": "2 cores",
        "is_met": measured is not None and measured <= 10,
        "command": "python x",
        "date": "2026-01-01",
    } | changes


def test_every_script_that_is_run_is_there(results) -> None:
    # what is made of parts is tested by its parts
    helpers = {"report", "results", "visitors", "signed"}
    helpers |= {"dashboard", "superset_chart", "million_operations"}
    # these print a comparison that a person reads, no figure with a goal
    read_by_a_person = {"compare_figures", "disclosure", "disclosure_designs"}
    scripts = {path.stem for path in FOLDER.glob("*.py")}
    assert {
        words[0].removesuffix(".py") for words in results.RUNS.values()
    } == scripts - helpers - read_by_a_person


def test_figures_are_kept_only_where_they_are_collected(tmp_path, monkeypatch) -> None:
    report = load("report")
    monkeypatch.delenv(report.COLLECTED, raising=False)
    assert report.record("a call", 12.0, "ms", 10) is False
    monkeypatch.setenv(report.COLLECTED, str(tmp_path / "lines"))
    assert report.record("a call", 12.0, "x", 10, at_least=True)
    report.missing("another", "no engine")
    first, second = map(json.loads, (tmp_path / "lines").read_text().splitlines())
    assert (first["what"], first["measured"], first["is_met"]) == ("a call", 12.0, True)
    assert (second["what"], second["why"], "measured" in second) == ("another", "no engine", False)


def test_what_is_run_again_takes_the_place_of_what_was_and_the_rest_stays(results) -> None:
    before = [row("peers", "old", 1.0), row("kpi_call", "kept", 2.0), row("gone", "x", 3.0)]
    found = [row("peers", "new", 4.0, date="2026-02-02")]
    rows = results.merged(before, found)
    assert [(r["benchmark"], r["what"]) for r in rows] == [("kpi_call", "kept"), ("peers", "new")]


def test_the_table_says_met_or_not_and_why(results) -> None:
    rows = [
        row("kpi_call", "quick", 9.0, ratio=1.25, peak_megabytes=2048.4),
        row("kpi_call", "slow", 1234.5),
        row("peers", "unseen", None, why="no --superset PYTHON"),
        row("peers", "beside", 3.0, goal=None, machine="8 cores"),
    ]
    said = results.table(rows, {"slow": "the page sends too much"})
    assert (
        "| quick | 9 ms | at most 10 ms | yes | 1.25 x | 2,048 MB | `python x` | 2026-01-01 |"
        in said
    )
    assert "| slow | 1,234 ms | at most 10 ms | **no** |" in said
    assert "| unseen | not measured |" in said
    assert "- slow: the page sends too much\n- unseen: no --superset PYTHON\n" in said
    assert said.index("## 2 cores") < said.index("## 8 cores") < said.index("| beside |")


def test_nothing_written_names_a_machine_or_a_folder(results) -> None:
    said = results.machine()
    assert "cores" in said
    assert "/" not in said
    for path in (results.KEPT, results.TABLE):
        if path.is_file():
            assert re.findall(r"(?<![\w.])/\w+/", path.read_text("utf-8")) == []
