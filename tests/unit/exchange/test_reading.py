"""What the importer of exchange files promises of one file and of a delivery."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cruscotto.config import SQL
from cruscotto.errors import (
    CruscottoError,
    EditionUnknown,
    EmptyFile,
    IncompleteDelivery,
    MissingColumns,
    NoSuchFile,
    NothingUsable,
    UnknownTracciato,
    UnsafeArchive,
    WrongLayout,
)
from cruscotto.model.puc.tracciati import TRACCIATI
from cruscotto.sources.contracts.templates import dictionary, template
from cruscotto.sources.importing import import_files
from cruscotto.sources.puc import importing as puc
from cruscotto.sources.puc import package as puc_package
from cruscotto.sources.puc.errors import RepeatedTracciato
from cruscotto.sources.puc.package import edition_of, tracciato_of, unpacked
from cruscotto.sources.rows_gone import enter_gone
from cruscotto.warehouse import reader

DAY = date(2020, 1, 31)
ROW = "OP1|P1|P|10/05/2018|600,50|A||"


@pytest.fixture
def con():
    con = duckdb.connect(config={"threads": 1})
    for name in ("ledger", "raw_puc"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    return con


@pytest.fixture
def read(con, tmp_path):
    """Return `read(text, code="FN06")`: the account of a file of that text."""

    def read(text: str, code: str = "FN06", edition: date | None = DAY):
        path = tmp_path / f"{code}.txt"
        path.write_text(text, "utf-8", newline="")
        return puc.load(con, puc.check(path), edition)

    return read


def adds_up(report) -> bool:
    counted = report.loaded + sum(report.out_of_scope.values()) + report.refused_count
    return report.read == counted


def refused(con) -> list[tuple[int, str]]:
    return con.execute(
        "select line_number, reason from ledger.refused_row order by line_number"
    ).fetchall()


# ---------------------------------------------------------------- one declaration, four uses
@pytest.mark.parametrize("code", TRACCIATI)
def test_the_raw_table_has_the_columns_and_types_of_the_tracciato(con, code) -> None:
    contract = TRACCIATI[code]
    found = dict(
        con.execute(
            f"select column_name, column_type from (describe raw.{contract.name})"
        ).fetchall()
    )
    notes = {"file_id": "VARCHAR", "fault": "VARCHAR", "unread": "VARCHAR"}
    assert found == notes | {field.name: field.sql_type for field in contract.fields}


@pytest.mark.parametrize("code", TRACCIATI)
def test_template_and_dictionary_come_from_the_declaration(code) -> None:
    contract = TRACCIATI[code]
    names = [name.upper() for name in contract.columns]
    assert template(f"puc_{code.lower()}").decode().strip().split("|") == names
    assert [row["column"] for row in dictionary("puc", "it") if row["column"].startswith(code)] == [
        f"{code}.{name}" for name in contract.columns
    ]


@pytest.mark.parametrize("code", TRACCIATI)
def test_the_template_is_a_file_the_importer_knows(code, tmp_path) -> None:
    path = tmp_path / f"{code}.txt"
    path.write_bytes(template(f"puc_{code.lower()}") + b"|".join([b"x"] * 3))
    assert puc.check(path).has_header


# ---------------------------------------------------------------- quirks of one file
@pytest.mark.parametrize(
    "text",
    [
        ROW + "\n",
        ROW,
        ROW + "\r\n",
        ROW + "|\n",
        ROW.rsplit("|", 1)[0] + "\n",
        "\ufeff" + ROW,
        " OP1 | P1|p|10/05/2018 |600,50 |A||\n",
        ROW.replace("600,50", "600.50"),
    ],
    ids=["plain", "no end", "dos", "last separator", "no flag", "bom", "blanks", "point"],
)
def test_a_record_is_read_whatever_the_accidents_of_its_file(con, read, text) -> None:
    assert read(text).loaded == 1
    assert con.execute(
        "select cod_locale_progetto, cod_pagamento, tipologia_pag, data_pagamento, importo_pag "
        "from raw.puc_fn06"
    ).fetchall() == [("OP1", "P1", "P", date(2018, 5, 10), Decimal("600.50"))]


def test_a_header_tells_columns_in_any_order(con, read) -> None:
    header = "IMPORTO_PAG|Cod_Locale_Progetto|COD_PAGAMENTO|TIPOLOGIA_PAG|DATA_PAGAMENTO|ALTRO"
    report = read(f"{header}\n1,00|OP1|P1|R|01/02/2019|x\n")
    assert (report.loaded, report.unknown_columns) == (1, ("altro",))
    assert con.execute("select importo_pag from raw.puc_fn06").fetchall() == [(1,)]


def test_logical_deletion_is_out_of_scope(con, read) -> None:
    report = read(f"{ROW}\n{ROW}S\nOP2|P9|X|??|S|A||S\n")
    assert (report.read, report.loaded, report.out_of_scope) == (3, 1, {"logically_deleted": 2})
    assert adds_up(report)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("OP1", "", "missing_cod_locale_progetto"),
        ("|P|", "|X|", "unreadable_tipologia_pag"),
        ("10/05/2018", "31/02/2018", "unreadable_data_pagamento"),
        ("10/05/2018", "2018-05-10", "unreadable_data_pagamento"),
        ("600,50", "1.000,00", "unreadable_importo_pag"),
        ("600,50", "1.000", "unreadable_importo_pag"),
        ("600,50", "-3,00", "unreadable_importo_pag"),
        ("600,50", "", "missing_importo_pag"),
        ("600,50", "1e3", "unreadable_importo_pag"),
        ("|P1", "", "too_few_fields"),
        ("|A||", "|A|||x|y", "too_many_fields"),
    ],
)
def test_a_row_that_would_falsify_a_sum_is_refused_with_line_reason_and_text(
    con, read, old, new, reason
) -> None:
    report = read(f"{ROW}\n{ROW.replace(old, new)}\nOP3{ROW[3:]}\n")
    assert (report.loaded, refused(con), adds_up(report)) == (2, [(2, reason)], True)


AP00 = "OP{}|CORSO|DI 600 ORE|02.11|G00A1|Z|01/03/2018|31/12/2019|10/12/2019|||"
SHIFTED = AP00.replace("CORSO", "CORSO A|B").format(2)


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ([AP00.format(1), SHIFTED, AP00.format(3)], (2, "too_many_fields")),
        # of two lines neither is most: the protocol's own number decides
        ([AP00.format(1), SHIFTED], (2, "too_many_fields")),
        ([SHIFTED, AP00.format(1), AP00.format(3)], (1, "too_many_fields")),
        ([AP00.format(1), SHIFTED.replace("600", "|6|00")], (2, "too_many_fields")),
        ([AP00.format(1) + "|", SHIFTED, AP00.format(3) + "|"], (2, "shifted_fields")),
        ([AP00.format(1) + "|", SHIFTED + "|", AP00.format(3) + "|"], (2, "too_many_fields")),
        ([AP00.format(1)[:-1], SHIFTED[:-1], AP00.format(3)[:-1]], (2, "too_many_fields")),
    ],
    ids=["second", "of two", "first", "three", "end left out", "with an end", "without a flag"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_separator_within_a_text_refuses_its_record_alone(con, read, lines, where, end) -> None:
    report = read(end.join(lines) + end, "AP00")
    assert (report.loaded, refused(con), adds_up(report)) == (len(lines) - 1, [where], True)
    assert con.execute("select distinct cup from raw.puc_ap00").fetchall() == [("G00A1",)]
    (text,) = con.execute("select original_text from ledger.refused_row").fetchone()
    assert text.count("|") == lines[where[0] - 1].count("|")


def test_a_file_of_one_record_that_a_separator_shifted_holds_nothing_usable(read) -> None:
    with pytest.raises(NothingUsable) as error:
        read(SHIFTED, "AP00")
    assert error.value.facts["reason"] == "shifted_fields"


def test_the_second_row_of_a_key_is_refused(con, read) -> None:
    report = read(f"{ROW}\n{ROW.replace('600,50', '1,00')}\n{ROW.replace('P1', 'P2')}\n")
    assert (report.loaded, refused(con)) == (2, [(2, "duplicate_row")])
    assert con.execute("select sum(importo_pag) from raw.puc_fn06").fetchone() == (1201,)


def test_a_code_that_a_spreadsheet_rounded_is_refused(con, read) -> None:
    report = read(f"{ROW}\n{ROW.replace('P1', '1.5E+12')}\n")
    assert (report.loaded, refused(con)) == (1, [(2, "rounded_code")])


def test_a_code_of_the_second_of_two_joined_files_is_refused_for_its_mark_of_order(
    con, read
) -> None:
    report = read(f"{ROW}\n\ufeff{ROW.replace('P1', 'P2')}\n")
    assert (report.loaded, refused(con)) == (1, [(2, "invisible_character")])


def test_a_quotation_mark_without_its_other_one_is_no_part_of_a_code(con, read) -> None:
    row = 'OP1|CORSO 24"|S|02.11|CUP|1|01/03/2018|31/12/2019||||'
    others = [row.replace("OP1", 'OP2"'), row.replace("OP1", "OP3").replace("CUP", '"CUP')]
    report = read("\n".join([row, *others]) + "\n", "AP00")
    assert (report.loaded, refused(con)) == (2, [(2, "stray_quote")])
    found = con.execute("select column_name, value, reason from ledger.field_issue").fetchall()
    assert found == [("cup", '"CUP', "stray_quote")]


def test_other_fields_are_left_empty_and_told(con, read) -> None:
    row = "OP1|T|S|02.11|CUP|Z|01/03/2018|32/12/2019|domani|||"
    assert read(row, "AP00").field_issues == 2
    assert con.execute(
        "select row_number, operation_code, column_name, value, reason from ledger.field_issue"
    ).fetchall() == [
        (1, "OP1", "data_fine_effettiva", "domani", "unreadable_field"),
        (1, "OP1", "data_fine_prevista", "32/12/2019", "unreadable_field"),
    ]


def test_no_personal_tax_code_reaches_the_warehouse(con, read) -> None:
    person = "RSSMRA80A01H501U"
    other = "VRDLGI75B02F205X"
    read(f"OP1|P1|P|10/05/2018|{person}|N|1|3,00|\nOP1|P1|P|10/05/2018|{other}|N|1|4,00|\n", "FN08")
    read(f"OP1|2|{person}|N||ROSSI MARIO|1.1.10|||\nOP1|2||N||BIANCHI|1.1||{other}|\n", "SC00")
    read("OP1|BORSA A MARIO ROSSI|S|02.11|CUP|Z|01/03/2018|31/12/2019||||\n", "AP00")
    assert con.execute("select count(*), sum(importo) from raw.puc_fn08").fetchone() == (2, 7)
    kept = con.execute("select titolo_progetto from raw.puc_ap00").fetchall()
    for table in ("raw.puc_fn08", "raw.puc_sc00", "ledger.refused_row", "raw.puc_ap00"):
        kept += con.execute(f"select * from {table}").fetchall()
    said = str(kept)
    assert not any(word in said for word in (person, other, "ROSSI", "BIANCHI"))


@pytest.mark.parametrize(
    ("title", "bodies", "cost"),
    [
        ("CORSO A MARIO ROSSI", "OP1|4|RSSMRA80A01H501U|N||ROSSI MARIO|1.1.10|||", "900000,00"),
        ("CORSO A MARIO ROSSI (RSSMRA80A01H501U)", "", "900000,00"),
        ("CORSO A MARIO ROSSI (RSS MRA 80A01 H501U)", "", "900000,00"),
        ("CORSO AL SIG. MARIO ROSSI", "", "900000,00"),
        ("TIROCINIO MARIO ROSSI", "", "3000,00"),
    ],
)
@pytest.mark.parametrize("order", [("AP00", "FN00", "SC00"), ("SC00", "FN00", "AP00")])
def test_a_title_that_names_a_person_is_masked_as_in_published_files(
    con, read, title, bodies, cost, order
) -> None:
    files = {
        "AP00": f"OP1|{title}|{title}|06.01|CUP|Z|01/03/2018|31/12/2019||||",
        "FN00": f"OP1|FSE|99999|99999|019082053|9999|{cost}|",
        "SC00": f"{bodies or 'OP1|2|01234567890|N||ENTE ALFA|1.7.90|||'}",
    }
    for code in order:
        read(f"{files[code]}\n", code)
    kept = con.execute("select titolo_progetto, sintesi_prg from raw.puc_ap00").fetchall()
    assert kept == [("[NOMINATIVO OMESSO]", "[NOMINATIVO OMESSO]")]


def test_a_large_grant_and_one_of_unknown_cost_keep_their_title(con, read) -> None:
    row = "OP1|VOUCHER PER CUOCHI|S|06.01|CUP|Z|01/03/2018|31/12/2019||||\n"
    read(row + row.replace("OP1", "OP2"), "AP00")
    read("OP1|FSE|99999|99999|019082053|9999|50000,01|\n", "FN00")
    kept = con.execute("select distinct titolo_progetto from raw.puc_ap00").fetchall()
    assert kept == [("VOUCHER PER CUOCHI",)]


def test_a_contact_is_taken_out_of_the_words_of_an_operation(con, read) -> None:
    read("OP1|CORSO|a@b.it|02.11|CUP|Z|01/03/2018|31/12/2019||||\n", "AP00")
    assert con.execute("select sintesi_prg from raw.puc_ap00").fetchone() == ("[RECAPITO OMESSO]",)


# ---------------------------------------------------------------- mutated files
def test_another_separator_is_said_with_what_was_expected(read) -> None:
    with pytest.raises(WrongLayout) as error:
        read(ROW.replace("|", ";"))
    assert (error.value.facts["found"], error.value.facts["expected"]) == (1, 8)


def test_swapped_columns_without_a_header_leave_nothing_usable(read) -> None:
    with pytest.raises(NothingUsable) as error:
        read("OP1|P1|10/05/2018|P|600,50|A||\n" * 3)
    assert error.value.facts["reason"] == "unreadable_tipologia_pag"


def test_a_header_without_the_amount_names_what_is_missing(read) -> None:
    with pytest.raises(MissingColumns) as error:
        read("COD_LOCALE_PROGETTO|COD_PAGAMENTO|TIPOLOGIA_PAG|DATA_PAGAMENTO|IMPORTO\nOP1|||||\n")
    assert error.value.facts["missing"] == ["importo_pag"]
    assert "importo" in error.value.facts["similar"]


def test_an_empty_file_and_one_without_a_date_are_said(read) -> None:
    with pytest.raises(EmptyFile):
        read(template("puc_fn06").decode())
    with pytest.raises(EditionUnknown):
        read(ROW, edition=None)


@given(text=some.text(alphabet="OP1|,./0123456789 \n\r;\"'SXà", max_size=300))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_a_file_holds_its_rows_add_up_or_one_sentence_is_said(tmp_path, text) -> None:
    con = duckdb.connect(config={"threads": 1})
    for name in ("ledger", "raw_puc"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    path = tmp_path / "FN06.txt"
    path.write_text(f"{ROW}\n{text}\n", "utf-8", newline="")
    try:
        report = puc.load(con, puc.check(path), DAY)
    except CruscottoError:
        return
    assert adds_up(report)
    assert con.execute("select count(*) from raw.puc_fn06").fetchone() == (report.loaded,)


# ---------------------------------------------------------------- deliveries
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("FN06.txt", "FN06"),
        ("puc_fn10_2020.csv", "FN10"),
        ("RER_PR01-x.txt", "PR01"),
        ("FN060.txt", None),
        ("leggimi.txt", None),
        ("XFN06.txt", None),
    ],
)
def test_a_tracciato_is_known_by_its_files_name(name, code) -> None:
    assert tracciato_of(Path(name)) == code


def test_an_edition_is_in_the_name_of_the_file_or_of_its_folder() -> None:
    assert edition_of(Path("puc_20200131/FN06.txt")) == DAY
    assert edition_of(Path("x/FN06_2020-01-31.txt")) == DAY
    assert edition_of(Path("x/FN06_20200231.txt")) is None


@pytest.mark.parametrize("form", ["folder", "zip", "files"])
def test_a_folder_a_zip_and_single_files_give_the_same_warehouse(
    tmp_path, sound, write, form
) -> None:
    folder = write(sound("OP1", "OP2"))
    (folder / "leggimi.txt").write_text("note")
    paths = [path for path in folder.iterdir() if tracciato_of(path)]
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "fornitura_20200131.zip", "w") as archive:
            for path in folder.iterdir():
                archive.write(path, f"dati/{path.name}")
        paths = [tmp_path / "fornitura_20200131.zip"]
    elif form == "folder":
        paths = [folder]
    link = tmp_path / "w.duckdb"
    report = import_files("puc", paths, link)
    assert (len(report.files), report.edition) == (len(sound()), DAY)
    found = (
        reader(link)
        .cursor()
        .execute(
            "select sum(paid_eur), sum(committed_eur), sum(certified_eur), sum(selected_eur) "
            "from marts.money_month where slot = 'current'"
        )
    )
    assert found.fetchone() == (1200, 1800, 1000, 1900)
    assert import_files("puc", paths, link).files[0].already_there


def test_a_delivery_without_its_registry_is_said_and_changes_nothing(
    tmp_path, sound, write
) -> None:
    folder = write({code: rows for code, rows in sound().items() if code != "AP04"})
    with pytest.raises(IncompleteDelivery) as error:
        import_files("puc", [folder], tmp_path / "w.duckdb")
    assert error.value.facts["missing"] == ["AP04"]
    assert not (tmp_path / "w.duckdb").exists()


NO_DATA = {
    "__MACOSX/._FN06.txt": "system_file",
    ".FN06.txt": "system_file",
    "consegna/.DS_Store": "system_file",
    "~$FN06.txt": "lock_file",
    ".~lock.FN06.csv#": "lock_file",
    "FN06.txt.bak": "backup_copy",
    "FN06.txt~": "backup_copy",
    "FN06.pdf": "no_data_file",
    "FN06_esito.txt": "no_data_file",
    "ricevuta_FN06.txt": "no_data_file",
    "FN06.log": "no_data_file",
    "leggimi.txt": "no_tracciato",
}


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_what_is_no_data_in_a_delivery_is_ignored_and_said(tmp_path, sound, write, form) -> None:
    """Seen: a Mac's archive refused, and a backup of FN04 that replaced 1,800 euro by 200."""
    folder = write(sound("OP1", "OP2"))
    old = (folder / "FN06.txt").read_text("utf-8").replace("600,00", "1,00")
    for name in NO_DATA:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(old)
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "fornitura_20200131.zip", "w") as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        folder = tmp_path / "fornitura_20200131.zip"
    report = import_files("puc", [folder], tmp_path / "w.duckdb")
    assert len(report.files) == len(sound())
    wanted = {Path(name).name: reason for name, reason in NO_DATA.items()}
    assert {file.name: file.reason for file in report.ignored} == wanted
    assert {row["file"] for row in report.as_dict()["ignored"]} == set(wanted)
    cursor = reader(tmp_path / "w.duckdb").cursor()
    found = cursor.execute("select sum(paid_eur) from marts.money_month").fetchone()
    assert found == (1200,)
    kept = cursor.execute("select file_name, reason from ledger.ignored_file").fetchall()
    assert dict(kept) == wanted


