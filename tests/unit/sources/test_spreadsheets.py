"""What a sheet shows and its values do not: errors, formulas, merges, other sheets."""

import csv
from contextlib import ExitStack

import openpyxl
import pytest

from cruscotto.errors import CruscottoError
from cruscotto.i18n import LANGS, error_sentence
from cruscotto.sources.errors import CellsMerged, FormulasWithoutResult
from cruscotto.sources.files.cells import name_of
from cruscotto.sources.files.copies import texts_of
from cruscotto.sources.files.spreadsheets import as_text

WANTED = ("code", "day", "hours")
ROWS = (("A", "2024-02-12", 1), ("B", "2024-02-13", 2), ("C", "2024-02-14", 3))


@pytest.fixture
def written(tmp_path):
    """Return `written(change)`: a workbook of a sheet of three rows, changed."""

    def written(change):
        book = openpyxl.Workbook()
        for row in (WANTED, *ROWS):
            book.active.append(row)
        change(book)
        book.save(tmp_path / "b.xlsx")
        return tmp_path / "b.xlsx"

    return written


def read(path, **options):
    with as_text(path, WANTED, **options) as text, text.open(encoding="utf-8") as file:
        return [row for row in csv.reader(file, delimiter=";") if row]


def test_a_cell_with_an_error_is_read_as_what_it_shows(written) -> None:
    def damage(book):
        book.active["B3"], book.active["C4"] = "#REF!", "#DIV/0!"

    rows = read(written(damage))
    assert [row[1:] for row in rows[2:]] == [["#REF!", "2"], ["2024-02-14", "#DIV/0!"]]


def test_a_formula_that_nobody_worked_out_is_refused_by_its_cell(written) -> None:
    def compute(book):
        book.active["C3"] = "=1+1"

    with pytest.raises(FormulasWithoutResult) as caught:
        read(written(compute))
    assert (caught.value.facts["cell"], caught.value.facts["count"]) == ("C3", 1)


@pytest.mark.parametrize("cells", ["B2:B4", "B3:C3", "A3:B4"])
def test_merged_cells_among_the_data_are_refused(written, cells) -> None:
    with pytest.raises(CellsMerged) as caught:
        read(written(lambda book: book.active.merge_cells(cells)))
    assert caught.value.facts["cells"] == cells


def test_a_merged_title_and_a_merged_note_are_no_data(written) -> None:
    def note(book):
        book.active.insert_rows(1)
        book.active["A1"], book.active["A6"] = "Elenco", "Fonte: regione"
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("A6:C6")

    assert [row[0] for row in read(written(note))] == ["code", "A", "B", "C", "Fonte: regione"]


def test_a_hidden_sheet_is_read_only_where_it_is_named(written) -> None:
    def hide(book):
        book.active.title = "vecchio"
        book.active.sheet_state = "hidden"
        newer = book.create_sheet("nuovo")
        for row in (WANTED, ("Z", "2025-01-01", 9)):
            newer.append(row)

    path = written(hide)
    assert [row[0] for row in read(path)] == ["code", "Z"]
    assert [row[0] for row in read(path, sheet="vecchio")] == ["code", "A", "B", "C"]


def test_another_sheet_with_the_columns_is_named(written) -> None:
    def add(book):
        book.create_sheet("2024").append(WANTED)
        book.create_sheet("Note").append(["nothing"])

    path = written(add)
    with ExitStack() as stack:
        assert texts_of([path], WANTED, None, stack).others == ("b.xlsx [2024]",)
        assert texts_of([path], WANTED, "2024", stack).others == ()


def test_cells_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [name_of((0, n)) for n in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


@pytest.mark.parametrize("error", [CellsMerged, FormulasWithoutResult])
@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_names_file_sheet_and_cell(error: type[CruscottoError], lang) -> None:
    facts = {"file": "b.xlsx", "sheet": "Dati", "cells": "B2:B4", "cell": "C3", "count": 2}
    sentence = error_sentence(error(**facts), lang)
    assert "b.xlsx" in sentence
    assert "Dati" in sentence
    assert "B2:B4" in sentence or "C3" in sentence
