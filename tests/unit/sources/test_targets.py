"""What the importers of targets and of course occupations promise."""

import csv
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from cruscotto.config import SQL
from cruscotto.errors import EditionUnknown, NothingUsable
from cruscotto.model import course_occupations, edition_counts, targets
from cruscotto.sources.contracts.people_and_claims import (
    COURSE_OCCUPATIONS,
    EDITION_COUNTS,
    TARGETS,
)

TARGET = {
    "programme": "2014IT05SFOP014",
    "priority_axis": "1",
    "indicator": "CO01",
    "sex": "",
    "category_of_region": "LDR",
    "baseline": "0",
    "milestone_year": "2018",
    "milestone": "9000",
    "target_year": "2023",
    "target": "25000,5",
    "achieved": "",
    "edition": "2026-08-31",
}
COURSE = {"operation_code": "OP-1", "occupation_code": "5.2.2.1", "sector_sep": "23"}


@pytest.fixture
def warehouse():
    con = duckdb.connect(config={"threads": 1})  # a few rows gain nothing from more
    for name in ("ledger", "raw_targets", "raw_course_occupations", "raw_edition_counts"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    return con


@pytest.fixture
def load(warehouse, tmp_path):
    def load(importer, *rows, edition=None):
        path = tmp_path / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return importer.load(warehouse, importer.check(path), edition)

    return load


@pytest.fixture
def ask(warehouse):
    return lambda sql: warehouse.execute(sql).fetchall()


@pytest.mark.parametrize(
    "contract", [targets.CONTRACT, course_occupations.CONTRACT, edition_counts.CONTRACT]
)
def test_the_raw_table_has_the_columns_and_types_of_the_contract(ask, contract):
    found = dict(ask(f"select column_name, column_type from (describe raw.{contract.name})"))
    wanted = {field.name: field.sql_type for field in contract.fields}
    assert found == {"file_id": "VARCHAR", "row_number": "BIGINT"} | wanted


def test_a_target_is_loaded_with_typed_values(load, ask):
    report = load(TARGETS, TARGET)
    assert (report.read, report.loaded, report.field_issues) == (1, 1, 0)
    assert ask("select category_of_region, target, target_year, achieved from raw.targets") == [
        ("less_developed", Decimal("25000.5"), 2023, None)
    ]


def test_the_newest_edition_of_its_rows_dates_a_file_of_targets(load):
    older = TARGET | {"edition": "31/12/2025", "indicator": "CO03"}
    assert load(TARGETS, older, TARGET).edition == date(2026, 8, 31)


def test_an_edition_given_wins_over_the_rows(load):
    assert load(TARGETS, TARGET, edition=date(2027, 1, 1)).edition == date(2027, 1, 1)


def test_targets_without_any_date_ask_for_one(load):
    with pytest.raises(EditionUnknown) as error:
        load(TARGETS, TARGET | {"edition": "estate 2026"})
    assert error.value.facts["found"] == "estate 2026"


def test_a_target_stands_once_for_each_sex_category_and_edition(load, ask):
    report = load(
        TARGETS,
        TARGET,
        TARGET | {"sex": "F"},
        TARGET | {"category_of_region": "TR"},
        TARGET | {"edition": "2025-12-31"},
        TARGET | {"target": "1"},
    )
    assert report.loaded == 4
    assert ask("select line_number, reason from ledger.refused_row") == [(6, "duplicate_row")]


@pytest.mark.parametrize("name", ["programme", "indicator"])
def test_a_target_of_nothing_is_refused(load, ask, name):
    load(TARGETS, TARGET, TARGET | {name: ""})
    assert ask("select line_number, reason from ledger.refused_row") == [(3, f"missing_{name}")]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        (
            {"milestone_year": "2023"},
            ("milestone_year", "2023 >= 2023", "milestone_not_before_target"),
        ),
        ({"indicator": "EECO02"}, ("indicator", "EECO02", "indicator_of_other_period")),
        ({"programme": "2021IT05SFPR014"}, ("indicator", "CO01", "indicator_of_other_period")),
        ({"target_year": ""}, ("target_year", "25000.5000", "value_without_year")),
        ({"target": "25.000"}, ("target", "25.000", "ambiguous_number")),
        ({"target_year": "23"}, ("target_year", "23", "unreadable_number")),
    ],
)
def test_what_is_wrong_in_a_target_is_told(load, ask, values, finding):
    assert load(TARGETS, TARGET | values).loaded == 1
    assert finding in ask("select column_name, value, reason from ledger.field_issue")


def test_targets_say_themselves_whether_they_are_synthetic(load):
    assert load(TARGETS, TARGET | {"is_synthetic": "true"}).is_synthetic
    assert not load(TARGETS, TARGET).is_synthetic


def test_a_course_has_an_occupation_or_at_least_a_sector(load, ask):
    report = load(
        COURSE_OCCUPATIONS,
        COURSE,
        COURSE | {"occupation_code": ""},
        COURSE | {"sector_sep": ""},
        COURSE | {"occupation_code": "cuoco", "sector_sep": "25"},
        COURSE | {"occupation_code": "5221"},
        edition=date(2026, 8, 31),
    )
    assert (report.read, report.loaded) == (5, 3)
    assert ask("select occupation_code, sector_sep from raw.course_occupations order by all") == [
        ("5221", 23),
        ("5221", None),
        (None, 23),
    ]
    assert ask("select line_number, reason from ledger.refused_row order by 1") == [
        (5, "neither_occupation_nor_sector"),
        (6, "duplicate_row"),
    ]


def test_a_file_of_courses_without_content_is_not_usable(load):
    with pytest.raises(NothingUsable):
        load(COURSE_OCCUPATIONS, {"operation_code": "OP-1"}, edition=date(2026, 8, 31))


def test_counts_of_earlier_editions_are_whole_persons_and_no_later_than_their_edition(load, ask):
    row = {
        "edition": "2024-08-31",
        "figure": "known_6m_register",
        "programme": "2014IT05SFOP014",
        "fund": "FSE",
        "region": "ITG1",
        "year": "2021",
        "amount": "412",
    }
    rows = (row, row | {"year": "2022", "amount": "1,5"}, row | {"year": "2025", "amount": "3"})
    euro = row | {"figure": "payments_eur", "amount": "-10,50"}
    report = load(EDITION_COUNTS, *rows, euro)
    assert (report.read, report.loaded, report.refused_count) == (4, 3, 1)
    assert str(report.edition) == "2024-08-31"
    assert ask("select reason from ledger.refused_row") == [("not_a_count: 1.50",)]
    assert ask("select column_name, value, reason from ledger.field_issue") == [
        ("year", "2025", "date_after_edition")
    ]
    assert ask("select amount from raw.edition_counts order by 1") == [
        (Decimal("-10.50"),),
        (Decimal("3.00"),),
        (Decimal("412.00"),),
    ]
