"""Errors of the option parser are in the language of the command, with its usage and exit code."""

import sys

import pytest
import typer

from cruscotto.cli import usage
from cruscotto.cli.main import main

WRITTEN = {
    "kpi --nope": "L'opzione --nope non esiste.",
    "kpi payments_eur --formt csv": "L'opzione --formt non esiste. Nomi simili: --format.",
    "kip": "Il comando kip non esiste. Nomi simili: kpi.",
    "kpi": "Manca l'argomento «NAME...».",
    "export operations": "Manca l'opzione --out.",
    "sensitivity more": "Argomento in più: more.",
    "kpi payments_eur --by": "L'opzione --by richiede un valore.",
    "impact --randomised=yes": "L'opzione --randomised non prende un valore.",
    "kpi payments_eur --format xls": "L'opzione --format non ammette il valore xls. "
    "Valori ammessi: table, csv, json.",
    "sensitivity --risk-ratio abc": "L'opzione --risk-ratio richiede un numero.",
    "impact --bootstrap x": "L'opzione --bootstrap richiede un numero intero.",
    "sensitivity --risk-ratio -1": "L'opzione --risk-ratio richiede almeno 0.",
    "impact --confidence 2": "L'opzione --confidence ammette al massimo 0.999.",
}


def run(monkeypatch, words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["cruscotto", *words.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("words", WRITTEN)
def test_an_error_of_the_parser_is_in_italian(monkeypatch, capsys, words):
    assert run(monkeypatch, words) == 2
    assert capsys.readouterr().err.splitlines()[-1] == WRITTEN[words]


def test_the_usage_and_the_way_to_help_stand_before_an_error(monkeypatch, capsys):
    run(monkeypatch, "kpi")
    usage_line, help_line, blank, _ = capsys.readouterr().err.splitlines()
    assert usage_line.startswith("Uso: ")
    assert help_line.startswith("Per l'aiuto: ")
    assert help_line.endswith(" kpi --help")
    assert blank == ""


def test_an_error_is_in_english_where_the_installation_is():
    error = refusal("No such option: --formt (Possible options: --format)")
    assert usage.sentence_of(error, "en") == "There is no option --formt. Similar names: --format."


def test_an_error_that_is_not_known_is_left_to_the_parser():
    assert usage.sentence_of(refusal("Something else."), "it") is None


def test_a_group_without_a_command_still_shows_its_help(monkeypatch, capsys):
    assert run(monkeypatch, "access") in (0, 2)
    printed = capsys.readouterr()
    assert "grant" in printed.out + printed.err


def test_help_ends_well(monkeypatch):
    assert run(monkeypatch, "kpi --help") == 0


def refusal(message: str) -> typer.BadParameter:
    error = typer.BadParameter(message)
    error.format_message = lambda: message
    return error
