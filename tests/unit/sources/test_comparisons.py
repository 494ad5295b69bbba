"""What the importers of comparison persons and work histories promise, on files of a few rows."""

import csv
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from cruscotto.config import SQL
from cruscotto.errors import MissingColumns, NothingUsable
from cruscotto.model import comparisons, employment_history, participations
from cruscotto.model.fields import row_model
from cruscotto.sources.contracts import templates
from cruscotto.sources.contracts.people_and_claims import COMPARISONS, EMPLOYMENT_HISTORY

EDITION = date(2026, 8, 31)
TAX_CODE = "RSSMRA80A01H501U"
PERSON = {
    "comparison_id": "CF1",
    "person_id": "P01",
    "group_reason": "rejected",
    "operation_code": "OP-1",
    "region": "ITG1",
    "province": "PA",
    "sex": "F",
    "age_at_entry": "31",
    "education_isced": "3",
    "status_at_entry": "unemployed",
    "disability": "false",
    "migrant": "",
    "minority": "false",
    "homeless": "false",
    "rural": "true",
    "other_disadvantage": "false",
    "reference_date": "2024-06-30",
    "entry_date": "2024-01-10",
    "status_28d": "searching",
    "status_6m": "employed",
    "status_12m": "employed",
    "outcome_source": "register",
    "contract_type_6m": "fixed_term",
}
MONTH = {
    "person_id": "P01",
    "month": "2023-11-01",
    "employed": "sì",
    "contract": "permanent",
    "earnings": "1250,50",
}


def person(number, **values):
    return PERSON | {"comparison_id": f"CF{number}", "person_id": f"P{number:02}"} | values


@pytest.fixture
def warehouse():
    con = duckdb.connect(config={"threads": 1})
    for name in ("ledger", "raw_comparisons", "raw_employment_history"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    return con


@pytest.fixture
def load(warehouse, tmp_path):
    def load(importer, *rows, name="file.csv"):
        path = tmp_path / name
        if path.suffix == ".parquet":
            parquet.write_table(pa.Table.from_pylist(list(rows)), path)
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), delimiter=";", restval="")
                writer.writeheader()
                writer.writerows(rows)
        return importer.load(warehouse, importer.check(path), EDITION)

    return load


@pytest.fixture
def ask(warehouse):
    return lambda sql: warehouse.execute(sql).fetchall()


def findings(ask):
    return ask("select row_number, column_name, reason from ledger.field_issue order by 1, 2, 3")


def refused(ask):
    return ask("select line_number, reason from ledger.refused_row order by 1")


def test_a_comparison_person_is_loaded_with_typed_values(load, ask):
    report = load(COMPARISONS, person(1))
    assert (report.read, report.loaded, report.refused_count, report.field_issues) == (1, 1, 0, 0)
    [found] = ask("select reference_date, migrant, rural, group_reason from raw.comparisons")
    assert found == (date(2024, 6, 30), None, True, "rejected")


def test_a_month_of_work_is_loaded_with_typed_values(load, ask):
    report = load(EMPLOYMENT_HISTORY, MONTH)
    assert (report.loaded, report.field_issues, report.is_synthetic) == (1, 0, False)
    [found] = ask("select month, employed, earnings from raw.employment_history")
    assert found == (date(2023, 11, 1), True, Decimal("1250.50"))


@pytest.mark.parametrize(
    "contract",
    [comparisons.CONTRACT, employment_history.CONTRACT],
    ids=lambda contract: contract.name,
)
def test_the_raw_tables_are_those_of_the_contracts(ask, contract):
    found = dict(ask(f"select column_name, column_type from (describe raw.{contract.name})"))
    wanted = {field.name: field.sql_type for field in contract.fields}
    wanted |= {f"{name}_is_unread": "BOOLEAN" for name in contract.with_default}
    assert found == {"file_id": "VARCHAR", "row_number": "BIGINT"} | wanted


def test_characteristics_at_entry_are_those_of_participations():
    shared = {field.name for field in participations.AT_ENTRY}
    for name in (*shared, "person_id", "region", "status_6m", "outcome_source"):
        own = comparisons.CONTRACT.field(name)
        assert own == participations.CONTRACT.field(name)


