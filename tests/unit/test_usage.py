"""Errors of the option parser are in the language of the command, with its usage and exit code."""

import sys

import pytest
import typer

from cruscotto.cli import usage
from cruscotto.cli.data import build_official
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
    "sensitivity --t-value 3 --freedom 0": "L'opzione --freedom richiede almeno 2.",
    "serve --port 99999": "L'opzione --port ammette al massimo 65535.",
    "serve --port 0": "L'opzione --port richiede almeno 1.",
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


CONTRADICTORY = {
    "sensitivity --risk-ratio 2 --low 3": "--low",
    "sensitivity --risk-ratio 0.5 --low 0": "--low",
    "sensitivity --risk-ratio 2 --high 1.5": "--high",
    "sensitivity --low 1.5": "--low",
    "sensitivity --risk-ratio 2 --t-value 3": "--t-value",
    "sensitivity --risk-ratio 2 --freedom 30": "--freedom",
    "serve --address 999.1.1.1 --port 8751": "--address",
    "export operations --out x.pdf": "--out",
    "export operations --out x.csv --style xlsx": "--out",
    "export operations --out x.parquet --style it": "--out",
}


@pytest.mark.parametrize("words", CONTRADICTORY)
def test_values_that_contradict_one_another_are_refused_by_name(monkeypatch, capsys, words):
    assert run(monkeypatch, words) == 21
    assert f"di {CONTRADICTORY[words]} non si può leggere" in capsys.readouterr().err


def test_a_file_for_a_folder_and_a_folder_for_a_file_are_a_sentence(monkeypatch, capsys, tmp_path):
    file, link = tmp_path / "file", tmp_path / "w.duckdb"
    file.write_text("x")
    build_official(link)
    for words, code in ((f"raw --out {file}", 36), (f"restore {tmp_path}", 19)):
        assert run(monkeypatch, f"--warehouse {link} {words}") == code
    assert run(monkeypatch, f"--warehouse {tmp_path}/d.duckdb demo --keep {file}") == 36
    assert "Errore non previsto" not in capsys.readouterr().err
