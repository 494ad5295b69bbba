"""From files to the answer of the command: the worked example, scenarios, the back-test."""

import csv
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from cruscotto.cli.main import main
from cruscotto.errors import UnknownName
from cruscotto.finance.outlook import Backtest, backtest, bases, standings
from cruscotto.finance.reading import books
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.warehouse import reader

PLACE = {"programme": "2014IT05SFOP014", "fund": "FSE", "category_of_region": "less_developed"}
OTHER = {"programme": "2021IT05SFPR014", "fund": "FSE", "category_of_region": "less_developed"}
MILLION = 1_000_000
EDITION = date(2026, 8, 31)


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def tranches(place: dict[str, str], first: int, amounts: tuple[int, ...], reserve: int) -> list:
    return [
        place
        | {
            "year": first + i,
            "eu_amount_eur": a * MILLION,
            "reserve_eur": a * MILLION * reserve // 100,
        }
        for i, a in enumerate(amounts)
    ]


def monthly_claims() -> list[dict[str, object]]:
    chance = np.random.default_rng(5)
    return [
        OTHER
        | {
            "date": f"{year}-{month:02}-20",
            "eu_amount_eur": f"{chance.gamma(2, 600_000):.2f}",
            "suspended_eur": "",
        }
        for year in range(2022, 2027)
        for month in range(1, 13)
        if (year, month) < (2026, 9)
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("finance")
    plan = tranches(PLACE, 2014, (100, 120, 130, 140, 150, 160, 200), 6)
    plan += tranches(OTHER, 2021, (10, 15, 15, 24, 24, 8, 8), 0)
    claims: list[dict[str, object]] = [
        PLACE | {"date": f"{year}-12-15", "eu_amount_eur": amount * MILLION, "suspended_eur": ""}
        for year, amount in ((2016, 20), (2017, 60), (2018, 100), (2019, 80))
    ]
    received = [PLACE | {"date": "2015-02-16", "eu_amount_eur": 3 * MILLION}]
    link = folder / "w.duckdb"
    edition = date(2026, 8, 31)
    import_batches(
        [
            Batch("commitment_tranches", edition, (write(folder / "t.csv", plan),)),
            Batch("prefinancing", edition, (write(folder / "p.csv", received),)),
            Batch("payment_claims", edition, (write(folder / "c.csv", claims + monthly_claims()),)),
        ],
        link,
    )
    return link


def asked(warehouse: Path, capsys, monkeypatch, *arguments: str) -> list[dict[str, object]]:
    monkeypatch.setattr(
        sys,
        "argv",
        [
            "cruscotto",
            "--warehouse",
            str(warehouse),
            "decommitment",
            "--format",
            "json",
            *arguments,
        ],
    )
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code
    return list(json.loads(capsys.readouterr().out))


def test_the_command_gives_the_worked_example_to_the_cent(warehouse, capsys, monkeypatch) -> None:
    rows = asked(
        warehouse, capsys, monkeypatch, "--programme", PLACE["programme"], "--at", "2019-12-31"
    )
    found = {r["year"]: [r["target"], r["covered"], r["gap"], r["headroom"]] for r in rows}
    assert found[2017] == [94 * MILLION, 83 * MILLION, 11 * MILLION, 0]
    assert found[2018] == [195_800_000, 183 * MILLION, 12_800_000, 0]
    assert found[2019] == [305_200_000, 263 * MILLION, 42_200_000, 0]
    assert {r["due"] for r in rows} == {*(f"{y}-12-31" for y in range(2017, 2023)), "2025-07-31"}


def test_the_command_spreads_the_gap_over_the_months_left(warehouse, capsys, monkeypatch) -> None:
    rows = asked(
        warehouse, capsys, monkeypatch, "--programme", PLACE["programme"], "--at", "2019-07-31"
    )
    (row,) = (row for row in rows if row["year"] == 2019)
    rate = Decimal(str(row["cofinancing_rate"]))
    assert row["months_left"] == 5
    wanted = (Decimal(row["gap"]) / 5 / rate).quantize(Decimal("0.01"))
    assert Decimal(str(row["eur_per_month"])) == wanted
    assert not row["is_ceiling_rate"]


def test_every_row_has_the_facts_of_the_contract(warehouse, capsys, monkeypatch) -> None:
    for row in asked(warehouse, capsys, monkeypatch):
        assert {
            "programme",
            "fund",
            "category",
            "year",
            "target",
            "covered",
            "gap",
            "headroom",
            "months_left",
            "eur_per_month",
            "state",
            "missing",
            "lost_before",
        } <= set(row)
        assert "probability" not in row
        if row["missing_low"] is not None:
            assert 0 <= row["missing_low"] <= row["missing"] <= row["missing_high"]


def test_a_year_that_is_over_is_met_or_lost_and_a_coming_one_is_open(warehouse) -> None:
    found = {s.position.year: s for s in standings(reader(warehouse), OTHER["programme"])}
    assert found[2024].state in ("met", "lost")
    assert found[2024].missing_band_eur is None
    coming = found[2027]
    assert coming.state == "open"
    low, high = coming.missing_band_eur
    assert low <= coming.missing_eur <= high


def test_a_programme_of_two_categories_stands_by_category_and_as_a_whole(tmp_path) -> None:
    other = PLACE | {"category_of_region": "transition"}
    plan = tranches(PLACE, 2014, (100,), 0) + tranches(other, 2014, (50,), 0)
    claims = [
        place | {"date": "2017-12-15", "eu_amount_eur": amount * MILLION, "suspended_eur": ""}
        for place, amount in ((PLACE, 120), (other, 40))
    ]
    link = tmp_path / "w.duckdb"
    import_batches(
        [
            Batch("commitment_tranches", EDITION, (write(tmp_path / "t.csv", plan),)),
            Batch("payment_claims", EDITION, (write(tmp_path / "c.csv", claims),)),
        ],
        link,
    )
    rows = [s.as_dict() for s in standings(reader(link)) if s.position.year == 2017]
    found = {(r["level"], r["category"]): (r["gap"], r["headroom"]) for r in rows}
    assert found == {
        ("category", "less_developed"): (0, 20 * MILLION),
        ("category", "transition"): (10 * MILLION, 0),
        ("programme", "all"): (0, 10 * MILLION),
    }


@pytest.mark.parametrize(("inside", "holds"), [(74, False), (80, True), (86, False)])
def test_the_back_test_tells_whether_its_band_holds(inside, holds) -> None:
    assert Backtest(100, inside).holds is holds


def test_without_a_plan_the_rate_is_the_ceiling_and_says_so(warehouse) -> None:
    (book,) = books(reader(warehouse), OTHER["programme"])
    assert (book.account.cofinancing_rate, book.is_ceiling_rate) == (Decimal("0.85"), True)


@pytest.mark.parametrize(
    ("code", "category", "rate"),
    [
        ("2021IT05SFPR003", "less_developed", "0.7"),
        ("2021IT16FFPR002", "", "0.68"),
        ("2021IT05SFPR016", "transition", "0.4"),
    ],
)
def test_a_decided_rate_stands_in_place_of_the_ceiling(tmp_path, code, category, rate) -> None:
    place = {"programme": code, "fund": "FSE", "category_of_region": category}
    files = (write(tmp_path / "t.csv", tranches(place, 2022, (100, 100), 0)),)
    link = tmp_path / "w.duckdb"
    import_batches([Batch("commitment_tranches", EDITION, files)], link)
    (book,) = books(reader(link), code)
    assert (book.account.cofinancing_rate, book.is_ceiling_rate) == (Decimal(rate), False)


def test_the_back_test_counts_every_past_year_with_enough_history(warehouse) -> None:
    seen = backtest(books(reader(warehouse)))
    # one claims every month since 2022: 2024 and 2025; the other in four Decembers: 2019 to 2022
    assert seen.forecasts == 6
    assert seen.coverage is not None
    assert 0 <= seen.inside <= seen.forecasts


def test_a_programme_without_tranches_is_said(warehouse) -> None:
    with pytest.raises(UnknownName):
        books(reader(warehouse), "2014IT05SFOP015")


def test_rules_come_with_their_legal_basis() -> None:
    assert any("1303/2013" in basis and "da verificare" in basis for basis in bases("2014-2020"))
