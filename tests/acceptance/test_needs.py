"""Issue 5, acceptance 1: the worked example from files to figures, commands and CSV."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.disclosure import Rules
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import kpi
from cruscotto.warehouse import reader
from cruscotto.warehouse.ledger import refused

EXACT = Rules(audience="exact")
TOTALS = {
    "need_positions": (175, None, 175),
    "pact_positions": (145, None, 145),
    "need_coverage": (140, 175, 140 / 175),
    "unmet_positions": (35, None, 35),
    "funded_places": (155, None, 155),
    "need_adherence": (90, 155, 90 / 155),
    "oversupply_share": (15, 155, 15 / 155),
    "pact_operations_share": (3, 5, 3 / 5),
    "days_from_pact_to_course": (180, 3, 180),
    "cost_per_covered_position_eur": (180_000, 90, 2_000),
    "cost_per_place_eur": (310_000, 155, 2_000),
    "pooled_funding_eur": (230_000, None, 230_000),
}


@pytest.fixture
def con(needs_warehouse: Path) -> Any:
    return reader(needs_warehouse)


def command(needs_warehouse: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["--warehouse", str(needs_warehouse), *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("name", TOTALS)
def test_every_total_is_the_one_worked_out_by_hand(con, name) -> None:
    row = measure(con, kpi(name)).rows[0]
    numerator, denominator, value = TOTALS[name]
    assert (row.numerator, row.denominator) == (numerator, denominator)
    assert row.value == pytest.approx(value, abs=1e-12)


def test_the_command_prints_the_same_figures(needs_warehouse) -> None:
    printed = json.loads(command(needs_warehouse, "kpi", *TOTALS, "--format", "json"))
    found = {row["kpi"]: float(row["value"]) for row in printed}
    assert found == pytest.approx({name: total[2] for name, total in TOTALS.items()}, abs=1e-12)


def test_every_cell_is_the_one_worked_out_by_hand_at_its_level(con) -> None:
    by = ("occupation", "region", "match_level")
    found = {
        row.codes: (row.numerator, row.denominator)
        for row in measure(con, kpi("need_coverage"), by).rows
    }
    assert found == {
        ("5221", "ITG1", "4_province"): (55, 60),
        ("5223", "ITG1", "4_province"): (20, 30),
        ("6212", "ITC1", "4_region"): (40, 60),
        ("3121", "ITC1", "3_region"): (25, 25),
    }
    beyond = measure(con, kpi("oversupply_share"), ("occupation", "region")).rows
    assert {row.codes: (row.numerator, row.denominator) for row in beyond} == {
        ("5221", "ITG1"): (10, 65),
        ("5223", "ITG1"): (0, 20),
        ("6212", "ITC1"): (0, 40),
        ("312", "ITC1"): (5, 30),
    }


def test_cooks_missing_in_catania_are_not_covered_by_those_beyond_the_need_in_palermo(con) -> None:
    rows = con.cursor().execute(
        "select territory_code, covered_positions, unmet_positions from marts.need "
        "where occupation_code = '5221' order by 1"
    )
    assert rows.fetchall() == [("082", 40, 0), ("087", 15, 5)]


def test_excelsior_counts_only_beyond_what_the_pact_states(con) -> None:
    rows = measure(con, kpi("need_positions"), ("evidence",)).rows
    assert {row.codes[0]: row.value for row in rows} == {
        "pact": 115,
        "firm": 30,
        "dossier": 20,
        "excelsior": 10,
    }


def test_the_chain_from_needs_to_coherent_jobs_is_known_to_the_last_figure(con) -> None:
    pacts = Selection.of(pact=["P1", "P2"])
    steps = [
        measure(con, kpi("need_positions")).value(),
        measure(con, kpi("pact_positions")).value(),
        measure(con, kpi("funded_places"), (), pacts).value(),
        measure(con, kpi("participants_count"), (), pacts, EXACT).value(),
        measure(con, kpi("coherent_placement_rate_6m"), (), pacts, EXACT).rows[0].numerator,
    ]
    assert steps == [175, 145, 90, 75, 26]


def test_coherent_placement_is_measured_by_pact_with_its_interval(con) -> None:
    rows = measure(con, kpi("coherent_placement_rate_6m"), ("pact",), rules=EXACT).rows
    found = {row.codes[0]: (row.numerator, row.denominator) for row in rows}
    assert found == {"P1": (17, 30), "P2": (9, 15), "none": (6, 11)}
    assert all(row.low < row.value < row.high for row in rows)


def test_money_by_holder_adds_up_with_the_difference_shown(con) -> None:
    rows = {r.codes[0]: r for r in measure(con, kpi("pooled_share"), ("holder",)).rows}
    assert {code: row.numerator for code, row in rows.items()} == {
        "labour_ministry": 60_000,
        "economic_development_ministry": 50_000,
        "region": 60_000,
        "esf": 20_000,
        "fsc": 20_000,
        "private": 10_000,
        "other": 0,
        "difference": 10_000,
    }
    assert {row.denominator for row in rows.values()} == {Decimal(230_000)}
    assert sum(row.value for row in rows.values()) == pytest.approx(1)


def test_who_pays_for_which_need_follows_the_places(con) -> None:
    by = ("occupation", "holder")
    rows = {row.codes: row.value for row in measure(con, kpi("pooled_funding_eur"), by).rows}
    assert rows["5221", "labour_ministry"] == 36_000  # thirty of fifty places
    assert rows["none", "labour_ministry"] == 24_000
    assert rows["5223", "esf"] == 20_000


def test_refused_rows_say_the_sum_that_broke_them(con) -> None:
    assert [(row["line_number"], row["reason"]) for row in refused(con.cursor())] == [
        (5, "places_over_capacity: 16 > 15"),
        (6, "unknown_need: N7"),
    ]


def test_the_exported_file_holds_the_same_figures_and_where_they_come_from(
    needs_warehouse, tmp_path
) -> None:
    out = tmp_path / "copertura.csv"
    command(
        needs_warehouse,
        "export",
        "kpi",
        "--kpi",
        "need_coverage",
        "--by",
        "occupation",
        "--out",
        str(out),
        "--style",
        "plain",
    )
    rows = {r["occupation"]: r for r in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
    assert {code: float(row["value"]) for code, row in rows.items()} == pytest.approx(
        {"5221": 55 / 60, "5223": 20 / 30, "6212": 40 / 60, "3121": 1.0}
    )
    assert rows["5221"]["occupation_name"] == "Cuochi in alberghi e ristoranti"
    said = json.loads(out.with_name("copertura.csv.json").read_text("utf-8"))
    assert said["editions"] == ["2024-08-31"]
    assert "Excelsior" in json.dumps(said, ensure_ascii=False)


def test_the_import_says_each_refused_row_in_a_sentence(needs_files, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CRUSCOTTO_LANG", "it")
    link = str(tmp_path / "again.duckdb")
    edition = ("--edition", "2024-08-31")
    wanted = ("opencoesione", "course_occupations", "pacts", "needs", "need_operations")
    said = ""
    for source in wanted:
        done = CliRunner().invoke(
            app, ["--warehouse", link, "import", source, str(needs_files[source]), *edition]
        )
        assert done.exit_code == 0, done.output
        said += done.stderr
    assert "riga 5, rifiutata: posti oltre la capienza dell'operazione (16 > 15)." in said
    assert "riga 6, rifiutata: fabbisogno mai caricato: caricare prima i fabbisogni (N7)." in said
