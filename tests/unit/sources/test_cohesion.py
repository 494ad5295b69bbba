"""What the importers of the Commission's layouts guarantee, on small files in its own columns."""

import csv
import random
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from cruscotto.config import SQL
from cruscotto.errors import CruscottoError, CutExport, EditionUnknown, MissingColumns
from cruscotto.i18n import error_sentence, reason_words
from cruscotto.model import cohesion, cohesion_2127
from cruscotto.sources.contracts import cohesion as importers

EDITION = date(2022, 10, 27)
REPORT = {
    "ms": "IT",
    "ms_name": "Italy",
    "cci": "2014IT05SFOP014",
    "title": "Sicilia - ESF",
    "ver": "6.1",
    "fund": "ESF",
    "priority": "1",
    "to": "08",
    "category_of_region": "Less developed",
    "eu_amount": "300.0",
    "national_amount": "100.0",
    "total_amount": "400.0",
    "year": "2015",
    "total_eligible_cost": "250.5",
    "total_eligible_expenditure": "125.255",
    "reference_date": "2015-12-31",
}
PLAN_2127 = {
    "ms": "IT",
    "cci": "2021IT05SFPR014",
    "fund": "ESF+",
    "version": "1.1",
    "last_adoption_date_ecms": "2022-08-30",
    "priority_code": "1",
    "specific_objective_code": "ESO4.1",
    "dimension_type": "Intervention Field",
    "category_code": "134",
    "category_of_region": "Less developed",
    "eu_amount": "70",
    "total_amount": "100",
}
CONTRACTS = (*cohesion.CONTRACTS, cohesion_2127.PLANS_2127)


@pytest.fixture
def warehouse():
    con = duckdb.connect(config={"threads": 1})  # a few rows gain nothing from more
    for name in ("ledger", *(f"raw_{contract.name}" for contract in CONTRACTS)):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    return con


@pytest.fixture
def load(warehouse, tmp_path):
    def load(importer, *rows, edition=EDITION, delimiter=","):
        path = tmp_path / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
        return importer.load(warehouse, importer.check(path), edition)

    return load


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda c: c.name)
def test_the_raw_table_has_the_columns_and_types_of_the_contract(warehouse, contract):
    described = f"select column_name, column_type from (describe raw.{contract.name})"
    found = dict(warehouse.execute(described).fetchall())
    assert found.pop("file_id") == "VARCHAR"
    assert found.pop("row_number") == "BIGINT"
    assert found == {field.name: field.sql_type for field in contract.fields}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2015-12-31", date(2015, 12, 31)),
        ("2015-12-30 23:00:00", date(2015, 12, 31)),
        ("2015-12-31T00:00:00.000", date(2015, 12, 31)),
        ("2015-12-31 05:00:00", date(2015, 12, 31)),
    ],
)
def test_a_midnight_of_another_time_zone_is_the_day_meant(load, warehouse, written, meant):
    load(importers.IMPLEMENTATION, REPORT | {"reference_date": written})
    sql = "select reference_date from raw.cohesion_implementation"
    assert warehouse.execute(sql).fetchall() == [(meant,)]


def test_amounts_have_a_point_and_any_number_of_places(load, warehouse):
    load(importers.IMPLEMENTATION, REPORT | {"total_eligible_cost": "1.5e3"})
    sql = "select total_eligible_cost, total_eligible_expenditure from raw.cohesion_implementation"
    assert warehouse.execute(sql).fetchall() == [(Decimal("1500.00"), Decimal("125.26"))]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (("1.234,50", "12.345", "7,5"), ("1234.50", "12345.00", "7.50")),
        (("12,345.6", "12.345", "7.5"), ("12345.60", "12.35", "7.50")),
        # both signs: what reads in two ways is not read
        (("1.234,50", "12.345", "7.5"), ("1234.50", "7.50")),
    ],
)
def test_amounts_that_a_spreadsheet_saved_anew_are_read_by_their_own_sign(
    load, warehouse, written, read
):
    rows = [
        REPORT | {"total_eligible_cost": amount, "priority": str(n)}
        for n, amount in enumerate(written)
    ]
    load(importers.IMPLEMENTATION, *rows, delimiter=";")
    sql = "select total_eligible_cost from raw.cohesion_implementation order by row_number"
    found = [
        str(cost) if cost is not None else None for (cost,) in warehouse.execute(sql).fetchall()
    ]
    assert found == list(read)


