import csv
import io
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cruscotto.export import export_bytes
from cruscotto.export.delimited import csv_italian, csv_plain
from cruscotto.export.delimited.lines import lines, write_delimited
from cruscotto.export.formulas import guarded

ADVERSARIAL = st.one_of(
    st.text(),
    st.text(alphabet="=+-@\t\r\n ;,\"'|%08\x00\u00a0\ufeff＝é😀", max_size=8),
    st.sampled_from(["019", "08", "1E5", "-5", "+39", '"=1+1"', "'=1", "'", "\r", "a;b,c"]),
)


def cells(data: bytes, **dialect: str) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), **dialect))


def italian(table) -> list[list[str]]:
    return cells(export_bytes(table, "it"), delimiter=";")


def unguarded(cell: str) -> str:
    """Undo the guard as `cruscotto.export.formulas` tells a reader to."""
    return cell[1:] if cell.startswith("'") and runs(cell[1:]) else cell


def runs(text: str) -> bool:
    """Say, without regular expressions, whether a spreadsheet might run a text."""
    for character in text:
        kind = unicodedata.category(character)
        if character in "=+-@＝＋－＠" or kind == "Cc":
            return True
        if character not in "\"'" and kind not in ("Zs", "Zl", "Zp", "Cf"):
            return False
    return False


def test_italian_csv_opens_in_an_italian_spreadsheet(table):
    rows = {
        "code": ["ITG1"],
        "paid_eur": [Decimal("-1234567.80")],
        "share": [0.5],
        "count": [1000000],
        "start_date": [date(2020, 1, 31)],
        "seen": [datetime(2020, 1, 31, 9, 5, 7)],
        "is_new": [True],
    }
    assert export_bytes(table(rows), "it") == (
        b"\xef\xbb\xbfcode;paid_eur;share;count;start_date;seen;is_new\r\n"
        b"ITG1;-1234567,80;0,5;1000000;31/01/2020;31/01/2020 09:05:07;VERO\r\n"
    )


def test_plain_csv_is_what_programs_expect(table):
    rows = {
        "code": ["ITG1"],
        "paid_eur": [Decimal("-1234567.80")],
        "start_date": [date(2020, 1, 31)],
        "seen": [datetime(2020, 1, 31, 9, 5, 7)],
        "is_new": [False],
    }
    assert export_bytes(table(rows), "plain") == (
        b"code,paid_eur,start_date,seen,is_new\n"
        b"ITG1,-1234567.80,2020-01-31,2020-01-31T09:05:07,false\n"
    )


def test_absent_and_empty_text_are_written_differently(table):
    rows = {"a": ["x", "x"], "words": [None, ""]}
    assert export_bytes(table(rows), "plain") == b'a,words\nx,\nx,""\n'


def test_absent_values_of_every_type_are_empty(table):
    types = [
        pa.string(),
        pa.decimal128(18, 2),
        pa.int64(),
        pa.float64(),
        pa.bool_(),
        pa.date32(),
        pa.timestamp("us"),
        pa.null(),
    ]
    rows = pa.table([pa.nulls(2, kind) for kind in types], [f"c{i}" for i in range(len(types))])
    assert export_bytes(table(rows), "plain").splitlines()[1:] == [b"," * 7] * 2


def test_a_table_without_rows_still_has_its_header(table):
    rows = pa.table({"a": pa.array([], pa.string()), "b": pa.array([], pa.int32())})
    assert export_bytes(table(rows), "it") == b"\xef\xbb\xbfa;b\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "  =1",
        "\u00a0=1",
        '"=1"',
        "'=1",
        "\ufeff=1",
        "＝1+1",
        "\x00=1",
        "=",
        "- elenco",
    ],
)
def test_text_that_would_run_gets_an_apostrophe(table, text):
    assert italian(table({"words": [text], "n": [1]}))[1][0] == "'" + text


@pytest.mark.parametrize(
    "text", ["-5", "+39", "-1.234,56", "08", "019", "a=1", "'ndrangheta", '"Corso" di base', " x"]
)
def test_text_that_would_not_run_is_left_alone(table, text):
    assert italian(table({"words": [text], "n": [1]}))[1][0] == text


def test_negative_numbers_stay_numbers(table):
    rows = {"eur": [Decimal("-5.00")], "n": [-5], "x": [-0.25]}
    assert italian(table(rows))[1] == ["-5,00", "-5", "-0,25"]


def test_plain_csv_never_changes_a_text(table):
    assert cells(export_bytes(table({"words": ["=1+1"], "n": [1]}), "plain"))[1][0] == "=1+1"


