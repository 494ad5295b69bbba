"""Issue 2, acceptance 1 and 2, word by word: real rows, in the package and by command."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.config import ROOT
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import kpi
from cruscotto.sources.importing import ImportReport, import_files
from cruscotto.warehouse import reader
from cruscotto.warehouse.ledger import field_issues

FILES = ("opencoesione_fse_sicilia_2014_2020.csv", "opencoesione_formazione_2021_2027.csv")
SICILIA, TRAINING = Selection.of(fund="FSE"), Selection.of(fund="FSC")
MONEY = {
    "public_funding_eur": {"FSE": Decimal("6159396.87"), "FSC": Decimal("30925232.84")},
    "payments_eur": {"FSE": Decimal("5973464.86"), "FSC": Decimal("13333759.44")},
}
DIMENSIONS = ("region", "axis", "managing_authority", "status")


def run(warehouse: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cruscotto", "--warehouse", str(warehouse), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def figures(warehouse: Path, *arguments: str) -> list[dict[str, Any]]:
    """Run the command in this process: starting Python twelve times would take a minute."""
    command = ["--warehouse", str(warehouse), "kpi", *arguments, "--format", "json"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout, parse_float=Decimal)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="module")
def report(samples: Path, folder: Path) -> ImportReport:
    paths = [samples / name for name in FILES]
    return import_files("opencoesione", paths, folder / "w.duckdb", date(2024, 8, 31))


@pytest.fixture(scope="module")
def con(report: ImportReport, folder: Path) -> Any:
    return reader(folder / "w.duckdb")


@pytest.fixture(scope="module")
def imported(samples: Path, folder: Path) -> Path:
    """Return a warehouse that the command line alone has made."""
    link = folder / "cli.duckdb"
    paths = [str(samples / name) for name in FILES]
    done = run(
        link, "import", "opencoesione", *paths, "--edition", "2024-08-31", "--format", "json"
    )
    assert done.returncode == 0, done.stderr
    (folder / "import.json").write_text(done.stdout)
    return link


# ---------------------------------------------------------------- through the package
def test_every_row_of_both_files_is_loaded_and_the_impossible_dates_are_recorded(report) -> None:
    found = [(f.read, f.loaded, f.out_of_scope, f.refused, f.field_issues) for f in report.files]
    assert found == [(98, 98, {}, [], 128), (60, 60, {}, [], 103)]


def test_every_field_issue_is_an_impossible_date(report, con) -> None:
    issues = field_issues(con)
    assert len(issues) == 231
    assert {issue["reason"] for issue in issues} == {"impossible_date"}
    assert all("DATA" in issue["column_name"] for issue in issues)


@pytest.mark.parametrize("name", MONEY)
@pytest.mark.parametrize("fund", ["FSE", "FSC"])
def test_the_money_of_each_file_is_right_to_the_cent(con, name, fund) -> None:
    assert measure(con, kpi(name), (), Selection.of(fund=fund)).value() == MONEY[name][fund]


@pytest.mark.parametrize("name", MONEY)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_sums_along_each_dimension_equal_the_total_to_the_cent(con, name, dimension) -> None:
    for fund, total in MONEY[name].items():
        rows = measure(con, kpi(name), (dimension,), Selection.of(fund=fund)).rows
        assert sum(row.value or 0 for row in rows) == total


def counts(con: Any, dimension: str, selection: Selection) -> dict[str, Any]:
    rows = measure(con, kpi("operations_count"), (dimension,), selection).rows
    return {row.codes[0]: row.value for row in rows}


def test_the_operations_of_sicilia_are_on_three_axes(con) -> None:
    assert counts(con, "region", SICILIA) == {"ITG1": 98}
    assert counts(con, "axis", SICILIA) == {"1": 96, "3": 1, "5": 1}


def test_the_training_operations_are_of_three_regions(con) -> None:
    assert counts(con, "region", TRAINING) == {"ITC1": 31, "ITH3": 27, "ITC2": 2}
    assert counts(con, "fund", Selection.of(period="2021-2027")) == {"FSC": 60}


def test_the_payments_of_veneto_are_missing_and_not_zero(con) -> None:
    row = measure(con, kpi("payments_eur"), ("region",), TRAINING).row("ITH3")
    assert row is not None
    assert (row.value, str(row.state)) == (None, "missing")


def test_the_planned_budget_is_that_of_the_commission(con) -> None:
    plan = kpi("planned_budget_eur")
    assert measure(con, plan).value() == 25_949_935_159
    by_programme = [r for r in measure(con, plan, ("programme",)).rows if r.value is not None]
    assert len(by_programme) == 29
    toscana = measure(con, plan, ("axis",), Selection.of(programme="2014IT05SFOP015"))
    assert toscana.value("A") == 341_219_752
    assert measure(con, plan, ("region",)).value("ITI1") is not None
    assert measure(con, plan, (), Selection.of(programme="2014IT05SFOP014")).value() == 820_096_428


# ---------------------------------------------------------------- through the command line
def test_the_command_line_accounts_for_both_files(imported, folder) -> None:
    account = json.loads((folder / "import.json").read_text())
    assert (account["source"], account["edition"]) == ("opencoesione", "2024-08-31")
    keys = ("file", "read", "loaded", "out_of_scope", "refused", "field_issues")
    assert [tuple(file[key] for key in keys) for file in account["files"]] == [
        (FILES[0], 98, 98, 0, 0, 128),
        (FILES[1], 60, 60, 0, 0, 103),
    ]


def test_the_command_line_gives_the_same_money_along_every_dimension(imported) -> None:
    rows = figures(imported, *MONEY, "--by", "fund")
    assert {(r["kpi"], r["fund"]): r["value"] for r in rows} == {
        (name, fund): total for name, funds in MONEY.items() for fund, total in funds.items()
    }
    for dimension in DIMENSIONS:
        rows = figures(imported, *MONEY, "--by", "fund", "--by", dimension)
        for name, funds in MONEY.items():
            for fund, total in funds.items():
                mine = [r["value"] or 0 for r in rows if (r["kpi"], r["fund"]) == (name, fund)]
                assert sum(mine) == total


def test_the_command_line_keeps_the_contract_of_its_rows(imported) -> None:
    done = run(
        imported, "kpi", "payment_rate", "--by", "region", "--where", "fund=FSE", "--format", "json"
    )
    rows = json.loads(done.stdout)
    keys = {"kpi", "region", "numerator", "denominator", "value", "unit", "state"}
    assert rows
    assert all(set(row) == keys for row in rows)


def test_the_command_line_gives_the_planned_budget(imported) -> None:
    assert figures(imported, "planned_budget_eur")[0]["value"] == 25_949_935_159
    axes = figures(
        imported, "planned_budget_eur", "--by", "axis", "--where", "programme=2014IT05SFOP015"
    )
    assert {row["axis"]: row["value"] for row in axes}["A"] == 341_219_752


def test_the_samples_own_date_is_impossible_and_the_edition_must_be_given(
    samples, tmp_path
) -> None:
    done = run(tmp_path / "w.duckdb", "import", "opencoesione", str(samples / FILES[1]))
    assert done.returncode == 16
    assert "--edition" in done.stderr
    assert "Traceback" not in done.stderr
