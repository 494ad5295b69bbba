"""Days: what is written in any supported way reads back, what reads in two ways is refused."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cruscotto.sources.values.dates import (
    date_sql,
    may_month_first_sql,
    may_show_month_first,
    month_first_sql,
    read_date,
    shows_month_first,
)

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
MONTHS = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
)
NAMES = MONTHS.split()
WAYS = {
    "ISO": lambda d: d.isoformat(),
    "ISO with a time": lambda d: f"{d.isoformat()}T10:30:00",
    "ISO with slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "compact in a frame": lambda d: f"{d:%Y%m%d}.0",
    "Italian": lambda d: f"{d:%d/%m/%Y}",
    "without noughts": lambda d: f"{d.day}/{d.month}/{d.year}",
    "with points": lambda d: f"{d.day}.{d.month}.{d.year}",
    "with dashes": lambda d: f"{d:%d-%m-%Y}",
    "two figures": lambda d: f"{d:%d/%m/%y}",
    "with a time": lambda d: f"{d:%d/%m/%Y} 00:00:00",
    "with a zone": lambda d: f"{d.isoformat()}+01:00",
    "serial": lambda d: str((d - date(1899, 12, 30)).days),
    "serial in a frame": lambda d: f"{(d - date(1899, 12, 30)).days}.0",
    "month in words": lambda d: f"{d.day} {NAMES[d.month - 1]} {d.year}",
    "month cut": lambda d: f"{d:%d}-{NAMES[d.month - 1][:3]}-{d:%y}",
    "first in letters": lambda d: f"{d.day}° {NAMES[d.month - 1].upper()} {d.year}",
}
CON = duckdb.connect()


@pytest.mark.parametrize("way", WAYS)
@given(DAYS)
def test_a_day_written_in_any_supported_way_reads_back(way, day) -> None:
    assert read_date(f" {WAYS[way](day)} ") == day


@given(DAYS)
def test_a_day_that_reads_in_two_ways_is_refused_beside_one_with_the_month_first(day) -> None:
    text, other = f"{day:%d/%m/%Y}", "07/30/2024"
    assert shows_month_first([text, other])
    read = read_date(text, doubtful=True)
    assert read == (None if day.day <= 12 and day.day != day.month else day)
    assert read_date(other) is None  # the day stands before the month


@given(
    st.integers(2000, 2049),
    st.integers(2, 12),
    st.sets(st.integers(1, 12), min_size=3),
    st.sampled_from(["%m/%d/%Y", "%m-%d-%y"]),
)
def test_days_of_one_month_or_firsts_of_months_with_the_month_first_are_in_doubt(
    year, month, numbers, way
) -> None:
    days = [date(year, month, number).strftime(way) for number in numbers]
    firsts = [date(year, number, 1).strftime(way) for number in numbers]
    for written in (days, firsts):
        assert may_show_month_first(written)
        # a day that can only stand first shows that the others are days too
        assert not may_show_month_first([*written, f"{date(year, month, 13):%d/%m/%Y}"])
    assert not may_show_month_first([f"{date(year, number, 1):%d/%m/%Y}" for number in numbers])


@pytest.mark.parametrize(
    ("values", "is_in_doubt"),
    [
        (["02/01/2023"], True),
        (["01/01/2023", "02/01/2023"], True),
        (["01/02/2023", "01/03/2023"], False),
        (["02/01/2023", "15/01/2023"], False),
        (["05/03/2023"], False),
        (["01/01/2023"], False),
        (["2023-01-02"], False),
        ([], False),
    ],
)
def test_a_month_whose_days_would_begin_one_with_the_month_first_is_in_doubt(
    values, is_in_doubt
) -> None:
    assert may_show_month_first(values, are_months=True) is is_in_doubt


@pytest.mark.parametrize(
    "text",
    [
        "32/01/2024",
        "31/02/2024",
        "2024-02-30",
        "2024-13-01",
        "20241301",
        "12345",
        "99999",
        "lug-24",
        "2024",
        "202407",
        "5/7",
        "5 pippo 2024",
        "2024-07-05x",
        "domani",
        "",
    ],
)
def test_what_is_no_day_of_a_calendar_is_not_made_one(text) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-02-12", None),
        ("1-2-03 00:00", None),
        ("12-02-00", date(2000, 2, 12)),
        ("12-02-85", date(1985, 2, 12)),
        ("2024-02-11T23:00:00.000Z", None),
        ("2024-07-29 22:00:00+00:00", None),
        ("2024-02-11T23:00:00", date(2024, 2, 11)),
        ("2024-02-11T23:00:00+01:00", date(2024, 2, 11)),
        ("2024-02-11T21:59:00Z", date(2024, 2, 11)),
    ],
)
def test_a_year_that_may_stand_first_and_an_evening_of_greenwich_are_not_guessed(text, day) -> None:
    assert read_date(text) == day


def test_half_days_show_the_month_first() -> None:
    assert shows_month_first(["2/12/2024 12:00:00 AM"])
    assert not shows_month_first(["2/12/2024 0:00:00", "2024-02-12"])


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text("0123456789-/. Tgenlugabr°:", max_size=14),
            st.builds(lambda way, day: WAYS[way](day), st.sampled_from(list(WAYS)), DAYS),
            st.dates().map(lambda d: f"{d:%m/%d/%Y}"),
            st.integers(1, 12).map(lambda n: f"{n:02d}/01/2024"),
            st.integers(1, 12).map(lambda n: f"4/{n}/24"),
            st.datetimes().map(lambda d: f"{d:%Y-%m-%dT%H:%M}:00Z"),
            st.dates().map(lambda d: f"{d:%y-%m-%d}"),
            st.dates().map(lambda d: f"{d:%m/%d/%Y} 12:00:00 AM"),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_the_engine_reads_as_python_does(values) -> None:
    con = CON.cursor()
    texts = [value.strip() for value in values]
    con.execute("create or replace temp table t as select unnest($t::varchar[]) as t", {"t": texts})
    (found,) = con.execute(f"select {month_first_sql('t')} from t").fetchone()
    assert found == shows_month_first(texts)
    for are_months in (False, True):
        (found,) = con.execute(f"select {may_month_first_sql('t', are_months)} from t").fetchone()
        assert found == may_show_month_first(texts, are_months)
    for doubtful in (False, True):
        rows = con.execute(f"select {date_sql('t', doubtful)} from t").fetchall()
        assert [row[0] for row in rows] == [read_date(text, doubtful) for text in texts]
