"""What the importer of participations promises, on files of a few rows."""

import csv
import hashlib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
import pytest

from cruscotto.config import SQL
from cruscotto.errors import (
    BinaryFile,
    DuplicateColumns,
    EditionUnknown,
    EmptyFile,
    FileNotReadable,
    MissingColumns,
    NothingUsable,
    TruncatedFile,
    UnknownName,
    WrongEncoding,
)
from cruscotto.model.fields import Field, Kind, row_model
from cruscotto.model.participations import CONTRACT
from cruscotto.sources.contracts import templates
from cruscotto.sources.contracts.people_and_claims import PARTICIPATIONS

EDITION = date(2026, 8, 31)
TAX_CODE = "RSSMRA80A01H501U"
LEAVER = {
    "participation_id": "PT1",
    "person_id": "P01",
    "operation_code": "OP-1",
    "region": "ITG1",
    "province": "PA",
    "sex": "F",
    "age_at_entry": "31",
    "education_isced": "3",
    "status_at_entry": "unemployed",
    "disability": "false",
    "migrant": "false",
    "minority": "false",
    "homeless": "false",
    "rural": "true",
    "other_disadvantage": "false",
    "entry_date": "2024-01-10",
    "exit_date": "2024-06-30",
    "exit_reason": "completed",
    "hours_planned": "300",
    "hours_attended": "280,5",
    "qualification": "true",
    "status_28d": "searching",
    "status_6m": "employed",
    "status_12m": "employed",
    "outcome_source": "register",
    "contract_type_6m": "fixed_term",
    "occupation_code_6m": "5221",
    "improved_6m": "",
}


def row(number, **values):
    return LEAVER | {"participation_id": f"PT{number}", "person_id": f"P{number:02}"} | values


def write(path, rows, delimiter=";", bom="", columns=None):
    columns = columns or list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(bom)
        writer = csv.DictWriter(file, columns, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def warehouse():
    con = duckdb.connect(config={"threads": 1})  # a few rows gain nothing from more
    for name in ("ledger", "raw_participations"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    return con


@pytest.fixture
def load(warehouse, tmp_path):
    def load(*rows, name="participations.csv", edition=EDITION, **options):
        path = rows[0] if isinstance(rows[0], Path) else write(tmp_path / name, rows, **options)
        return PARTICIPATIONS.load(warehouse, PARTICIPATIONS.check(path), edition)

    return load


@pytest.fixture
def ask(warehouse):
    return lambda sql: warehouse.execute(sql).fetchall()


def refused(ask):
    return ask("select line_number, reason from ledger.refused_row order by 1")


def findings(ask):
    return ask(
        "select row_number, column_name, value, reason from ledger.field_issue order by 1, 2, 4"
    )


def test_a_good_row_is_loaded_with_typed_values(load, ask):
    report = load(row(1))
    assert (report.read, report.loaded, report.refused_count, report.field_issues) == (1, 1, 0, 0)
    [found] = ask(
        "select age_at_entry, entry_date, hours_attended, rural, improved_6m, row_number "
        "from raw.participations"
    )
    assert found == (31, date(2024, 1, 10), Decimal("280.50"), True, None, 1)


def test_the_raw_table_has_the_columns_and_types_of_the_contract(ask):
    found = dict(ask("select column_name, column_type from (describe raw.participations)"))
    wanted = {field.name: field.sql_type for field in CONTRACT.fields}
    wanted |= {f"{name}_is_unread": "BOOLEAN" for name in CONTRACT.with_default}
    assert found == {"file_id": "VARCHAR", "row_number": "BIGINT"} | wanted


def test_what_is_loaded_is_a_row_of_the_pydantic_model(load, warehouse):
    load(row(1), row(2, sex="m", status_at_entry="EMPLOYED", improved_6m="Sì", exit_date=""))
    cursor = warehouse.execute(f"select {', '.join(CONTRACT.columns)} from raw.participations")
    names = [column[0] for column in cursor.description]
    model = row_model(CONTRACT.name, CONTRACT.fields)
    for values in cursor.fetchall():
        model(**dict(zip(names, values, strict=True)))


@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_delimiter_bom_order_and_case_of_columns_do_not_matter(load, ask, delimiter, bom):
    shuffled = {name.upper(): value for name, value in sorted(row(1).items(), reverse=True)}
    report = load(shuffled, delimiter=delimiter, bom=bom)
    assert (report.loaded, report.field_issues) == (1, 0)
    assert ask("select sex, hours_attended from raw.participations") == [("F", Decimal("280.50"))]


def test_only_the_four_required_columns_must_be_there(load, ask):
    report = load({name: LEAVER[name] for name in CONTRACT.required})
    assert (report.loaded, report.field_issues) == (1, 0)
    assert ask("select sex, status_6m, exit_date from raw.participations") == [(None, None, None)]


def test_unknown_columns_are_named_and_left_alone(load, ask):
    report = load(row(1, nome="Maria Bianchi"), row(2, nome="Maria Bianchi", entry_date=""))
    assert report.unknown_columns == ("nome",)
    assert "Bianchi" not in str(ask("select * from ledger.refused_row"))


@pytest.mark.parametrize("name", ["participation_id", "person_id", "operation_code", "entry_date"])
@pytest.mark.parametrize("blank", ["", "   "])
def test_a_row_without_a_required_field_is_refused_with_its_line(load, ask, name, blank):
    report = load(row(1), row(2, **{name: blank}), row(3))
    assert (report.read, report.loaded, report.refused_count) == (3, 2, 1)
    assert refused(ask) == [(3, f"missing_{name}")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"entry_date": "2024-02-30"}, "unreadable_entry_date"),
        ({"exit_date": "2024-01-09"}, "exit_before_entry"),
        ({"status_at_entry": "disoccupato"}, "unknown_status_at_entry"),
        ({"status_at_entry": "unemployed,inactive"}, "unknown_status_at_entry"),
        ({"participation_id": "PT1"}, "duplicate_participation_id"),
        ({"participation_id": " PT1 "}, "duplicate_participation_id"),
        ({"participation_id": TAX_CODE}, "participation_id_is_tax_code"),
    ],
)
def test_a_row_that_cannot_be_a_participation_is_refused(load, ask, values, reason):
    report = load(row(1), row(2, **values))
    assert (report.loaded, report.refused_count) == (1, 1)
    assert refused(ask) == [(3, reason)]


