"""A file with words in its header, percentages as on screen, columns and order of a list."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from zipfile import ZipFile

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cruscotto.access import log
from cruscotto.errors import UnknownName
from cruscotto.export import (
    PLAIN,
    Definition,
    ExportTable,
    Look,
    export_bytes,
    export_description,
    kpi_table,
    looked_at,
    operations_table,
)
from cruscotto.export.workbook import several
from cruscotto.i18n import Text
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.money import PAYMENTS_EUR

SHARE = Definition(
    name="paid",
    definition=Text(it="Quota pagata", en="Share paid"),
    label=Text(it="Pagato", en="Paid"),
    unit="share",
)


def read(table: ExportTable) -> pa.Table:
    with table.reader() as rows:
        return rows.read_all()


def test_headers_are_words_with_units_and_shares_are_percentages(table) -> None:
    whole = table({"paid": [0.9571, None]}, columns=(SHARE,))
    assert read(looked_at(whole, Look("it", percent=True))).to_pydict() == {
        "Pagato (%)": [95.7, None]
    }
    assert read(looked_at(whole, Look("en"))).to_pydict() == {
        "Paid (share from 0 to 1)": [0.9571, None]
    }


def test_the_description_of_a_worded_file_still_defines_its_columns(table) -> None:
    worded = looked_at(table({"paid": [0.5]}, columns=(SHARE,)), Look("it", percent=True))
    (column,) = json.loads(export_description(worded, "it", "x.csv"))["columns"]
    assert column["name"] == "Pagato (%)"
    assert column["unit"] == "%"
    assert column["definition"] == {"it": "Quota pagata", "en": "Share paid"}


@given(st.lists(st.floats(0, 3) | st.none(), max_size=8))
def test_percentages_are_those_of_the_screen(table: Callable[..., ExportTable], shares) -> None:
    rows = pa.table({"paid": pa.array(shares, pa.float64())})
    found = read(looked_at(table(rows, columns=(SHARE,)), Look(percent=True)))
    expected = [None if s is None else pytest.approx(100 * s, abs=0.0501) for s in shares]
    assert found.column("paid").to_pylist() == expected


def test_the_usual_look_changes_no_byte(table) -> None:
    whole = table({"paid": [0.5]}, columns=(SHARE,))
    assert export_bytes(looked_at(whole, PLAIN), "it") == export_bytes(whole, "it")


def test_indicators_are_named_and_only_their_shares_become_percentages(con, add_operation) -> None:
    add_operation("OP1", {"ITG1": "1000.00"})
    whole = kpi_table(con, [PAYMENTS_EUR, KPIS["concluded_share"]], ("region",), Selection())
    plain = read(whole).to_pylist()
    worded = read(looked_at(whole, Look("it", percent=True))).to_pylist()
    assert worded[0]["Indicatore"] == PAYMENTS_EUR.label.it
    for before, after in zip(plain, worded, strict=True):
        scale = 100 if before["unit"] == "share" else 1
        expected = None if before["value"] is None else pytest.approx(before["value"] * scale)
        assert after["Valore"] == expected
    assert {row["Unità"] for row in worded} <= {"euro", "%"}


@pytest.mark.parametrize("descending", [True, False])
def test_a_list_has_its_columns_and_all_rows_in_its_order(con, add_operation, descending) -> None:
    for code, amount in (("A", "3.00"), ("B", "1.00"), ("C", "2.00"), ("D", "2.00")):
        add_operation(code, {"ITG1": amount})
    look = Look(
        columns=("public_funding_eur", "operation_code"),
        sort="public_funding_eur",
        descending=descending,
    )
    found = read(looked_at(operations_table(con, Selection()), look))
    assert found.column_names == ["public_funding_eur", "operation_code"]
    codes = found.column("operation_code").to_pylist()
    assert codes == (["A", "C", "D", "B"] if descending else ["B", "C", "D", "A"])


def test_a_column_that_is_not_there_is_named(con, add_operation) -> None:
    add_operation("A", {"ITG1": "3.00"})
    with pytest.raises(UnknownName):
        looked_at(operations_table(con, Selection()), Look(sort="colour"))


# ---------------------------------------------------------------- several tables in one file
def test_a_workbook_has_a_sheet_for_each_table_and_the_same_bytes_each_time(table) -> None:
    tables = [
        ("Pagamenti: per [regione]", table({"code": ["=1+1", "ITG1"], "n": [1.5, None]})),
        ("Pagamenti: per [regione]", table({"is_new": [True]})),
    ]
    made = several.workbook(tables)
    assert made == several.workbook(tables)
    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["1 Pagamenti  per  regione", "2 Pagamenti  per  regione", "Note"]
    rows = [[cell.value for cell in row] for row in book[book.sheetnames[0]].rows]
    assert rows == [["code", "n"], ["=1+1", 1.5], ["ITG1", None]]
    assert book[book.sheetnames[0]]["A2"].data_type == "s"
    assert "Ente" in " ".join(str(row[2].value) for row in book["Note"].rows)


@pytest.mark.parametrize("name", ["refused_rows", "field_issues", "provider_rows"])
def test_rows_about_persons_are_logged_alone_and_among_others(table, monkeypatch, name) -> None:
    logged: list[str] = []
    monkeypatch.setattr(log, "record", lambda _, **what: logged.append(what["table"]))
    rows = replace(table({"value": ["x"]}), name=name)
    export_bytes(rows, "it")
    several.workbook([("Righe", rows)])
    several.archive([("Righe", rows)], "plain", ".csv")
    assert logged == [name] * 3


def test_an_archive_holds_each_file_as_it_is_alone_with_its_description(table) -> None:
    one = table({"n": [1, 2]})
    made = several.archive([("pagamenti", one), ("impegni", one)], "it", ".csv")
    assert made == several.archive([("pagamenti", one), ("impegni", one)], "it", ".csv")
    with ZipFile(io.BytesIO(made)) as packed:
        names = packed.namelist()
        assert names[::2] == ["01_pagamenti.csv", "02_impegni.csv"]
        assert packed.read(names[0]) == export_bytes(one, "it")
        assert json.loads(packed.read(names[1]))["rows"] == 2
