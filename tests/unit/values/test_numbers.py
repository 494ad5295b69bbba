"""Numbers: what is written in any supported way reads back, what reads in two ways is refused."""

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cruscotto.sources.values.numbers import (
    Evidence,
    Mark,
    cleaned_sql,
    evidence,
    evidence_sql,
    infers_thousands,
    infers_thousands_sql,
    number_sql,
    read_number,
)

NUMBERS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False)
SIGNS = {Mark.COMMA: (",", "."), Mark.POINT: (".", ",")}
SHAPES = "0123456789.,-+eE €'\u00a0\u2009"
GROUPS = ["", "thousands", " ", "'", "’", "\u00a0", "\u2009", "\u202f"]


def grouped(number: Decimal, mark: Mark, group: str) -> str:
    decimal = SIGNS[mark][0]
    return f"{number:,.2f}".replace(",", "G").replace(".", decimal).replace("G", group)


CON = duckdb.connect()


@given(NUMBERS, st.sampled_from(list(SIGNS)), st.sampled_from(GROUPS))
def test_a_number_written_in_any_supported_way_reads_back(number, mark, group) -> None:
    text = grouped(number, mark, SIGNS[mark][1] if group == "thousands" else group)
    sign, size = ("-", text[1:]) if text.startswith("-") else ("", text)
    ways = (text, f" {text} ", f"€ {text}", f"{text} EUR", f"{text}\u00a0€", f"{sign}€ {size}")
    for written in (*ways, f"{size}{sign}", f"{sign} {size}"):
        assert read_number(written, mark) == number
        assert read_number(written, Mark.OWN) == number


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_a_value_that_reads_in_two_ways_is_refused_where_nothing_decides(left, right, sign) -> None:
    text = f"{left}{sign}{right:03d}"
    assert read_number(text, Mark.OWN) is None
    assert evidence([text, "12", "980"]).is_undecided
    thousands = Mark.COMMA if sign == "." else Mark.POINT
    assert read_number(text, thousands) == left * 1000 + right
    decimals = Mark.POINT if sign == "." else Mark.COMMA
    assert read_number(text, decimals) == Decimal(f"{left}.{right:03d}")


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1.234", "987,5"], Mark.COMMA),
        (["1.234", "12.345.678"], Mark.COMMA),
        (["1.234", "0.5"], Mark.POINT),
        (["1.234", "1,234,567"], Mark.POINT),
        (["1.234", "0.123"], Mark.POINT),
        (["1.234", "1.5E+03"], Mark.POINT),
        (["1.234", "12"], Mark.OWN),
        (["1.234", "12.5", "12,5"], Mark.OWN),
    ],
)
def test_one_sure_value_decides_for_the_column_and_contradiction_decides_nothing(
    values, mark
) -> None:
    assert evidence(values).mark is mark


@given(st.integers(1, 999), st.integers(0, 999), NUMBERS, st.sampled_from(list(SIGNS)))
def test_thousands_that_only_the_decimals_of_others_show_are_in_doubt(
    left, right, other, mark
) -> None:
    decimal, group = SIGNS[mark]
    value, beside = f"{left}{group}{right:03d}", f"12{decimal}50"
    assert infers_thousands([value, beside], mark)
    assert not infers_thousands([beside, f"{left}{decimal}{right:03d}"], mark)
    # a value with both signs, or with two groups, shows how the column writes its thousands
    shown = grouped(1000 + abs(other), mark, group)
    assert not infers_thousands([value, beside, shown], mark)
    assert not infers_thousands([value, beside, f"1{group}{right:03d}{group}000"], mark)


@pytest.mark.parametrize(
    "text", ["45,6%", "(45,6)", "1.2.3", "12,3,4", "1 23", "1.000,-", "-12-", "x", "", "."]
)
def test_what_is_no_number_is_not_made_one(text) -> None:
    assert [read_number(text, mark) for mark in Mark] == [None, None, None]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(SHAPES, max_size=12), min_size=1, max_size=30))
def test_the_engine_reads_as_python_does(values) -> None:
    con = CON.cursor()
    texts = [value.strip() for value in values]
    con.execute("create or replace temp table t as select unnest($t::varchar[]) as t", {"t": texts})
    con.execute(f"create or replace temp table c as select {cleaned_sql('t')} as t from t")
    counts = con.execute(f"select {evidence_sql('t')} from c").fetchone()
    assert Evidence(*counts) == evidence(texts)
    for mark in SIGNS:
        (inferred,) = con.execute(f"select {infers_thousands_sql('t', mark)} from c").fetchone()
        assert inferred == infers_thousands(texts, mark)
    for mark in Mark:
        found = con.execute(f"select {number_sql('t', mark)} from c").fetchall()
        for text, (number,) in zip(texts, found, strict=True):
            read = read_number(text, mark)
            assert (None if number is None else Decimal(number)) == read, text
            again = con.execute("select try_cast($n as double)", {"n": number}).fetchone()
            assert read is None or again[0] is not None, number