@pytest.mark.parametrize(
    "written",
    [
        TAX_CODE,
        TAX_CODE.lower(),
        f" {TAX_CODE} ",
        f"CF:{TAX_CODE}",
        f"IT-{TAX_CODE}-1",
        "RSS MRA 80A01 H501U",
        "rss-mra-80a01-h501-u",
        "RSSMRAULALMHRLMU",
    ],
)
def test_a_person_under_a_tax_code_is_refused_and_the_code_is_written_nowhere(load, ask, written):
    load(row(1), row(2, person_id=written))
    assert refused(ask) == [(3, "person_id_is_tax_code")]
    everything = str(ask("select * from ledger.refused_row")).upper()
    everything += str(ask("select * from raw.participations")).upper()
    assert written.strip().upper() not in everything


def test_pseudonyms_made_of_hexadecimal_digits_are_no_tax_codes(load, ask):
    names = [hashlib.sha256(str(i).encode()).hexdigest() for i in range(4000)]
    report = load(*(row(i, person_id=name) for i, name in enumerate(names)))
    assert report.loaded == 4000


def test_a_refused_row_shows_neither_tax_codes_nor_sensitive_values(load, ask):
    load(
        row(1),
        row(2, entry_date="", province=TAX_CODE, disability="true", nota=f"vedi {TAX_CODE}"),
        columns=[*LEAVER, "nota"],
    )
    [(text,)] = ask("select original_text from ledger.refused_row")
    assert TAX_CODE not in text
    assert "P02" not in text
    assert text.split(";")[9] == "[OMESSO]"
    assert text.startswith("PT2;")


def test_a_broken_record_is_refused_without_the_fields_that_may_be_sensitive(load, ask, tmp_path):
    path = write(tmp_path / "broken.csv", [row(1), row(2)])
    lines = path.read_text().splitlines()
    lines.insert(2, f"PT9;{TAX_CODE};OP-1;ITG1")
    path.write_text("\n".join(lines) + "\n")
    report = load(path)
    assert (report.read, report.loaded, report.refused_count) == (3, 2, 1)
    [(line, reason, text)] = ask(
        "select line_number, reason, original_text from ledger.refused_row"
    )
    assert (line, reason) == (3, "too_few_fields")
    assert TAX_CODE not in text