@given(st.lists(st.one_of(st.none(), ADVERSARIAL), max_size=12), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_every_text_comes_back_from_italian_csv(table, texts, batch_rows):
    rows = pa.table({"words": pa.array(texts, pa.string()), "n": pa.array(range(len(texts)))})
    back = [unguarded(cell) for cell, _ in italian(table(rows, batch_rows))[1:]]
    assert back == [text or "" for text in texts]


@given(st.lists(st.tuples(ADVERSARIAL, ADVERSARIAL), max_size=12), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_quoting_is_that_of_another_writer(table, pairs, batch_rows):
    columns = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    rows = pa.table(columns, pa.schema([("a", pa.string()), ("b", pa.string())]))
    ours = io.BytesIO()
    write_delimited(
        table(rows, batch_rows), replace(csv_italian.DIALECT, guards_formulas=False), ours
    )
    theirs = io.StringIO(newline="")
    writer = csv.writer(theirs, delimiter=";", lineterminator="\r\n")
    # empty text is quoted here, to tell it from an absent value; Python's writer does not
    writer.writerows([["a", "b"], *([t or "<empty>" for t in pair] for pair in pairs)])
    assert ours.getvalue().decode("utf-8-sig") == theirs.getvalue().replace("<empty>", '""')


@given(st.lists(st.tuples(ADVERSARIAL, ADVERSARIAL), max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_text_comes_back_from_plain_csv(table, pairs):
    rows = {"n": range(len(pairs)), "a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    types = pa.schema([("n", pa.int64()), ("a", pa.string()), ("b", pa.string())])
    back = cells(export_bytes(table(pa.table(rows, types)), "plain"))[1:]
    assert [(a, b) for _, a, b in back] == pairs


@given(ADVERSARIAL)
@settings(max_examples=150, deadline=None)
def test_no_cell_that_would_run_is_left(text):
    written = guarded(pa.array([text])).to_pylist()[0]
    number = text[:1] in ("+", "-") and text[1:].replace(".", "0").replace(",", "0").isdecimal()
    assert number or not runs(written) or written.startswith("'")
    assert unguarded(written) == text


@given(
    st.lists(
        st.tuples(
            st.decimals("-9999999999999999.99", "9999999999999999.99", places=2),
            st.integers(-(2**63), 2**63 - 1),
            st.floats(allow_nan=False, allow_infinity=False),
            st.dates(),
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=50, deadline=None)
def test_every_figure_comes_back_exactly(table, figures):
    types = [pa.decimal128(18, 2), pa.int64(), pa.float64(), pa.date32(), pa.bool_()]
    columns = [pa.array(c, t) for c, t in zip(zip(*figures, strict=True), types, strict=True)]
    rows = pa.table(columns, ["eur", "n", "x", "day", "is"])
    for (eur, n, x, day, flag), found in zip(figures, italian(table(rows))[1:], strict=True):
        assert Decimal(found[0].replace(",", ".")) == eur
        assert int(found[1]) == n
        assert float(found[2].replace(",", ".")) == x
        assert found[3] == f"{day.day:02}/{day.month:02}/{day.year:04}"
        assert found[4] == ("VERO" if flag else "FALSO")


def test_large_amounts_have_no_exponent(table):
    assert italian(table({"x": [19753330911.0, 0.1, 0.0], "n": [1, 2, 3]}))[1:] == [
        ["19753330911", "1"],
        ["0,1", "2"],
        ["0", "3"],
    ]


def test_a_figure_that_is_not_a_number_is_absent(table):
    assert italian(table({"x": [float("nan"), float("inf")], "n": [1, 2]}))[1:] == [
        ["", "1"],
        ["", "2"],
    ]


def test_batches_do_not_change_the_bytes(table):
    texts = ["a;b", None, "=1", "", 'c"d', "è", "e\r\nf"] * 40
    rows = {"words": texts, "n": list(range(len(texts)))}
    written = {export_bytes(table(rows, size), "it") for size in (1, 7, 64, 1000)}
    assert len(written) == 1


FEW = {
    "code": st.sampled_from(["ITG1", "=1", "", 'a";', None]),
    "paid_eur": st.sampled_from([Decimal("0.10"), Decimal("-5.00"), None]),
    "selected_eur": st.sampled_from([Decimal("0.10"), Decimal("-5.00"), None]),
    "share": st.sampled_from([0.5, float("nan"), None]),
    "start_date": st.sampled_from(
        [date(1850, 2, 1), date(2000, 1, 1), date(2039, 12, 31), date(2040, 1, 1), None]
    ),
    "is_new": st.sampled_from([True, False, None]),
    "note": st.sampled_from(["x", None]),
}
TYPES = pa.schema(
    [
        ("code", pa.string()),
        ("paid_eur", pa.decimal128(18, 2)),
        ("selected_eur", pa.decimal128(18, 2)),
        ("share", pa.float64()),
        ("start_date", pa.date32()),
        ("is_new", pa.bool_()),
        ("note", pa.string()),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.fixed_dictionaries(FEW), min_size=1, max_size=4))
def test_a_row_is_written_alike_whatever_the_rows_around_it_repeat(rows):
    batch = pa.RecordBatch.from_pylist(rows, TYPES)
    for dialect in (csv_italian.DIALECT, csv_plain.DIALECT):
        alone = [bytes(lines(batch.slice(place, 1), dialect)) for place in range(len(rows))]
        assert bytes(lines(batch, dialect)) == b"".join(alone)


@given(st.dates())
def test_a_date_is_written_as_its_day_month_and_year(table, day):
    written = export_bytes(table({"start_date": [day, day]}), "it").decode().split()
    assert written[1:] == [f"{day.day:02}/{day.month:02}/{day.year:04}"] * 2