def test_what_is_loaded_is_a_row_of_the_pydantic_model(load, warehouse):
    load(COMPARISONS, person(1), person(2, entry_date="", operation_code=""))
    columns = ", ".join(comparisons.CONTRACT.columns)
    cursor = warehouse.execute(f"select {columns} from raw.comparisons")
    names = [column[0] for column in cursor.description]
    model = row_model(comparisons.CONTRACT.name, comparisons.CONTRACT.fields)
    for values in cursor.fetchall():
        model(**dict(zip(names, values, strict=True)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"comparison_id": ""}, "missing_comparison_id"),
        ({"person_id": TAX_CODE}, "person_id_is_tax_code"),
        ({"group_reason": ""}, "missing_group_reason"),
        ({"group_reason": "altro"}, "unreadable_group_reason"),
        ({"reference_date": "2024-02-30"}, "unreadable_reference_date"),
        ({"reference_date": "2023-12-31"}, "reference_before_entry"),
        ({"status_at_entry": "boh"}, "unknown_status_at_entry"),
        ({"comparison_id": "CF1"}, "duplicate_comparison_id"),
    ],
)
def test_what_cannot_be_a_comparison_person_is_refused_with_its_reason(load, ask, changes, reason):
    report = load(COMPARISONS, person(1), person(2, **changes))
    assert (report.read, report.loaded, report.refused_count) == (2, 1, 1)
    assert refused(ask) == [(3, reason)]
    assert TAX_CODE not in str(ask("select * from ledger.refused_row"))


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        (
            {
                "reference_date": "2026-09-30",
                "status_6m": "",
                "status_12m": "",
                "status_28d": "",
                "contract_type_6m": "",
            },
            "reference_date",
            "date_after_edition",
        ),
        ({"reference_date": "2025-10-01"}, "status_12m", "outcome_before_maturity"),
        ({"outcome_source": ""}, "outcome_source", "outcome_without_source"),
        ({"status_6m": "searching"}, "contract_type_6m", "contract_without_employment"),
        ({"age_at_entry": "9"}, "age_at_entry", "unusual_age"),
        ({"sex": "boh"}, "sex", "unknown_code"),
    ],
)
def test_a_contradiction_is_loaded_and_told(load, ask, changes, column, reason):
    report = load(COMPARISONS, person(1, **changes))
    assert report.loaded == 1
    assert findings(ask) == [(1, column, reason)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"person_id": ""}, "missing_person_id"),
        ({"person_id": TAX_CODE}, "person_id_is_tax_code"),
        ({"month": "novembre"}, "unreadable_month"),
        ({"month": ""}, "missing_month"),
        ({"employed": "forse"}, "unreadable_employed"),
        ({"employed": ""}, "missing_employed"),
        ({}, "duplicate_month"),
    ],
)
def test_what_cannot_be_a_month_of_work_is_refused_with_its_reason(load, ask, changes, reason):
    changed = {"month": "2023-12-01"} | changes if changes else {}
    report = load(EMPLOYMENT_HISTORY, MONTH, MONTH | changed)
    assert (report.loaded, report.refused_count) == (1, 1)
    assert [found for _, found in refused(ask)] == [reason]
    assert "P01" not in str(ask("select original_text from ledger.refused_row"))


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"month": "2026-09-01"}, "month", "date_after_edition"),
        ({"employed": "no", "earnings": ""}, "contract", "contract_without_employment"),
        ({"employed": "no", "contract": ""}, "earnings", "earnings_without_employment"),
        ({"earnings": "tanto"}, "earnings", "unreadable_number"),
        ({"contract": "nero"}, "contract", "unknown_code"),
    ],
)
def test_a_doubtful_month_is_loaded_and_told_without_naming_the_person(
    load, ask, changes, column, reason
):
    load(EMPLOYMENT_HISTORY, MONTH | changes)
    assert findings(ask) == [(1, column, reason)]
    assert "P01" not in str(ask("select * from ledger.field_issue"))


def test_months_that_would_begin_one_with_the_month_first_are_not_read(load, ask):
    months = ("01/01/2023", "02/01/2023", "03/01/2023")
    report = load(EMPLOYMENT_HISTORY, *(MONTH | {"month": month} for month in months))
    assert (report.loaded, report.refused_count) == (1, 2)
    assert [reason for _, reason in refused(ask)] == ["ambiguous_date", "ambiguous_date"]


def test_two_days_of_one_month_are_the_same_month_of_a_person(load, ask):
    months = ("05/03/2023", "2023-03-20", "2023-04-20")
    others = [MONTH | {"month": month} for month in months]
    report = load(EMPLOYMENT_HISTORY, *others, MONTH | {"person_id": "P02", "month": "2023-03-01"})
    assert (report.loaded, report.refused_count) == (3, 1)
    assert refused(ask) == [(3, "duplicate_month")]


@pytest.mark.parametrize("way", ["%m/%d/%Y", "%m/%d/%y"])
def test_days_of_one_month_written_month_first_are_read_with_a_doubt(load, ask, way):
    days = [date(2023, 4, day).strftime(way) for day in (1, 2, 3, 4)]
    rows = [person(n, reference_date="2024-07-30", entry_date=day) for n, day in enumerate(days)]
    report = load(COMPARISONS, *rows)
    # the fourth of April reads the same in both ways
    assert (report.loaded, report.field_issues) == (4, 3)
    assert findings(ask) == [(n, "entry_date", "perhaps_month_first") for n in (1, 2, 3)]


def test_parquet_with_its_own_types_is_read_as_well(load, ask):
    month = {"person_id": "P01", "month": date(2023, 11, 1), "employed": True}
    report = load(EMPLOYMENT_HISTORY, month, name="file.parquet")
    assert (report.loaded, report.field_issues) == (1, 0)
    assert ask("select employed from raw.employment_history") == [(True,)]


def test_a_file_without_a_required_column_is_refused_whole(load):
    with pytest.raises(MissingColumns):
        load(COMPARISONS, {"comparison_id": "CF1", "person_id": "P1"})
    with pytest.raises(NothingUsable):
        load(EMPLOYMENT_HISTORY, MONTH | {"employed": "?"})


@pytest.mark.parametrize("name", ["comparisons", "employment_history"])
def test_templates_are_files_that_the_importer_takes_for_its_own(name):
    header = templates.template(name).decode("utf-8-sig").strip().split(";")
    contract = templates.contract(name)
    assert header == [field.name for field in contract.fields if field.in_template]
    for lang in ("it", "en"):
        assert all(entry["description"] for entry in templates.dictionary(name, lang))