def test_lines_are_those_of_the_file_also_after_blank_lines_and_line_breaks(load, ask, tmp_path):
    rows = [row(1), row(2, province="P\nA"), row(3, entry_date=""), row(4, exit_date="1999-01-01")]
    path = write(tmp_path / "breaks.csv", rows)
    text = path.read_text().replace("PT3;", "\nPT3;")
    path.write_text(text)
    load(path)
    numbers = {line.split(";")[0]: n for n, line in enumerate(text.splitlines(), start=1)}
    assert refused(ask) == [
        (numbers["PT3"], "missing_entry_date"),
        (numbers["PT4"], "exit_before_entry"),
    ]


def test_the_first_row_that_can_be_loaded_keeps_a_repeated_identifier(load, ask):
    load(row(1, entry_date=""), row(1, person_id="P98"), row(1, person_id="P99"))
    assert refused(ask) == [(2, "missing_entry_date"), (4, "duplicate_participation_id")]
    assert ask("select person_id from raw.participations") == [("P98",)]


def test_a_person_may_return_to_an_operation(load, ask):
    report = load(row(1), row(2, person_id="P01", entry_date="2025-01-01", exit_date="2025-02-01"))
    assert (report.loaded, report.refused_count) == (2, 0)


def test_sexes_are_read_in_words(load, ask):
    report = load(row(1, sex="Femmina"), row(2, sex="uomo"), row(3, sex="DONNA"))
    assert report.field_issues == 0
    found = ask("select sex from raw.participations order by participation_id")
    assert found == [("F",), ("M",), ("F",)]


@pytest.mark.parametrize(
    ("name", "written", "reason"),
    [
        ("exit_date", "2024-06-31", "impossible_date"),
        ("exit_date", "31 giugno", "impossible_date"),
        ("exit_date", "infinity", "impossible_date"),
        ("exit_date", "2024-06-30 circa", "impossible_date"),
        ("sex", "boh", "unknown_code"),
        ("region", "Padania", "unknown_code"),
        ("region", "Trentino-Alto Adige", "unknown_code"),
        ("province", "Palermo e altre", "unknown_code"),
        ("age_at_entry", "trenta", "unreadable_number"),
        ("age_at_entry", "31,5", "unreadable_number"),
        ("age_at_entry", "999", "unreadable_number"),
        ("education_isced", "9", "unreadable_number"),
        ("hours_planned", "1.200", "ambiguous_number"),
        ("hours_planned", "-3", "unreadable_number"),
        ("qualification", "forse", "unreadable_flag"),
        ("status_12m", "occupato", "unknown_code"),
        ("occupation_code_6m", "2141.0", "unknown_code"),
        ("occupation_code_6m", "cuoco", "unknown_code"),
    ],
)
def test_an_unreadable_value_is_recorded_and_its_field_left_empty(load, ask, name, written, reason):
    report = load(row(1, **{name: written}))
    assert report.loaded == 1
    assert (1, name, written, reason) in findings(ask)
    assert ask(f"select {name} from raw.participations") == [(None,)]


