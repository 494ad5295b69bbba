"""Targets beside what was achieved: reported, counted, or not known."""

from datetime import date
from typing import Any

import duckdb
import pytest

COLUMNS = (
    "programme",
    "priority_axis",
    "indicator",
    "sex",
    "category_of_region",
    "baseline",
    "milestone_year",
    "milestone",
    "target_year",
    "target",
    "achieved",
    "edition",
)
PROGRAMME = "2014IT05SFOP014"


@pytest.fixture
def targets(database: duckdb.DuckDBPyConnection, marts: Any, operation: Any) -> Any:
    """Return `targets(*rows, people=n)`: marts of some targets and n unemployed participants."""

    def given(*rows: dict[str, Any], people: int = 0) -> list[tuple[Any, ...]]:
        for number, row in enumerate(rows):
            values = {"programme": PROGRAMME, "priority_axis": "1", **row}
            database.execute(
                f"insert into raw.targets (file_id, row_number, {', '.join(values)}) "
                f"values ('t', {number}, {', '.join('?' for _ in values)})",
                list(values.values()),
            )
        database.execute(
            "insert into ledger.file values ('t', 8, 'targets', 't.csv', 't', '', '', "
            "'2024-08-31', now()::timestamp, ?, ?, 0, 0, 0, false, '')",
            [len(rows), len(rows)],
        )
        _enrol(database, people)
        con = marts(operation("OP1"), only=("marts.target", "marts.target_month"))
        return con.execute(
            "select slot, sex_code, target, achieved, is_reported, progress, distance, persons "
            "from marts.target order by slot, sex_code"
        ).fetchall()

    return given


def _enrol(con: duckdb.DuckDBPyConnection, people: int) -> None:
    for number in range(people):
        con.execute(
            "insert into raw.participations (file_id, row_number, participation_id, person_id, "
            "operation_code, sex, status_at_entry, entry_date) values "
            "('p', ?, ?, ?, 'OP1', ?, 'unemployed', '2020-01-01')",
            [number, f"A{number}", f"B{number}", "FM"[number % 2]],
        )
    con.execute(
        "insert into ledger.file values ('p', 9, 'participations', 'p.csv', 'p', '', '', "
        "'2024-08-31', now()::timestamp, ?, ?, 0, 0, 0, false, '')",
        [people, people],
    )


def test_what_the_authority_reported_wins_over_what_is_counted(targets) -> None:
    row = {"indicator": "CO01", "baseline": 2, "target": 12, "achieved": 7}
    assert targets(row, people=4) == [("current", "total", 12, 7, True, 5, 10, 7)]


def test_without_a_report_the_records_are_counted(targets) -> None:
    found = targets({"indicator": "CO01", "target": 10}, people=4)
    assert found == [("current", "total", 10, 4, False, 4, 10, 4)]


def test_the_pace_of_a_reported_value_is_counted_by_month(targets, database) -> None:
    found = "select axis_code, category_of_region_code, month, persons from marts.target_month"
    targets({"indicator": "CO01", "target": 10, "achieved": 4}, people=4)
    assert database.execute(found).fetchall() == [("1", "all", date(2020, 1, 1), 4)]


def test_a_target_without_a_report_has_no_pace(targets, database) -> None:
    targets({"indicator": "CO01", "target": 10}, people=4)
    assert database.execute("select * from marts.target_month").fetchall() == []


def test_a_target_of_one_sex_counts_that_sex(targets) -> None:
    found = targets({"indicator": "CO01", "target": 10, "sex": "F"}, people=5)
    assert [row[:4] for row in found] == [("current", "F", 10, 3), ("current", "total", 10, 5)]


def test_where_only_women_and_men_have_targets_their_sum_is_everybody_s(targets) -> None:
    rows = [{"indicator": "CO01", "target": n, "sex": sex} for n, sex in ((6, "F"), (4, "M"))]
    assert [row[1:4] for row in targets(*rows, people=5)] == [
        ("F", 6, 3),
        ("M", 4, 2),
        ("total", 10, 5),
    ]


def test_an_indicator_of_the_programme_s_own_without_a_report_is_missing_not_zero(targets) -> None:
    found = targets({"indicator": "SPEC1", "target": 10}, people=4)
    assert found == [("current", "total", 10, None, False, None, None, 0)]


def test_a_programme_without_records_has_counted_nothing(targets) -> None:
    found = targets({"indicator": "CO01", "target": 10})
    assert found == [("current", "total", 10, None, False, None, None, 0)]


def test_a_target_not_above_its_baseline_has_no_distance(targets) -> None:
    row = {"indicator": "CO01", "baseline": 10, "target": 10, "achieved": 12}
    assert targets(row)[0][5:7] == (None, None)


def test_the_newest_edition_is_current_and_the_one_before_is_previous(targets) -> None:
    rows = [
        {"indicator": "CO01", "target": n, "achieved": n, "edition": f"202{n}-01-01"}
        for n in (1, 2, 3)
    ]
    assert [row[:3] for row in targets(*rows)] == [
        ("current", "total", 3),
        ("previous", "total", 2),
    ]
