"""The quirks of every edition give the same rows; fields and rows that cannot be read are told."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from cruscotto.config import SQL
from cruscotto.model.opencoesione import COLUMNS, KEY
from cruscotto.sources import opencoesione
from cruscotto.sources.importing import import_files
from cruscotto.sources.values.numbers import Mark

EDITION = date(2024, 8, 31)
STAGED = (SQL / "staging" / "stg_opencoesione__operations.sql").read_text("utf-8")


@pytest.fixture
def load(tmp_path, database, write_opencoesione):
    """Return `load(rows, name, columns, **quirks)`: the account of a file of these rows."""

    def of(rows, name="f.csv", columns=COLUMNS, edition=EDITION, **quirks):
        file = write_opencoesione(tmp_path / name, rows, columns, **quirks)
        return opencoesione.load(database, opencoesione.check(file), edition)

    return of


def renamed(name: str) -> str:
    return "OC_MACROAREA_PROGETTO" if name == "OC_MACROAREA" else name


LAYOUTS = {
    "without a byte order mark": {"bom": False},
    "blanks as one space": {"blank": " "},
    "lower case": {"rename": str.lower},
    "title case": {"rename": str.title},
    "columns in another order": {"shuffle": 7},
    "unix newlines": {"newline": "\n"},
    "quotes where needed": {"quote_all": False},
    "the macro-area of 2026": {"rename": renamed},
    "201 columns": {"columns": (*COLUMNS, "NUOVA_1", "NUOVA_2", "NUOVA_3")[:201]},
    "202 columns": {"columns": (*COLUMNS, "NUOVA_1", "NUOVA_2", "NUOVA_3")[-202:]},
    "a Parquet file": {"name": "f.parquet"},
    "old macintosh newlines": {"newline": "\r"},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_a_file_gives_the_same_rows(load, database, operation, layout) -> None:
    rows = [
        operation("OP1", OC_TITOLO_PROGETTO='CORSO "A"; PRIMO\r\nANNO', OC_MACROAREA="Mezzogiorno"),
        operation("OP2", TOT_PAGAMENTI=""),
    ]
    report = load(rows, **LAYOUTS[layout])
    assert (report.read, report.loaded, report.field_issues) == (2, 2, 0)
    names = (KEY, "OC_TITOLO_PROGETTO", "OC_MACROAREA", "TOT_PAGAMENTI", "DATA_AGGIORNAMENTO")
    found = database.execute(
        f"select {', '.join(names)} from raw.opencoesione_operations order by 1"
    ).fetchall()
    # a line ending inside a field may become that of the file's other lines
    kept = [tuple((value or "").strip().splitlines() for value in row) for row in found]
    assert kept == [tuple(row.get(name, "").splitlines() for name in names) for row in rows]


def test_columns_the_contract_does_not_know_are_named_in_the_ledger(load, database, operation):
    load([operation("OP1")], columns=(*COLUMNS, "NUOVA"))
    assert database.execute("select unknown_columns from ledger.file").fetchone() == ("NUOVA",)


def test_rows_out_of_scope_are_counted_by_reason(load, operation) -> None:
    outside = {"FONDO_COMUNITARIO": "FESR", "FINANZ_UE_FSE": "", "CUP_COD_SETTORE": "03"}
    report = load(
        [
            operation("IN1"),
            operation("IN2", **{**outside, "FINANZ_UE_IOG": "0,01"}),
            operation("IN3", **{**outside, "CUP_COD_SETTORE": "11"}),
            operation("IN4", **{**outside, "FONDO_COMUNITARIO": "FESR:::FSE"}),
            operation("OUT1", **outside),
            operation("OUT2", OC_FLAG_VISUALIZZAZIONE="1"),
            operation("OUT3", OC_FLAG_VISUALIZZAZIONE="2"),
            operation("OUT4", OC_FLAG_VISUALIZZAZIONE="3"),
        ]
    )
    assert (report.read, report.loaded) == (8, 4)
    assert report.out_of_scope == {
        "neither_esf_nor_training": 1,
        "flagged_duplicate": 1,
        "flagged_excluded": 2,
    }


def test_a_record_that_gathers_others_is_out_of_scope_even_without_a_display_flag(
    load, operation
) -> None:
    """Seen with a file of June 2026: 300,000 euro and the record of their sum gave 600,000."""
    rows = [
        operation("OP1", OC_FLAG_AGGREGATO="0"),
        operation("OP2", OC_FLAG_AGGREGATO="0,0"),
        operation("SUM", OC_FLAG_AGGREGATO="1"),
    ]
    columns = [name for name in COLUMNS if name != "OC_FLAG_VISUALIZZAZIONE"]
    report = load(rows, columns=(*columns, "OC_FLAG_AGGREGATO"))
    assert (report.loaded, report.out_of_scope) == (2, {"flagged_aggregate": 1})
    assert report.unknown_columns == ()


def test_a_code_seen_twice_counts_once_where_its_other_record_is_of_another_fund(
    load, operation
) -> None:
    """PR Molise publishes `CUP---programme` twice: its part of the Social Fund and another."""
    other = {"FONDO_COMUNITARIO": "FESR", "FINANZ_UE_FSE": "", "CUP_COD_SETTORE": "03"}
    code = "G00A00000000001---2021IT16FFPR001"
    report = load([operation(code), operation(code, **other)])
    assert (report.loaded, report.out_of_scope) == (1, {"neither_esf_nor_training": 1})


@pytest.mark.parametrize(
    ("column", "value", "typed", "read"),
    [
        ("OC_DATA_INIZIO_PROGETTO", "31/08/2024", "start_date", "2024-08-31"),
        ("OC_DATA_INIZIO_PROGETTO", "45535", "start_date", "2024-08-31"),
        ("OC_DATA_INIZIO_PROGETTO", "31 agosto 2024", "start_date", "2024-08-31"),
        ("TOT_PAGAMENTI", "1.234,56", "payments_eur", "1234.56"),
        ("TOT_PAGAMENTI", "€ 1.234", "payments_eur", "1234.00"),
        ("TOT_PAGAMENTI", "NaN", "payments_eur", None),
        ("TOT_PAGAMENTI", "n.d.", "payments_eur", None),
        ("TOT_PAGAMENTI", "-", "payments_eur", None),
        ("TOT_PAGAMENTI", "1E+3", "payments_eur", "1000.00"),
        ("TOT_PAGAMENTI", "1,25E+03", "payments_eur", "1250.00"),
    ],
)
def test_a_field_written_in_another_usual_way_is_read(
    load, database, operation, column, value, typed, read
) -> None:
    report = load([operation("OP1", **{column: value}), operation("OP2")])
    found = database.execute(
        f"select cast({typed} as varchar) from ({STAGED}) as staged where operation_code = 'OP1'"
    ).fetchone()
    # of a lone `1.234` only the decimals of others show that it is a thousand
    doubts = 1 if value == "€ 1.234" else 0
    assert (report.field_issues, found) == (doubts, (read,))


@pytest.mark.parametrize("value", ["9999-12-31", "99991231", "1900-01-01", "31/12/9999", "2018"])
def test_a_day_that_only_marks_that_there_is_none_is_no_day(
    load, database, operation, value
) -> None:
    report = load([operation("OP1", OC_DATA_INIZIO_PROGETTO=value), operation("OP2")])
    found = database.execute(
        f"select start_date from ({STAGED}) as staged where operation_code = 'OP1'"
    ).fetchone()
    assert (report.field_issues, found) == (1, (None,))
    assert database.execute("select value from ledger.field_issue").fetchall() == [(value,)]


def test_codes_that_a_data_frame_took_for_numbers_are_codes_again(
    load, database, operation
) -> None:
    changes = {"OC_FLAG_VISUALIZZAZIONE": "0.0", "COD_REGIONE": "4.0", "COD_PROVINCIA": "4021.0"}
    report = load([operation("OP1", **changes, CUP_COD_SETTORE="11.0", OC_COD_CICLO="2.0")])
    assert report.loaded == 1
    found = database.execute(
        "select COD_REGIONE, COD_PROVINCIA, OC_COD_CICLO from raw.opencoesione_operations"
    ).fetchone()
    assert found == ("004", "004021", "2")


def test_a_flag_that_cannot_be_read_excludes_nothing_and_is_recorded(
    load, database, operation
) -> None:
    report = load([operation("OP1", OC_FLAG_VISUALIZZAZIONE="boh"), operation("OP2")])
    assert (report.loaded, report.field_issues) == (2, 1)


def test_thousandths_of_a_parquet_file_are_no_thousands(database, operation, tmp_path) -> None:
    amounts = [123.456, 1000.0, 0.125, 176485.074]
    rows = [operation(f"OP{n}") for n in range(len(amounts))]
    table = pa.table({name: [row.get(name, "") for row in rows] for name in COLUMNS})
    place = table.schema.get_field_index("TOT_PAGAMENTI")
    table = table.set_column(place, "TOT_PAGAMENTI", pa.array(amounts))
    parquet.write_table(table, tmp_path / "doubles.parquet")
    file = opencoesione.check(tmp_path / "doubles.parquet")
    report = opencoesione.load(database, file, EDITION)
    found = database.execute(f"select sum(payments_eur) from ({STAGED}) as staged").fetchone()
    assert (report.loaded, str(found[0])) == (4, "177608.66")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("OC_DATA_INIZIO_PROGETTO", "20171232"),
        ("OC_DATA_INIZIO_PROGETTO", "20150700"),
        ("OC_DATA_INIZIO_PROGETTO", "20230229"),
        ("OC_DATA_INIZIO_PROGETTO", "2024083"),
        ("OC_DATA_INIZIO_PROGETTO", "20240831999"),
        ("OC_DATA_INIZIO_PROGETTO", "20240831 circa"),
        ("OC_DATA_INIZIO_PROGETTO", "202408"),
        ("TOT_PAGAMENTI", "molto"),
        ("TOT_PAGAMENTI", "1e400"),
        ("TOT_PAGAMENTI", "99999999999999999999,00"),
        ("TOT_PAGAMENTI", "1_000"),
        ("TOT_PAGAMENTI", "45,6%"),
    ],
)
def test_an_impossible_field_loads_its_row_and_is_recorded(
    load, database, operation, column, value
) -> None:
    report = load([operation("OP1", **{column: value}), operation("OP2")])
    assert (report.loaded, report.field_issues) == (2, 1)
    issue = database.execute(
        "select row_number, operation_code, column_name, value from ledger.field_issue"
    ).fetchone()
    assert issue == (1, "OP1", column, value)


def test_the_place_of_a_field_issue_is_its_own_row_even_beside_a_row_out_of_scope(
    load, database, operation
) -> None:
    load(
        [
            operation("OP1", OC_FLAG_VISUALIZZAZIONE="1"),
            operation("OP2"),
            operation("OP1", TOT_PAGAMENTI="molto"),
        ]
    )
    assert database.execute("select row_number from ledger.field_issue").fetchall() == [(3,)]


def test_a_refused_row_has_its_line_and_its_reason(load, operation) -> None:
    report = load(
        [
            operation("OP1", OC_TITOLO_PROGETTO="SU\r\nTRE\r\nRIGHE"),
            operation(""),
            operation("OP2"),
            operation("OP1"),
            operation("  "),
        ]
    )
    found = [(r.line_number, r.reason) for r in sorted(report.refused, key=lambda r: r.line_number)]
    assert found == [(5, "missing_key"), (7, "duplicate_key"), (8, "missing_key")]


def damaged(path, line, change):
    lines = path.read_bytes().split(b"\r\n")
    lines[line - 1] = change(lines[line - 1])
    path.write_bytes(b"\r\n".join(lines))
    return path


def test_broken_records_have_their_line_and_their_reason(
    tmp_path, database, operation, write_opencoesione
) -> None:
    file = write_opencoesione(tmp_path / "f.csv", [operation(f"OP{n}") for n in range(1, 7)])
    damaged(file, 3, lambda line: line.rsplit(b";", 3)[0])
    damaged(file, 5, lambda line: line + b';"di";"troppo"')
    report = opencoesione.load(database, opencoesione.check(file), EDITION)
    assert (report.read, report.loaded) == (6, 4)
    found = [(r.line_number, r.reason, r.original_text[:5].strip('"')) for r in report.refused]
    assert [f[:2] for f in found] == [(3, "too_few_fields"), (5, "too_many_fields")]


def test_a_refused_row_can_be_found_again_by_its_key(
    tmp_path, database, operation, write_opencoesione
) -> None:
    file = write_opencoesione(tmp_path / "f.csv", [operation("OP1"), operation("OP2")])
    damaged(file, 2, lambda line: line.rsplit(b";", 3)[0])
    report = opencoesione.load(database, opencoesione.check(file), EDITION)
    assert [r.original_text.split(";")[0].strip('"') for r in report.refused] == ["OP1"]


def test_two_files_with_broken_records_in_one_go_each_keep_their_own(
    tmp_path, database, operation, write_opencoesione
) -> None:
    reports = []
    for name, line in (("a", 2), ("b", 3)):
        rows = [operation(f"{name}{n}") for n in range(3)]
        file = write_opencoesione(tmp_path / f"{name}.csv", rows)
        damaged(file, line, lambda content: content.rsplit(b";", 3)[0])
        reports.append(opencoesione.load(database, opencoesione.check(file), EDITION))
    assert [(r.read, r.loaded, [x.line_number for x in r.refused]) for r in reports] == [
        (3, 2, [2]),
        (3, 2, [3]),
    ]


@pytest.mark.parametrize("size", [200_000, 3_000_000])
def test_a_huge_field_is_loaded_or_refused_and_never_lost(load, operation, size) -> None:
    report = load([operation("OP1", OC_TITOLO_PROGETTO="X" * size), operation("OP2")])
    assert report.read == report.loaded + len(report.refused) == 2


def test_the_same_bytes_in_one_edition_are_known(load, operation) -> None:
    first, again = load([operation("OP1")]), load([operation("OP1")], name="copy.csv")
    assert (first.already_there, again.already_there) == (False, True)
    other = load([operation("OP1")], edition=date(2024, 6, 30))
    assert other.already_there is False


def test_amounts_that_all_read_in_two_ways_are_read_again_with_the_sign_named(
    tmp_path, operation, write_opencoesione
) -> None:
    rows = [operation(f"OP{n}", TOT_PAGAMENTI=f"{n}.250") for n in (1, 2)]
    path = write_opencoesione(tmp_path / "o.csv", rows)
    first = import_files("opencoesione", [path], tmp_path / "w.duckdb", is_trial=True).files[0]
    assert [(one.column, one.reason, one.count) for one in first.unread] == [
        ("TOT_PAGAMENTI", "ambiguous_number", 2)
    ]
    again = import_files(
        "opencoesione", [path], tmp_path / "w.duckdb", is_trial=True, decimal=Mark.COMMA
    )
    assert again.files[0].unread == ()


def test_a_key_with_a_stray_quotation_mark_is_refused(load, database, operation) -> None:
    report = load([operation("OP1"), operation('OP2"'), operation('OP"3"')], quote_all=False)
    assert (report.read, report.loaded) == (3, 2)
    assert [(one.line_number, one.reason) for one in report.refused] == [(3, "stray_quote")]


def test_a_key_that_a_spreadsheet_rounded_is_refused(load, operation) -> None:
    report = load([operation("OP1"), operation("1,23457E+12"), operation("1E5")])
    assert (report.read, report.loaded) == (3, 2)
    assert [(one.line_number, one.reason) for one in report.refused] == [(3, "rounded_code")]


def test_a_code_with_a_stray_quotation_mark_is_entered(load, database, operation) -> None:
    rows = [operation("OP1"), operation("OP2", OC_CODICE_PROGRAMMA='2014IT05SFOP014"')]
    assert load(rows).field_issues == 1
    found = database.execute(
        "select row_number, column_name, value, reason from ledger.field_issue"
    ).fetchall()
    assert found == [(2, "OC_CODICE_PROGRAMMA", '2014IT05SFOP014"', "stray_quote")]


@pytest.mark.parametrize(("written", "issues"), [('CORSO"', 1), ('"CORSO ""A"""', 0)])
def test_words_with_a_stray_mark_are_entered_where_the_file_has_one(
    load, database, operation, tmp_path, write_opencoesione, written, issues
) -> None:
    # of a title cut after an opening mark the file itself is sound
    path = write_opencoesione(
        tmp_path / "w.csv",
        [operation("OP1", OC_TITOLO_PROGETTO="TITOLO", OC_DENOM_BENEFICIARIO='ENTE "A')],
        COLUMNS,
        quote_all=False,
    )
    path.write_text(path.read_text("utf-8-sig").replace("TITOLO;", f"{written};", 1), "utf-8")
    report = opencoesione.load(database, opencoesione.check(path), EDITION)
    found = database.execute(
        "select column_name from ledger.field_issue where column_name = 'OC_TITOLO_PROGETTO'"
    ).fetchall()
    assert (report.loaded, len(found)) == (1, issues)


def test_thousands_that_only_decimals_of_others_show_are_entered(load, database, operation) -> None:
    rows = [operation("OP1", TOT_PAGAMENTI="500.000"), operation("OP2", TOT_PAGAMENTI="500,00")]
    assert load(rows).field_issues == 1
    assert database.execute("select value, reason from ledger.field_issue").fetchall() == [
        ("500.000", "inferred_thousands")
    ]


def test_days_that_would_be_of_one_month_with_the_month_first_are_entered(
    load, database, operation
) -> None:
    days = ("10/01/2024", "10/02/2024", "10/03/2024", "10/10/2024")
    rows = [operation(f"OP{n}", OC_DATA_INIZIO_PROGETTO=day) for n, day in enumerate(days)]
    assert load(rows).field_issues == 3
    found = database.execute("select distinct reason from ledger.field_issue").fetchall()
    assert found == [("perhaps_month_first",)]