def test_an_unreadable_value_of_a_sensitive_field_is_recorded_without_the_value(load, ask):
    load(row(1, disability="cieco civile"))
    assert findings(ask) == [(1, "disability", "[OMESSO]", "unreadable_flag")]


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("exit_date", "20240630", date(2024, 6, 30)),
        ("exit_date", "30/06/2024", date(2024, 6, 30)),
        ("exit_date", "2024-06-30 00:00:00", date(2024, 6, 30)),
        ("exit_date", "2024-06-30T00:00:00", date(2024, 6, 30)),
        ("age_at_entry", "31.0", 31),
        ("hours_attended", "0,125", Decimal("0.13")),
        ("hours_attended", "12.33333", Decimal("12.33")),
        ("qualification", "VERO", True),
        ("qualification", "no", False),
        ("qualification", "1", True),
        ("exit_date", "30/6/24", date(2024, 6, 30)),
        ("exit_date", "45473", date(2024, 6, 30)),
        ("exit_date", "30 giugno 2024", date(2024, 6, 30)),
        ("hours_planned", "€ 1.234,5", Decimal("1234.50")),
        ("hours_attended", "n.d.", None),
        ("region", "itd1", "ITH1"),
        ("region", "Sicilia", "ITG1"),
        ("region", "19.0", "ITG1"),
        ("region", "P.A. Trento", "ITH2"),
        ("province", "Palermo", "082"),
        ("occupation_code_6m", "5.2.2.1", "5221"),
        ("status_6m", " Self_Employed ", "self_employed"),
    ],
)
def test_a_value_is_read_in_each_of_its_usual_spellings(load, ask, name, written, value):
    load(row(1, **{name: written}))
    assert ask(f"select {name} from raw.participations") == [(value,)]
    assert not [finding for finding in findings(ask) if finding[1] == name]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        (
            {
                "exit_date": "",
                "status_28d": "",
                "status_6m": "",
                "status_12m": "",
                "contract_type_6m": "",
                "occupation_code_6m": "",
            },
            ("exit_date", "completed", "reason_without_exit_date"),
        ),
        (
            {
                "exit_date": "",
                "exit_reason": "",
                "status_6m": "unknown",
                "status_12m": "",
                "contract_type_6m": "",
                "occupation_code_6m": "",
            },
            ("status_28d", "searching", "outcome_without_exit_date"),
        ),
        (
            {
                "exit_date": "2026-09-01",
                "status_28d": "",
                "status_6m": "unknown",
                "status_12m": "",
                "contract_type_6m": "",
                "occupation_code_6m": "",
            },
            ("exit_date", "2026-09-01", "date_after_edition"),
        ),
        (
            {"exit_date": "2026-03-01", "status_12m": ""},
            ("status_6m", "employed", "outcome_before_maturity"),
        ),
        (
            {"hours_attended": "300.01"},
            ("hours_attended", "300.01 > 300.00", "hours_above_planned"),
        ),
        ({"age_at_entry": "13"}, ("age_at_entry", "13", "unusual_age")),
        ({"age_at_entry": "100"}, ("age_at_entry", "100", "unusual_age")),
        ({"outcome_source": ""}, ("outcome_source", "employed", "outcome_without_source")),
        (
            {"status_6m": "searching", "occupation_code_6m": ""},
            ("contract_type_6m", "fixed_term", "contract_without_employment"),
        ),
        (
            {"status_6m": "", "contract_type_6m": ""},
            ("occupation_code_6m", "5221", "occupation_without_employment"),
        ),
        ({"improved_6m": "true"}, ("improved_6m", "unemployed", "improvement_without_employment")),
    ],
)
def test_a_row_that_contradicts_itself_is_loaded_and_told(load, ask, values, finding):
    report = load(row(1, **values))
    assert (report.loaded, report.field_issues) == (1, 1)
    assert findings(ask) == [(1, *finding)]


@pytest.mark.parametrize(
    ("exit_date", "edition", "is_mature"),
    [
        ("2025-08-31", date(2026, 2, 27), False),
        ("2025-08-31", date(2026, 2, 28), True),
        ("2026-02-28", date(2026, 8, 27), False),
        ("2026-02-28", date(2026, 8, 28), True),
    ],
)
def test_six_months_end_on_the_last_day_of_a_shorter_month(
    load, ask, exit_date, edition, is_mature
):
    load(row(1, exit_date=exit_date, status_12m=""), edition=edition)
    early = [finding for finding in findings(ask) if finding[3] == "outcome_before_maturity"]
    assert early == ([] if is_mature else [(1, "status_6m", "employed", "outcome_before_maturity")])


def test_a_file_without_the_column_of_sources_is_not_told_of_it_row_by_row(load):
    without = {name: value for name, value in row(1).items() if name != "outcome_source"}
    assert load(without).field_issues == 0


def test_a_refused_row_has_no_findings(load, ask):
    load(row(1), row(1, age_at_entry="5"), row(2, entry_date="", sex="?"))
    assert findings(ask) == []


