"""The pace behind a reported value, and what is said where there is none."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from cruscotto.finance.arrivals import Goal, arrivals, pace_of
from cruscotto.finance.forecast import Month

AT = date(2026, 8, 31)
LAST = Month.of(AT).number
STEADY = {month: 10 for month in range(LAST - 23, LAST + 1)}


def test_records_that_make_up_the_value_tell_its_pace() -> None:
    pace = pace_of(STEADY | {LAST + 1: 99}, Decimal(250), AT)
    assert pace is not None
    assert (pace.last.number, pace.increments.tolist()) == (LAST, [10.0] * 24)


def test_months_without_anybody_count_as_nothing() -> None:
    pace = pace_of({LAST - 2: 5}, Decimal(5), AT)
    assert pace is not None
    assert pace.increments.tolist() == [5.0, 0.0, 0.0]


@pytest.mark.parametrize("achieved", [0, 200, 300])
def test_records_of_another_story_tell_no_pace(achieved) -> None:
    assert pace_of(STEADY, Decimal(achieved), AT) is None
    assert pace_of({}, Decimal(achieved), AT) is None


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute("create schema marts")
    con.execute(
        "create table marts.target (programme_code varchar, axis_code varchar, indicator_code "
        "varchar, category_of_region_code varchar, milestone decimal(18, 4), milestone_year int, "
        "target decimal(18, 4), target_year int, achieved decimal(18, 4), edition_date date, "
        "slot varchar, sex_code varchar, is_reported boolean, period_code varchar, "
        "is_synthetic boolean)"
    )
    con.execute(
        "create table marts.target_month as select 'P' as programme_code, '1' as axis_code, "
        "'EECO01' as indicator_code, 'all' as category_of_region_code, "
        "date '2024-09-01' + to_months(i::int) as month, 10 as persons from range(24) as r(i)"
    )
    return con


def test_only_promises_open_and_not_kept_arrive(con) -> None:
    row = "'{p}', '1', 'EECO01', 'all', {m}, 2024, {t}, {y}, 240, date '2026-08-31', 'current'"
    for values in (
        {"p": "P", "m": 300, "t": 480, "y": 2029},
        {"p": "Q", "m": 1, "t": 999, "y": 2029},
    ):
        whole = f"{row.format(**values)}, 'total', true, '2021-2027', true"
        con.execute(f"insert into marts.target values ({whole})")
    found = arrivals(con)
    goal = Goal("P", "1", "EECO01", "all")
    assert set(found) == {(goal, "target")}
    arrives = found[goal, "target"]
    assert (arrives.early, arrives.median, arrives.late) == (2028, 2028, 2028)