def test_other_states_and_funds_and_rows_before_adoption_are_out_of_scope_with_their_reason(load):
    nothing = {"total_eligible_cost": "0", "total_eligible_expenditure": "", "reference_date": ""}
    report = load(
        importers.IMPLEMENTATION,
        REPORT,
        REPORT | {"ms": "ES"},
        REPORT | {"ms": "PT", "category_of_region": "Outermost", "total_amount": ""},
        REPORT | {"fund": "ERDF"},
        REPORT | {"year": "2014"} | nothing,
    )
    assert (report.read, report.loaded, report.refused_count) == (5, 1, 0)
    assert report.out_of_scope == {"other_member_state": 2, "other_fund": 1, "before_adoption": 1}
    assert all(reason_words(reason, "it") != reason for reason in report.out_of_scope)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reference_date": ""}, "missing_reference_date"),
        ({"reference_date": "31 dicembre"}, "unreadable_reference_date"),
        ({"reference_date": "2016-12-31"}, "date_of_other_year"),
        ({"total_amount": "1.234,5 mln"}, "unreadable_total_amount"),
        ({"category_of_region": "Less develloped"}, "unknown_category_of_region"),
        ({}, "duplicate_row"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_refused_with_its_reason(load, warehouse, change, reason):
    report = load(importers.IMPLEMENTATION, REPORT, REPORT | change)
    assert (report.read, report.loaded, report.refused_count) == (2, 1, 1)
    assert warehouse.execute("select reason from ledger.refused_row").fetchall() == [(reason,)]


def test_a_file_of_another_country_alone_is_accounted_for_and_no_error(load):
    report = load(importers.IMPLEMENTATION, REPORT | {"ms": "ES"})
    assert (report.read, report.loaded, report.out_of_scope) == (1, 0, {"other_member_state": 1})


def test_the_columns_of_the_publisher_that_nobody_reads_are_not_told_as_unknown(load):
    report = load(importers.IMPLEMENTATION, REPORT | {"eu_co_financing": "75", "novelty": "x"})
    assert report.unknown_columns == ("novelty",)


def test_a_file_without_a_needed_column_names_it(load):
    with pytest.raises(MissingColumns) as caught:
        load(importers.IMPLEMENTATION, {k: v for k, v in REPORT.items() if k != "reference_date"})
    assert "reference_date" in error_sentence(caught.value, "it")


def test_the_edition_is_the_newest_reference_date_and_a_plan_asks_for_it(load):
    assert load(importers.IMPLEMENTATION, REPORT, edition=None).edition == date(2015, 12, 31)
    with pytest.raises(EditionUnknown):
        load(importers.PLANS, REPORT, edition=None)


@pytest.mark.parametrize("rows", [999, 1000, 1001])
def test_a_file_of_exactly_a_thousand_rows_is_taken_only_as_a_cut_one(load, rows):
    many = [REPORT | {"priority": str(n)} for n in range(rows)]
    if rows == importers.SERVICE_LIMIT:
        with pytest.raises(CutExport) as caught:
            load(importers.IMPLEMENTATION, *many)
        assert "--accept-truncated" in error_sentence(caught.value, "en")
    assert load(importers.IMPLEMENTATION.accepting_cut(), *many).loaded == rows


def test_a_plan_2021_2027_whose_classifications_are_not_all_there_is_a_cut_one(load):
    gender = {"dimension_type": "Gender Equality", "category_code": "02"}
    with pytest.raises(CutExport):
        load(importers.PLANS_2127, PLAN_2127 | gender)
    assert load(importers.PLANS_2127, PLAN_2127, PLAN_2127 | gender).loaded == 2


MUTATED = 12  # two hundred were run once


@pytest.mark.parametrize("seed", range(MUTATED))
def test_a_damaged_file_gives_a_sentence_or_a_ledger_that_adds_up(load, warehouse, seed, tmp_path):
    rng = random.Random(seed)
    rows = [
        REPORT | {"priority": str(n), "ms": rng.choice(["IT", "IT", "ES"])} for n in range(1, 13)
    ]
    load(importers.IMPLEMENTATION, *rows)
    path = tmp_path / "rows.csv"
    content = bytearray(path.read_bytes())
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(content))
        piece = rng.choice(
            [b'"', b",", b"\n", b";", b"\r", b"\xe8", b"1e9", b"-", b"\x00", b"2015"]
        )
        if rng.random() < 0.5:
            content[place : place + rng.randint(1, 40)] = piece
        else:
            content[place:place] = piece
    path.write_bytes(content)
    before = warehouse.execute("select count(*) from raw.cohesion_implementation").fetchone()
    try:
        importer = importers.IMPLEMENTATION
        report = importer.load(warehouse, importer.check(path), date(2023, 1, 1))
    except CruscottoError as error:
        report, said = None, error_sentence(error, "it")
    if report is None:
        assert said.endswith(".")
        return
    outside = sum(report.out_of_scope.values())
    assert report.read == report.loaded + outside + report.refused_count
    after = warehouse.execute("select count(*) from raw.cohesion_implementation").fetchone()
    assert after[0] - before[0] == report.loaded