def test_the_same_file_twice_changes_nothing(load, ask, tmp_path):
    path = write(tmp_path / "again.csv", [row(1), row(2, entry_date="")])
    first = load(path)
    before = ask("select * from ledger.file"), ask("select count(*) from raw.participations")
    second = load(path)
    assert second.already_there
    assert (second.read, second.loaded) == (first.read, first.loaded)
    assert (
        ask("select * from ledger.file"),
        ask("select count(*) from raw.participations"),
    ) == before


def test_the_same_file_in_another_edition_is_another_edition(load, ask, tmp_path):
    path = write(tmp_path / "again.csv", [row(1)])
    load(path)
    load(path, edition=EDITION + timedelta(days=30))
    assert ask("select count(*), count(distinct file_id) from raw.participations") == [(2, 2)]


def test_a_file_of_participations_does_not_know_its_own_date(load):
    with pytest.raises(EditionUnknown):
        load(row(1), edition=None)


def test_the_account_adds_up_and_says_what_it_prints(load, warehouse, ask):
    report = load(row(1), row(2, entry_date=""), row(1), row(4, sex="?"))
    run_checks_of_the_ledger(warehouse)
    assert report.as_dict() == {
        "file": "participations.csv",
        "read": 4,
        "loaded": 2,
        "out_of_scope": 0,
        "refused": 2,
        "field_issues": 1,
        "edition": "2026-08-31",
        "already_imported": False,
    }
    assert ask("select rows_read, rows_loaded, rows_refused, field_issues from ledger.file") == [
        (4, 2, 2, 1)
    ]


def run_checks_of_the_ledger(con):
    from cruscotto.config import SQL

    query = (SQL / "checks" / "every_file_adds_up.sql").read_text("utf-8")
    assert con.execute(query).fetchall() == []


def test_rows_of_demonstration_operations_make_the_file_synthetic(load):
    assert load(row(1, operation_code="SINT-2014IT05SFOP015-00001")).is_synthetic
    assert not load(row(2), name="other.csv").is_synthetic


@pytest.fixture
def typed(tmp_path):
    """Return a file of the same rows with Parquet's own types, as an analyst would write it."""

    def typed(*rows, name="typed.parquet"):
        table = arrow_csv.read_csv(
            write(tmp_path / "text.csv", rows),
            parse_options=arrow_csv.ParseOptions(delimiter=";"),
            convert_options=arrow_csv.ConvertOptions(
                strings_can_be_null=True,
                null_values=[""],
                decimal_point=",",
                column_types={
                    "improved_6m": pa.bool_(),
                    "occupation_code_6m": pa.float64(),
                    "age_at_entry": pa.float64(),
                },
            ),
        )
        parquet.write_table(table, tmp_path / name)
        return tmp_path / name

    return typed


def test_parquet_gives_the_same_rows_as_csv(load, ask, typed):
    rows = [row(1), row(2, age_at_entry="", occupation_code_6m=""), row(3, exit_date="2024-01-01")]
    assert load(*rows).loaded == load(typed(*rows)).loaded == 2
    by_file = "select * exclude file_id from raw.participations where file_id {} order by all"
    first = ask("select min(file_id) from raw.participations")[0][0]
    assert ask(by_file.format(f"= '{first}'")) == ask(by_file.format(f"<> '{first}'"))
    assert refused(ask) == [(3, "exit_before_entry"), (4, "exit_before_entry")]


def test_parquet_values_outside_the_contract_are_recorded(load, ask, tmp_path):
    table = pa.table(
        {
            "participation_id": [1, 2],
            "person_id": ["a", "b"],
            "operation_code": ["x", "x"],
            "entry_date": pa.array([date(2020, 1, 1)] * 2),
            "exit_date": pa.array([date(1900, 1, 1), date(2020, 5, 1)]),
            "age_at_entry": [float("nan"), 30.5],
            "sex": pa.array(["F", "Q"]).dictionary_encode(),
            "rural": pa.array([1, 7]),
            "hours_planned": [float("inf"), 10.456],
            "province": pa.array([["Qui"], None]),
            "file_row_number": [7, 7],
        }
    )
    parquet.write_table(table, tmp_path / "odd.parquet")
    report = load(tmp_path / "odd.parquet")
    assert (report.read, report.loaded) == (2, 2)
    assert findings(ask) == [
        (1, "exit_date", "1900-01-01", "impossible_date"),
        (1, "hours_planned", "inf", "unreadable_number"),
        (1, "province", "[Qui]", "unknown_code"),
        (2, "age_at_entry", "30.5", "unreadable_number"),
        (2, "rural", "7", "unreadable_flag"),
        (2, "sex", "Q", "unknown_code"),
    ]
    assert ask("select participation_id, hours_planned from raw.participations order by 1") == [
        ("1", None),
        ("2", Decimal("10.46")),
    ]


