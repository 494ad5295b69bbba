"""What an import says of a file, before and after: columns, values, sheets, and a trial."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.errors import CruscottoError, UnknownName, WrongValue
from cruscotto.i18n import error_sentence
from cruscotto.sources.accounts import sentences
from cruscotto.sources.errors import SpreadsheetUnreadable
from cruscotto.sources.importing import import_files

EDITION = date(2025, 8, 31)
ROW = {
    "participation_id": "P1",
    "person_id": "A1",
    "operation_code": "OP1",
    "region": "ITG1",
    "entry_date": "2024-02-12",
    "exit_date": "2024-07-30",
    "hours_attended": "12,5",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory, operation, write_opencoesione, salted):
    folder = tmp_path_factory.mktemp("base")
    link = salted(folder / "w.duckdb")
    import_files("opencoesione", [write_opencoesione(folder / "o.csv", [operation("OP1")])], link)
    return link


@pytest.fixture
def place(base, tmp_path, copy_warehouse):
    return copy_warehouse(base, tmp_path)


def text(path: Path, rows, names=None) -> Path:
    header = ";".join(names or rows[0])
    body = "\n".join(";".join(map(str, row.values())) for row in rows)
    path.write_text(f"{header}\n{body}\n", "utf-8")
    return path


def sheets(path: Path, **rows_of) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in rows_of.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def judged(link, path, **options):
    return import_files("participations", [path], link, EDITION, is_trial=True, **options)


def test_a_renamed_column_is_told_with_the_one_it_may_be(place, tmp_path) -> None:
    names = [*[*ROW][:-2], "exit\ndate", "ore frequentate"]
    path = text(tmp_path / "p.csv", [ROW], [f'"{name}"' for name in names])
    said = CliRunner().invoke(
        app,
        [
            "--warehouse",
            str(place),
            "import",
            "participations",
            str(path),
            "--edition",
            "2025-08-31",
        ],
    )
    assert "«exit date» (forse exit_date" in said.stderr
    assert "«ore frequentate» (forse hours_attended" in said.stderr


def test_a_column_that_the_edition_before_had_is_told(place, tmp_path) -> None:
    first = text(tmp_path / "a.csv", [ROW])
    import_files("participations", [first], place, date(2024, 12, 31))
    less = {name: value for name, value in ROW.items() if name != "exit_date"}
    (file,) = judged(place, text(tmp_path / "b.csv", [less])).files
    assert file.vanished_columns == ("exit_date",)


def test_values_not_read_are_counted_by_column_with_the_first_and_its_line(place, tmp_path) -> None:
    rows = [
        ROW | {"participation_id": f"P{n}", "exit_date": ("2024-07-30", "boh", "mai")[n % 3]}
        for n in range(9)
    ]
    (file,) = judged(place, text(tmp_path / "p.csv", rows)).files
    (unread,) = file.unread
    assert (unread.column, unread.count, unread.value, unread.line) == ("exit_date", 6, "boh", 3)


def test_values_read_with_a_doubt_are_counted_by_column_with_the_first_and_its_line(
    place, tmp_path
) -> None:
    rows = [
        ROW
        | {
            "participation_id": f"P{n}",
            "course_id": "C1" if n < 2 else f'C{n}"',
            "hours_attended": "1.200" if n == 3 else "12,5",
        }
        for n in range(5)
    ]
    done = CliRunner().invoke(
        app,
        [
            *("--warehouse", str(place), "import", "participations"),
            *(str(text(tmp_path / "p.csv", rows)), "--edition", "2025-08-31"),
        ],
    )
    words = " ".join(done.stderr.split())
    assert "colonna course_id: 3 valori letti con un dubbio, virgolette spaiate" in words
    assert 'il primo è «C2"» (riga 4)' in words
    assert "colonna hours_attended: un valore letto con un dubbio, segno letto come delle" in words


def test_codes_that_a_spreadsheet_rounded_and_days_of_two_ways_are_no_guess(
    place, tmp_path
) -> None:
    rows = [
        ROW | {"exit_date": "2024-07-29T22:00:00Z", "course_id": "1,5E+12"},
        ROW | {"participation_id": "1.23457E+12"},
        ROW | {"participation_id": "P3", "entry_date": "24-02-12"},
    ]
    names = [*ROW, "course_id"]
    path = text(tmp_path / "p.csv", [dict.fromkeys(names, "") | row for row in rows])
    report = judged(place, path)
    (file,) = report.files
    assert [row["reason"] for row in report.first_refused] == ["rounded_code", "ambiguous_date"]
    assert [(one.column, one.reason) for one in file.unread] == [("exit_date", "ambiguous_date")]
    assert [(one.column, one.reason) for one in file.doubted] == [("course_id", "rounded_code")]


def test_a_second_sheet_with_the_columns_is_named(place, tmp_path) -> None:
    table = [ROW.keys(), ROW.values()]
    report = judged(place, sheets(tmp_path / "p.xlsx", Uno=table, Due=table))
    assert [one.name for one in report.ignored] == ["p.xlsx [Due]"]
    assert "p.xlsx [Due]" in " ".join(sentences(report, "en"))


def test_a_sheet_named_for_a_text_is_refused_and_not_passed_over(place, tmp_path) -> None:
    path = text(tmp_path / "p.csv", [ROW])
    with pytest.raises(WrongValue) as caught:
        import_files("participations", [path], place, date(2025, 8, 31), sheet="Due")
    assert "«Due» di --sheet" in error_sentence(caught.value, "it")


def test_a_trial_tells_all_and_writes_nothing(place, tmp_path) -> None:
    before = {path: path.stat().st_mtime_ns for path in place.parent.iterdir()}
    rows = [ROW, ROW | {"participation_id": "P2", "entry_date": "domani"}]
    path = text(tmp_path / "trial.csv", rows)
    before[path] = path.stat().st_mtime_ns
    report = judged(place, path)
    (file,) = report.files
    assert (file.read, file.loaded, report.is_trial) == (2, 1, True)
    assert report.first_refused[0]["reason"] == "unreadable_entry_date"
    assert {path: path.stat().st_mtime_ns for path in place.parent.iterdir()} == before
    assert json.loads(json.dumps(report.as_dict(), default=str))["dry_run"] is True


def test_a_trial_needs_no_warehouse(tmp_path, operation, write_opencoesione) -> None:
    path = write_opencoesione(tmp_path / "o.csv", [operation("OP1")])
    link = tmp_path / "nowhere" / "w.duckdb"
    assert import_files("opencoesione", [path], link, is_trial=True).files[0].loaded == 1
    assert not link.parent.exists()


def test_a_workbook_gives_what_its_text_gives(place, tmp_path) -> None:
    typed = {
        "entry_date": date(2024, 2, 12),
        "exit_date": date(2024, 7, 30),
        "hours_attended": 12.5,
    }
    table = [ROW.keys(), (ROW | typed).values()]
    book = sheets(tmp_path / "p.xlsx", Note=[["Un titolo"]], Dati=[["Elenco"], [], *table])
    (file,) = judged(place, book).files
    assert (file.read, file.loaded, file.field_issues) == (1, 1, 0)
    assert file.file_name == "p.xlsx"
    (named,) = judged(place, book, sheet="Dati").files
    assert named.loaded == 1
    with pytest.raises(UnknownName):
        judged(place, book, sheet="Altro")
    with pytest.raises(CruscottoError):
        judged(place, book, sheet="Note")


def test_thousandths_of_a_workbook_are_no_thousands(tmp_path) -> None:
    rows = [[n, n % 2, 1.234 + n % 2 + n % 3 / 1000] for n in range(60)]
    book = sheets(tmp_path / "s.xlsx", S=[["id", "d", "y"], *rows])
    said = CliRunner().invoke(
        app,
        ["impact", "--data", str(book), "--outcome", "y", "--treatment", "d", "--format", "json"],
    )
    assert json.loads(said.stdout)["att"] == pytest.approx(1, abs=0.01)


def test_a_damaged_workbook_is_said(place, tmp_path) -> None:
    book = sheets(tmp_path / "p.xlsx", S=[ROW.keys(), ROW.values()])
    book.write_bytes(book.read_bytes()[:-200])
    with pytest.raises(SpreadsheetUnreadable):
        judged(place, book)


def test_two_header_cells_without_a_name_are_forgiven(place, tmp_path) -> None:
    path = text(tmp_path / "p.csv", [ROW | {"": "", " ": ""}], [*ROW, "", ""])
    assert judged(place, path).files[0].loaded == 1


def test_a_sentence_keeps_within_its_bounds(place, tmp_path) -> None:
    from cruscotto.errors import MissingColumns
    from cruscotto.i18n import error_sentence

    path = text(tmp_path / "p.csv", [{f"colonna {n} " + "x" * 500: "" for n in range(300)}])
    with pytest.raises(MissingColumns) as caught:
        judged(place, path)
    assert len(error_sentence(caught.value, "it")) <= 600
