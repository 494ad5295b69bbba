"""What is wrong with a file is said in one sentence, and the warehouse stays as it was."""

import gzip
from datetime import date

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from cruscotto import errors
from cruscotto.i18n import error_sentence
from cruscotto.model.opencoesione import COLUMNS, KEY
from cruscotto.sources import opencoesione
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import reader

EDITION = date(2024, 8, 31)


@pytest.fixture
def content(tmp_path, operation, write_opencoesione) -> bytes:
    file = write_opencoesione(tmp_path / "sound.csv", [operation("OP1"), operation("OP2")])
    return file.read_bytes()


def truncated_inside_a_field(content: bytes) -> bytes:
    return content[: content.rindex(b'"20200115"') + 4]


FAULTS = {
    "empty": (lambda c: b"", errors.EmptyFile),
    "a byte order mark alone": (lambda c: b"\xef\xbb\xbf", errors.EmptyFile),
    "blank lines alone": (lambda c: b"\r\n\r\n  \r\n", errors.EmptyFile),
    "a header alone": (lambda c: c.split(b"\r\n")[0] + b"\r\n", errors.EmptyFile),
    "cut inside the last record": (truncated_inside_a_field, errors.TruncatedFile),
    "cut inside a letter": (lambda c: c[:-20] + b"\xc3", errors.TruncatedFile),
    "a NUL in the header": (lambda c: b"\x00" + c, errors.BinaryFile),
    "a NUL in a row": (lambda c: c[:-30] + b"\x00" + c[-30:], errors.BinaryFile),
    "compressed": (lambda c: gzip.compress(c), errors.BinaryFile),
    "latin-1": (lambda c: c.replace(b"OP2", b"\xe8"), errors.WrongEncoding),
    "utf-16": (lambda c: c.decode("utf-8-sig").encode("utf-16"), errors.BinaryFile),
    "a column renamed": (
        lambda c: c.replace(b"TOT_PAGAMENTI", b"TOT_PAGAMENT"),
        errors.MissingColumns,
    ),
    "a column twice": (lambda c: c.replace(b'"CUP"', b'"OC_LINK"', 1), errors.DuplicateColumns),
    "a column twice in another case": (
        lambda c: c.replace(b'"CUP"', b'"oc_link"', 1),
        errors.DuplicateColumns,
    ),
    "a blank first line": (lambda c: b"\r\n" + c, errors.MissingColumns),
    "another table": (lambda c: b"a;b\r\n1;2\r\n", errors.MissingColumns),
    "one column": (lambda c: b"COD_LOCALE_PROGETTO\r\nOP1\r\n", errors.MissingColumns),
    "a web page": (lambda c: b"<!doctype html>\n<title>404</title>\n", errors.MissingColumns),
    "a truncated Parquet": (lambda c: b"PAR1" + c[:500], errors.TruncatedFile),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_told_apart_in_both_languages(tmp_path, database, content, name) -> None:
    damage, expected = FAULTS[name]
    path = tmp_path / "faulty.csv"
    path.write_bytes(damage(content))
    with pytest.raises(expected) as caught:
        opencoesione.load(database, opencoesione.check(path), EDITION)
    for lang in ("it", "en"):
        sentence = error_sentence(caught.value, lang)
        assert "faulty.csv" in sentence
        assert "None" not in sentence


@pytest.mark.parametrize("kind", ["folder", "absent", "inside a file"])
def test_a_path_that_is_no_file_is_said(tmp_path, kind) -> None:
    (tmp_path / "file").write_text("x")
    path = {
        "folder": tmp_path,
        "absent": tmp_path / "no.csv",
        "inside a file": tmp_path / "file" / "no.csv",
    }[kind]
    with pytest.raises(errors.FileNotReadable):
        opencoesione.check(path)


def test_a_sentence_is_in_the_readers_language_alone(tmp_path) -> None:
    with pytest.raises(errors.FileNotReadable) as caught:
        opencoesione.check(tmp_path)
    assert "folder" not in error_sentence(caught.value, "it")
    assert "cartella" not in error_sentence(caught.value, "en")


def test_a_missing_column_error_names_the_closest_match(tmp_path, operation, write_opencoesione):
    rename = {"TOT_PAGAMENTI": "TOT_PAGAMENTO"}
    file = write_opencoesione(
        tmp_path / "f.csv", [operation("OP1")], rename=lambda name: rename.get(name, name)
    )
    with pytest.raises(errors.MissingColumns) as caught:
        opencoesione.check(file)
    assert caught.value.facts["missing"] == ["TOT_PAGAMENTI"]
    assert "TOT_PAGAMENTO" in error_sentence(caught.value, "it")


def test_an_unreadable_own_date_asks_for_the_edition(
    tmp_path, database, operation, write_opencoesione
) -> None:
    file = write_opencoesione(tmp_path / "f.csv", [operation("OP1", DATA_AGGIORNAMENTO="20240832")])
    with pytest.raises(errors.EditionUnknown) as caught:
        opencoesione.load(database, opencoesione.check(file), None)
    assert "20240832" in error_sentence(caught.value, "it")


def test_a_file_whose_rows_are_all_refused_is_said_with_the_first_line(
    tmp_path, database, operation, write_opencoesione
) -> None:
    for name in ("f.csv", "f.parquet"):
        file = write_opencoesione(tmp_path / name, [operation(""), operation("")])
        with pytest.raises(errors.NothingUsable) as caught:
            opencoesione.load(database, opencoesione.check(file), EDITION)
        assert "None" not in error_sentence(caught.value, "it")


def test_a_warehouse_is_unchanged_after_a_fault_in_the_second_file(
    tmp_path, operation, write_opencoesione
) -> None:
    link = tmp_path / "w.duckdb"
    good = write_opencoesione(tmp_path / "good.csv", [operation("OP1")])
    import_files("opencoesione", [good], link, EDITION)
    target, before = link.resolve(), link.read_bytes()
    better = write_opencoesione(tmp_path / "better.csv", [operation("OP2")])
    bad = write_opencoesione(tmp_path / "bad.csv", [operation("")])
    with pytest.raises(errors.NothingUsable):
        import_files("opencoesione", [better, bad], link, EDITION)
    assert (link.resolve(), link.read_bytes()) == (target, before)
    assert reader(link).cursor().execute("select count(*) from ledger.file").fetchone() == (1,)
    assert [p.name for p in tmp_path.glob(".w.duckdb.*building*")] == []


@pytest.mark.parametrize(
    "name",
    [
        "dati (1).csv",
        "dati[1].csv",
        "dati*.csv",
        'l\'anno "nuovo".csv',
        "dati;.csv",
        "città.csv",
        "dati.csv.gz",
        "dati.csv.zst",
        "senza_estensione",
        "a?b.csv",
        "{x}.csv",
    ],
)
def test_any_name_a_file_may_have_is_read_as_that_file(
    tmp_path, database, operation, write_opencoesione, name
) -> None:
    write_opencoesione(tmp_path / "dati1.csv", [operation("OTHER"), operation("OTHER2")])
    file = write_opencoesione(tmp_path / name, [operation("OP1")])
    report = opencoesione.load(database, opencoesione.check(file), EDITION)
    assert report.file_name == name
    keys = database.execute(f"select {KEY} from raw.opencoesione_operations").fetchall()
    assert keys == [("OP1",)]


def test_a_parquet_with_damaged_pages_is_said_in_a_sentence(
    tmp_path, database, operation, write_opencoesione
) -> None:
    file = write_opencoesione(tmp_path / "f.parquet", [operation(f"OP{n}") for n in range(50)])
    content = bytearray(file.read_bytes())
    content[4 : len(content) // 3] = bytes(len(content) // 3 - 4)
    file.write_bytes(content)
    with pytest.raises(errors.CruscottoError):
        opencoesione.load(database, opencoesione.check(file), EDITION)


def test_a_parquet_of_another_schema_lacks_columns(tmp_path) -> None:
    file = tmp_path / "other.parquet"
    parquet.write_table(pa.table({"a": [1], "b": [{"c": 2}]}), file)
    with pytest.raises(errors.MissingColumns):
        opencoesione.check(file)


def test_a_parquet_of_typed_columns_is_read_as_the_text_it_stands_for(
    tmp_path, database, operation
) -> None:
    row = operation("OP1")
    typed = {name: [row.get(name) or None] for name in COLUMNS}
    typed["FINANZ_TOTALE_PUBBLICO"] = [1234567.5]
    typed["FINANZ_UE_FSE"] = [None]
    typed["COD_REGIONE"] = [19]
    typed["OC_DATA_INIZIO_PROGETTO"] = [date(2020, 1, 15)]
    typed["DATA_AGGIORNAMENTO"] = [20240831]
    typed["CUP_COD_SETTORE"] = [11]
    file = tmp_path / "typed.parquet"
    parquet.write_table(pa.table(typed), file)
    report = opencoesione.load(database, opencoesione.check(file), None)
    assert (report.loaded, report.edition, report.field_issues) == (1, EDITION, 0)
    found = database.execute(
        "select FINANZ_TOTALE_PUBBLICO, COD_REGIONE, OC_DATA_INIZIO_PROGETTO "
        "from raw.opencoesione_operations"
    ).fetchone()
    assert found == ("1234567.5", "19", "2020-01-15")
