"""Codes with commas, quotes, brackets and signs, from the question to the table."""

import csv
import io

import pytest
from rich.console import Console
from rich.progress import Progress

from cruscotto.cli.data import Stepper
from cruscotto.cli.options import OutputFormat
from cruscotto.cli.printing import print_rows
from cruscotto.kpi.query.selection import Selection


def test_a_code_with_a_comma_of_its_own_stands_in_quotes() -> None:
    selection = Selection.parse(['axis="1, bis",2'])
    assert set(selection.codes("axis")) == {"1, bis", "2"}


def test_brackets_are_printed_and_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"axis": "[bold]A[/bold]", "value": 1}], OutputFormat.TABLE)
    assert "[bold]A[/bold]" in capsys.readouterr().out


def test_a_csv_has_plain_decimals_and_no_formula(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"code": "=1+1", "small": 1e-7, "large": 1e21}], OutputFormat.CSV)
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row == {"code": "'=1+1", "small": "0.0000001", "large": "1000000000000000000000"}


def test_the_name_of_a_file_is_no_markup_of_the_progress_bar() -> None:
    bar = Progress(console=Console(file=io.StringIO(), force_terminal=True))
    move = Stepper(bar, bar.add_task(""))
    with bar:
        move("dati [/rosso] [link=x].csv", 1, 2)
    assert "[/rosso]" in bar.console.file.getvalue()
