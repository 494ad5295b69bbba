import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from cruscotto.export import export_bytes
from cruscotto.export.errors import RowsExceedSheet
from cruscotto.export.workbook import xlsx
from cruscotto.export.workbook.frame import DATA_SHEET
from cruscotto.export.workbook.rows import CUT

TEXT = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="=<>&\"' \t\r\n\x00\x1b_x0041é😀\ufffe", max_size=12),
    st.sampled_from(["=1+1", "019", "_x0041_", "-5", " a", "a ", "]]>"]),
)


def workbook(table) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(export_bytes(table, "xlsx")))


def as_excel_reads(text: str | None) -> str:
    """Undo the `_xHHHH_` escapes of the format, which openpyxl leaves in place."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text or "")


def sheet_xml(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(DATA_SHEET).decode()


def test_numbers_dates_and_booleans_are_real(table):
    rows = {
        "code": ["019"],
        "eur": [Decimal("-1234567.89")],
        "n": [12],
        "day": [date(2020, 2, 29)],
        "seen": [datetime(2020, 1, 31, 9, 5, 7)],
        "is_new": [True],
        "share": [0.1],
    }
    sheet = workbook(table(rows))["Dati"]
    found = [cell.value for cell in sheet[2]]
    seen = datetime(2020, 1, 31, 9, 5, 7)
    assert found == ["019", -1234567.89, 12, datetime(2020, 2, 29), seen, True, 0.1]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[1] == "#,##0.00"
    assert formats[3] == "dd/mm/yyyy"


def test_the_header_is_frozen_and_filtered(table):
    sheet = workbook(table({"a": ["x", "y"], "b": [1, 2]}))["Dati"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.dimensions == "A1:B3"
    assert [cell.value for cell in sheet[1]] == ["a", "b"]


def test_the_notes_tell_where_the_rows_come_from(table):
    notes = workbook(table({"words": ["x"], "n": [1]}))["Note"]
    told = {row[0]: row[1:] for row in notes.iter_rows(values_only=True)}
    assert told["Contenuto / Content"] == ("Prova", "Trial")
    assert told["Filtri / Filters"][0] == "region = ITG1"
    assert "CC BY 4.0" in told["Fonte / Source"][0]
    assert told["words"] == ("Parole", "Words")


@pytest.mark.parametrize(("kind", "word"), [("synthetic", "sintetici"), ("mixed", "in parte")])
def test_the_notes_warn_of_synthetic_rows(table, kind, word):
    notes = workbook(table({"a": ["x"], "n": [1]}, data_kind=kind))["Note"]
    assert any(word in str(row[1]) for row in notes.iter_rows(values_only=True))


def test_a_formula_in_a_text_stays_text(table):
    cell = workbook(table({"words": ["=1+1"], "n": [1]}))["Dati"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_days_before_the_calendar_of_excel_are_text(table):
    rows = {"day": [date(1899, 12, 31), date(1900, 3, 1), None], "n": [1, 2, 3]}
    sheet = workbook(table(rows))["Dati"]
    found = [sheet.cell(row, 1).value for row in (2, 3, 4)]
    assert found == ["1899-12-31", datetime(1900, 3, 1), None]


@pytest.mark.parametrize("letter", ["a", "è", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(table, letter):
    written = workbook(table({"words": [letter * 40_000], "n": [1]}))["Dati"]["A2"].value
    assert written.endswith(CUT)
    assert 32_700 < len(written.encode("utf-16-le")) // 2 <= 32_767


def test_a_text_that_just_fits_is_whole(table):
    assert workbook(table({"words": ["è" * 32_767], "n": [1]}))["Dati"]["A2"].value == "è" * 32_767


@given(st.lists(st.one_of(st.none(), TEXT), max_size=8), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_every_text_comes_back_from_a_workbook(table, texts, batch_rows):
    rows = pa.table({"words": pa.array(texts, pa.string()), "n": pa.array(range(len(texts)))})
    sheet = workbook(table(rows, batch_rows))["Dati"]
    back = [as_excel_reads(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert back == [text or "" for text in texts]


@given(
    st.lists(
        st.tuples(
            TEXT,
            st.integers(-(10**14), 10**14).map(lambda cents: cents / 100),
            st.integers(-(2**40), 2**40),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=25, deadline=None)
def test_rows_are_those_of_xlsxwriter(table, rows):
    stream = io.BytesIO()
    book = Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet("Dati")
    for place, name in enumerate(["words", "x", "n", "is"]):
        sheet.write_string(0, place, name)
    for line, (words, x, n, flag) in enumerate(rows, start=1):
        sheet.write_string(line, 0, words)
        sheet.write_number(line, 1, x)
        sheet.write_number(line, 2, n)
        sheet.write_boolean(line, 3, flag)
    book.close()
    ours = table(dict(zip(["words", "x", "n", "is"], zip(*rows, strict=True), strict=True)))
    assert cells_of(export_bytes(ours, "xlsx")) == cells_of(stream.getvalue())


def cells_of(data: bytes) -> list[tuple[str, str | None, str | float | None]]:
    """Return place, type and content of every cell below the header, from the XML itself."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = []
    for cell in ElementTree.fromstring(sheet_xml(data)).iter(f"{space}c"):
        number, text = cell.find(f"{space}v"), cell.find(f"{space}is/{space}t")
        content = (text.text or "") if text is not None else float(number.text)
        if not cell.get("r").endswith("1") or cell.get("r")[1:] != "1":
            found.append((cell.get("r"), cell.get("t"), content))
    return found


def test_more_rows_than_a_sheet_are_refused(table, monkeypatch):
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    with pytest.raises(RowsExceedSheet) as caught:
        export_bytes(table({"a": ["x"] * 4, "n": [1] * 4}), "xlsx")
    assert caught.value.facts == {"limit": 3}
    assert caught.value.exit_code == 37


def test_a_large_sheet_opens_with_64_bit_sizes(table, monkeypatch):
    monkeypatch.setattr(xlsx, "_LARGE_SHEET", 0)
    assert workbook(table({"a": ["x"], "n": [1]}))["Dati"]["A2"].value == "x"


def test_a_table_without_rows_is_a_sheet_with_a_header(table):
    sheet = workbook(table({"a": pa.array([], pa.string()), "n": pa.array([], pa.int32())}))["Dati"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [["a", "n"]]


def test_the_same_rows_give_the_same_workbook(table):
    rows = {"words": ["a", " b", None, "c\x00"] * 20, "n": list(range(80))}
    assert len({export_bytes(table(rows, size), "xlsx") for size in (1, 7, 80)}) == 1