def test_two_files_of_one_tracciato_are_refused_unless_they_are_parts(
    tmp_path, sound, write
) -> None:
    folder = write(sound("OP1"))
    part = {"FN06": sound("OP1")["FN06"]}
    for row in part["FN06"]:
        row |= {"cod_locale_progetto": "OP2"}
    (folder / "vecchio").mkdir()
    write(part)
    (folder / "FN06.txt").rename(folder / "vecchio" / "FN06.txt")
    write({"FN06": sound("OP1")["FN06"]})
    with pytest.raises(RepeatedTracciato) as error:
        import_files("puc", [folder], tmp_path / "w.duckdb")
    assert error.value.facts == {"tracciato": "FN06", "file": "FN06.txt", "other": "FN06.txt"}
    assert not (tmp_path / "w.duckdb").exists()
    report = import_files("puc", [folder], tmp_path / "w.duckdb", several=True)
    assert len(report.files) == len(sound()) + 1


def zipped(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", ["../FN06.txt", "/FN06.txt", "a/../../FN06.txt", "C:\\FN06.txt"])
def test_an_archive_that_leads_out_of_its_folder_is_refused(tmp_path, name) -> None:
    with pytest.raises(UnsafeArchive), unpacked([zipped(tmp_path / "x.zip", name, b"x")]):
        pass
    assert not (tmp_path.parent / "FN06.txt").exists()


def test_an_archive_that_swells_is_stopped(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(puc_package, "SMALL", 1000)
    bomb = zipped(tmp_path / "x.zip", "FN06.txt", b"0" * 3_000_000)
    with pytest.raises(UnsafeArchive), unpacked([bomb]):
        pass


def test_what_is_no_delivery_is_said(tmp_path) -> None:
    (tmp_path / "vuota").mkdir()
    (tmp_path / "x.zip").write_bytes(b"PK no")
    (tmp_path / "note.txt").write_text("x")
    for path, error in (
        (tmp_path / "vuota", UnknownTracciato),
        (tmp_path / "x.zip", UnsafeArchive),
        (tmp_path / "note.txt", UnknownTracciato),
        (tmp_path / "manca", NoSuchFile),
    ):
        with pytest.raises(error), unpacked([path]):
            pass


def test_a_later_file_of_one_edition_mends_the_operations_it_carries(load, sound) -> None:
    load(sound("OP1", "OP2"))
    mended = {"FN06": [row | {"importo_pag": "1,00"} for row in sound("OP2")["FN06"]]}
    con = load(mended)
    found = con.execute("select sum(amount_eur) from staging.stg_puc__payments").fetchone()
    assert found == (601,)


def test_a_record_of_the_delivery_before_is_missed_and_a_changed_state_is_not(con, read) -> None:
    later = date(2020, 3, 31)
    read(ROW + "\n" + ROW.replace("OP1", "OP2") + "\n")
    payments = read(ROW + "\n", edition=later)
    read("OP1|2|31/12/2019|\nOP2|2|31/12/2019|\n", "PR01")
    states = read("OP1|4|31/03/2020|\nOP2|2|31/12/2019|\n", "PR01", later)
    enter_gone(con, "puc", [payments, states])
    assert (payments.gone.rows, states.gone) == (1, None)
    found = con.execute("select operation_code, reason from ledger.field_issue").fetchall()
    assert found == [("OP2", "row_gone")]