def test_a_missing_column_is_named_with_what_comes_near_it(tmp_path):
    values = {name: value for name, value in row(1).items() if name != "entry_date"}
    path = write(tmp_path / "near.csv", [values | {"entry_dat": "2024-01-01"}])
    with pytest.raises(MissingColumns) as error:
        PARTICIPATIONS.check(path)
    assert error.value.facts["missing"] == ["entry_date"]
    assert "entry_dat" in error.value.facts["similar"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFile),
        (b"\xef\xbb\xbf", EmptyFile),
        (b"\x00\x01\x02", BinaryFile),
        (b"a;b\n1;2\n", MissingColumns),
        (b"participation_id;person_id;operation_code;entry_date;sex;SEX\n", DuplicateColumns),
        (b"participation_id;person_id;operation_code;entry_date\n1;\xe8;3;4\n", WrongEncoding),
        (b"PAR1 and no more", TruncatedFile),
    ],
)
def test_a_file_that_is_no_file_of_participations_is_told_at_once(tmp_path, content, error):
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(error):
        PARTICIPATIONS.check(path)


def test_a_folder_or_nothing_at_all_is_told_at_once(tmp_path):
    for path in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(FileNotReadable):
            PARTICIPATIONS.check(path)


def test_a_file_with_a_header_only_is_empty(load, tmp_path):
    path = tmp_path / "header.csv"
    path.write_bytes(templates.template("participations"))
    with pytest.raises(EmptyFile):
        load(path)


def test_a_file_of_which_nothing_can_be_used_is_told_with_the_first_reason(load):
    with pytest.raises(NothingUsable) as error:
        load(row(1, entry_date=""), row(2, person_id=""))
    assert error.value.facts == {
        "file": "participations.csv",
        "read": 2,
        "reason": "missing_entry_date",
        "line": 2,
    }


def test_a_file_cut_within_its_last_record_is_told_as_cut(load, tmp_path):
    path = write(tmp_path / "cut.csv", [row(1), row(2)])
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(TruncatedFile):
        load(path)


def test_the_template_is_the_contracts_header_and_is_read_back(tmp_path):
    text = templates.template("participations").decode("utf-8-sig")
    assert text == ";".join(CONTRACT.columns) + "\r\n"
    assert "is_synthetic" not in templates.template("targets").decode()


# the exchange files write decimals and dates their own way, and have tests of their own
OUR_OWN = [name for name in templates.CONTRACTS if not name.startswith("puc_")]


@pytest.mark.parametrize("name", OUR_OWN)
def test_the_dictionary_describes_every_column_in_both_languages(name):
    italian, english = (templates.dictionary(name, lang) for lang in ("it", "en"))
    assert [entry["column"] for entry in italian] == list(templates.CONTRACTS[name].columns)
    for one, other in zip(italian, english, strict=True):
        assert one["description"] != other["description"]
        assert all(entry["type"] and entry["example"] for entry in (one, other))


def test_an_unknown_template_suggests_near_ones():
    with pytest.raises(UnknownName) as error:
        templates.template("participation")
    assert error.value.facts["similar"][0] == "participations"


def read(field: Field) -> str:
    """Return what an example becomes: a decimal point, and the code of a publisher's spelling."""
    if field.kind is Kind.DECIMAL:
        return field.example.replace(",", ".")
    spelt = {name: c.code for c in field.codes for name in (c.code, *c.aliases)}
    return {name.casefold(): code for name, code in spelt.items()}.get(
        field.example.casefold(), field.example
    )


@pytest.mark.parametrize("name", OUR_OWN)
def test_every_example_of_a_contract_is_a_row_of_its_model(name):
    contract = templates.CONTRACTS[name]
    row_model(name, contract.fields)(**{field.name: read(field) for field in contract.fields})
