"""Rows that a delivery lacks: seen beside the delivery of before, or a count that came with it."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.config import SQL
from cruscotto.errors import NothingUsable
from cruscotto.i18n import error_sentence
from cruscotto.sources.accounts import sentences
from cruscotto.sources.errors import OtherRows
from cruscotto.sources.importing import import_files
from cruscotto.warehouse.publish import published_path
from cruscotto.warehouse.reading import reader, records

BEFORE, NOW = date(2024, 8, 31), date(2025, 8, 31)
PROGRAMMES = ("2014IT05SFOP014", "2014IT05SFOP014", "2014IT05SFOP014", "2014IT05SFOP020")


@pytest.fixture(scope="module")
def operations_file(tmp_path_factory, operation, write_opencoesione):
    """Return what writes the operations of some numbers; the fourth is of another programme."""

    def write(name, *numbers):
        rows = [operation(f"OP{n}", OC_CODICE_PROGRAMMA=PROGRAMMES[n]) for n in numbers]
        return write_opencoesione(tmp_path_factory.mktemp("files") / name, rows)

    return write


@pytest.fixture(scope="module")
def base(tmp_path_factory, operations_file):
    link = tmp_path_factory.mktemp("base") / "w.duckdb"
    import_files("opencoesione", [operations_file("before.csv", 0, 1, 2, 3)], link, BEFORE)
    return link


@pytest.fixture
def place(base, tmp_path, copy_warehouse):
    return copy_warehouse(base, tmp_path)


def test_a_row_of_before_is_missed_from_the_command_to_the_page(place, operations_file) -> None:
    path = operations_file("now.csv", 0, 1)
    done = CliRunner().invoke(
        app,
        [
            *("--warehouse", str(place), "import", "opencoesione", str(path)),
            *("--edition", NOW.isoformat(), "--format", "json"),
        ],
    )
    (file,) = json.loads(done.stdout)["files"]
    assert file["rows_gone"] == {
        "rows": 1,
        "file_name": "before.csv",
        "edition": "2024-08-31",
        "first": "OP2",
    }
    assert "una riga caricata dalla fornitura precedente" in " ".join(done.stderr.split())
    found = records(reader(place), (SQL / "queries/field_issues_by_column.sql").read_text("utf-8"))
    gone = [row for row in found if row["reason"] == "row_gone"]
    assert [(row["source"], row["rows"]) for row in gone] == [("opencoesione", 1)]
    exported = records(reader(place), (SQL / "queries/field_issues.sql").read_text("utf-8"))
    assert [row["operation_code"] for row in exported if row["reason"] == "row_gone"] == ["OP2"]


def test_a_part_of_what_was_delivered_lacks_only_what_is_of_that_part(
    place, operations_file
) -> None:
    trial = import_files("opencoesione", [operations_file("b.csv", 3)], place, NOW, is_trial=True)
    assert trial.files[0].gone is None


def test_a_delivery_in_two_files_is_compared_as_one(place, operations_file) -> None:
    both = [operations_file("one.csv", 0, 1), operations_file("two.csv", 2, 3)]
    report = import_files("opencoesione", both, place, NOW, is_trial=True)
    assert [file.gone for file in report.files] == [None, None]


def test_an_older_delivery_and_a_first_one_miss_nothing(place, operations_file, tmp_path) -> None:
    less = operations_file("less.csv", 0)
    for link, day in ((place, date(2023, 8, 31)), (tmp_path / "new" / "w.duckdb", NOW)):
        (file,) = import_files("opencoesione", [less], link, day, is_trial=True).files
        assert file.gone is None


def test_rows_of_persons_are_counted_and_not_named(place, tmp_path, salted) -> None:
    salted(place)
    header = "participation_id;person_id;operation_code;region;entry_date"
    lines = [f"P{n};A{n};OP1;ITG1;2024-02-12" for n in range(5)]
    for name, kept, day in (("a.csv", 5, BEFORE), ("b.csv", 2, NOW)):
        path = tmp_path / name
        path.write_text("\n".join([header, *lines[:kept], ""]), "utf-8")
        report = import_files("participations", [path], place, day)
    (file,) = report.files
    assert (file.gone.rows, file.gone.first) == (3, "")
    for lang in ("it", "en"):
        words = " ".join(sentences(report, lang))
        assert "a.csv" in words
        assert "P2" not in words


@pytest.mark.parametrize("is_trial", [True, False])
def test_a_count_that_came_with_the_files_is_kept_to(place, operations_file, is_trial) -> None:
    before, path = published_path(place), operations_file("now.csv", 0, 1)
    with pytest.raises(OtherRows) as caught:
        import_files("opencoesione", [path], place, NOW, rows=3, is_trial=is_trial)
    assert (caught.value.facts["read"], caught.value.facts["rows"]) == (2, 3)
    assert "now.csv" in error_sentence(caught.value, "en")
    assert published_path(place) == before
    (file,) = import_files("opencoesione", [path], place, NOW, rows=2, is_trial=True).files
    assert file.read == 2


def test_a_count_is_given_on_the_command_line(place, operations_file) -> None:
    arguments = ["--warehouse", str(place), "import", "opencoesione", "--edition", "2025-08-31"]
    done = CliRunner().invoke(app, [*arguments, str(operations_file("now.csv", 0)), "--rows", "2"])
    assert done.exit_code == OtherRows.exit_code or isinstance(done.exception, OtherRows)


def test_nothing_is_missed_where_a_file_gives_nothing(place, tmp_path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("need_id;operation_code;places\n;OP1;3\n", "utf-8")
    with pytest.raises(NothingUsable):
        import_files("need_operations", [path], place, NOW)
