"""Periods: numbered so that they may be subtracted, in whatever way they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.sources.values.periods import calendar_of

NAMES = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"]
MONTHS = {
    "joined": lambda y, m: f"{y}{m:02d}",
    "in a frame": lambda y, m: f"{y}{m:02d}.0",
    "dashed": lambda y, m: f"{y}-{m:02d}",
    "SDMX": lambda y, m: f"{y}-M{m:02d}",
    "month first": lambda y, m: f"{m:02d}/{y}",
    "words": lambda y, m: f"{NAMES[m - 1]} {y}",
    "days": lambda y, m: f"{y}-{m:02d}-01",
    "Italian days": lambda y, m: f"1/{m}/{y}",
}
QUARTERS = {
    "SDMX": lambda y, q: f"{y}-Q{q}",
    "Italian": lambda y, q: f"{y}-T{q}",
    "joined": lambda y, q: f"{y}{q}",
    "words": lambda y, q: f"{q}° trimestre {y}",
}


@pytest.mark.parametrize("way", MONTHS)
@given(st.integers(1990, 2030), st.integers(1, 12), st.integers(3, 30))
def test_months_are_one_apart_whatever_the_year(way, year, month, length) -> None:
    months = [divmod(year * 12 + month - 1 + step, 12) for step in range(length)]
    labels = [MONTHS[way](y, m + 1) for y, m in months]
    calendar = calendar_of(sorted(labels))
    assert calendar is not None
    assert [calendar.rank(label) for label in labels] == list(range(1, length + 1))
    assert calendar.order(sorted(labels)) == labels


@pytest.mark.parametrize("way", QUARTERS)
@given(st.integers(1990, 2030), st.integers(4, 12))
def test_quarters_are_one_apart(way, year, length) -> None:
    labels = [QUARTERS[way](year + step // 4, step % 4 + 1) for step in range(length)]
    calendar = calendar_of(labels)
    assert calendar is not None
    assert [calendar.rank(label) for label in labels] == list(range(1, length + 1))


def test_a_missing_month_leaves_its_gap_and_an_even_rhythm_is_counted_in_its_own_steps() -> None:
    gap = calendar_of(["202310", "202311", "202401"])
    assert gap is not None
    assert gap.rank("202401") == 4
    rhythm = calendar_of(["202303", "202306", "202309"])
    assert rhythm is not None
    assert [rhythm.rank(one) for one in ("202306", "202307", "202309")] == [2, 3, 3]


@pytest.mark.parametrize("labels", [["1", "2"], ["2019", "2020"], ["2019.5"], ["before", "after"]])
def test_plain_numbers_stay_and_words_are_no_periods(labels) -> None:
    assert calendar_of(labels) is None
