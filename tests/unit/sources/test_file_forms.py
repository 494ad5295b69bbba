"""One table in every form that programs save it in: the same rows, or one true sentence."""

import gzip
import io
import zipfile
from contextlib import ExitStack, closing
from datetime import date

import pytest

from cruscotto.errors import (
    BinaryFile,
    CruscottoError,
    DuplicateColumns,
    EmptyFile,
    MissingColumns,
    WrongEncoding,
)
from cruscotto.i18n import error_sentence
from cruscotto.impact.files import opened
from cruscotto.sources.files.copies import as_read
from cruscotto.sources.importers import expected_columns, importer
from cruscotto.sources.importing import import_files

EDITION = date(2025, 8, 31)
TABLES = {
    "participations": "participation_id;person_id;operation_code;region;entry_date;hours_attended\n"
    "P1;A1;OP1;ITG1;2024-02-12;12,5\nP2;A2;OP1;Forlì;2024-02-12;\n",
    "targets": "programme;indicator;target;edition\nA;EECO01;12,5;2025-08-31\nB;È;3;2025-08-31\n",
    "indicators": "indicator;nuts2;year;value;series\ni;ITG1;2020;12,5;S\ni;ITF4;2020;13,5;è\n",
    "payment_claims": "programme;fund;date;eu_amount_eur\nA;FSE;2024-03-01;12,5\n"
    "Perù;FSE;2024-03-02;1\n",
}
LEDGER = tuple(f"ledger.{name}" for name in ("file", "refused_row", "field_issue", "file_column"))
RAW = {name: f"raw.{name}" for name in TABLES}


def zipped(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def spaced(text):
    header, end, rest = text.partition("\n")
    return " ; ".join(header.upper().split(";")) + end + rest


FORMS = {
    "with a mark of order": lambda t: "\ufeff".encode() + t.encode(),
    "Unicode text of Excel": lambda t: t.replace(";", "\t").replace("\n", "\r\n").encode("utf-16"),
    "UTF-16, the other order": lambda t: b"\xfe\xff" + t.encode("utf-16-be"),
    "separator named above": lambda t: f"sep=;\r\n{t}".encode(),
    "separator named above, quoted": lambda t: "\ufeff".encode() + f'"sep=;"\n{t}'.encode(),
    "tabs": lambda t: t.replace(";", "\t").encode(),
    "pipes": lambda t: t.replace(";", "|").encode(),
    "old line ends": lambda t: t.replace("\n", "\r").encode(),
    "Windows line ends": lambda t: t.replace("\n", "\r\n").encode(),
    "separators at the end": lambda t: t.replace("\n", ";;\n").encode(),
    "capitals and blanks": lambda t: spaced(t).encode(),
    "blank lines": lambda t: t.replace("\n", "\n\n").encode(),
}
FAULTS = {
    "Windows-1252": (lambda t: t.replace("i", "ì").encode("cp1252"), WrongEncoding),
    "a zero byte": (lambda t: t.encode().replace(b"A", b"\0", 1) + b"\0", BinaryFile),
    "cut in two": (lambda t: b"\xff\xfe" + t.encode("utf-16-le")[:-1], BinaryFile),
    "UTF-16 unmarked": (lambda t: t.encode("utf-16-le"), BinaryFile),
    "an archive": (lambda t: zipped("a.csv", t), BinaryFile),
    "an archive in an archive": (lambda t: zipped("b.zip", zipped("a.csv", t)), BinaryFile),
    "gzip": (lambda t: gzip.compress(t.encode()), BinaryFile),
    "empty": (lambda t: b"", EmptyFile),
    "header alone": (lambda t: t.partition("\n")[0].encode() + b"\n", EmptyFile),
    "a column twice": (
        lambda t: (t.replace("\n", f";{t.partition(';')[0]}\n", 1)).encode(),
        DuplicateColumns,
    ),
    "a thousand columns": (
        lambda t: (";".join(f"c{n}" for n in range(1000)) + "\nx\n").encode(),
        MissingColumns,
    ),
}


@pytest.fixture(scope="module")
def rows(new_database, tmp_path_factory):
    """Return `rows(source, content)`: what a file of those bytes gives."""
    folder = tmp_path_factory.mktemp("forms")
    with closing(new_database()) as con:

        def read(source, content):
            path = folder / "file.csv"
            path.write_bytes(content)
            try:
                with ExitStack() as stack:
                    text = as_read(path, expected_columns(source), None, stack)
                    report = importer(source).load(con, importer(source).check(text), EDITION)
                assert not report.unknown_columns or "#" in report.unknown_columns[0]
                return con.execute(
                    f"select * exclude (file_id) from {RAW[source]} order by all"
                ).fetchall()
            finally:
                for table in (RAW[source], *LEDGER):
                    con.execute(f"delete from {table}")

        yield read


@pytest.mark.parametrize("source", TABLES)
def test_a_table_gives_the_same_rows_in_every_form(rows, source) -> None:
    plain = rows(source, TABLES[source].encode())
    assert len(plain) == 2
    for name, form in FORMS.items():
        assert rows(source, form(TABLES[source])) == plain, name


@pytest.mark.parametrize("source", TABLES)
def test_a_form_that_is_not_read_gets_one_sentence(rows, source) -> None:
    for name, (form, fault) in FAULTS.items():
        with pytest.raises(CruscottoError) as caught:
            rows(source, form(TABLES[source]))
        assert isinstance(caught.value, fault), name
        sentence = error_sentence(caught.value, "it")
        assert "file.csv" in sentence
        assert len(sentence) <= 600


def test_lines_keep_their_numbers_below_the_line_that_names_the_separator(tmp_path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("sep=;\n" + TABLES["participations"] + "P3;A3;OP1;;domani;\n", "utf-8")
    report = import_files("participations", [path], tmp_path / "w.duckdb", EDITION, is_trial=True)
    (refused,) = report.first_refused
    assert refused["line_number"] == 5
    assert report.files[0].as_dict()["loaded"] == 2


def test_net_impact_reads_the_same_forms(tmp_path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(b"sep=;\r\n" + b" worked ; trained \r\n1;0\r\n0;1\r\n")
    with opened(path, ("worked", "trained")) as reading:
        people = reading.people()
    assert (list(people["worked"]), list(people["trained"])) == ([1, 0], [0, 1])


@pytest.mark.parametrize(("end", "is_said"), [("\n", False), ("", True)])
def test_a_last_line_without_an_end_is_pointed_out(tmp_path, end, is_said) -> None:
    path = tmp_path / "t.csv"
    path.write_text(TABLES["targets"].rstrip("\n") + end, "utf-8")
    report = import_files("targets", [path], tmp_path / "w.duckdb", EDITION, is_trial=True)
    assert report.files[0].findings()["last_line_ends"] is not is_said
