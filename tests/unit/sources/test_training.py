"""Providers and courses: their contracts, who stands for them, and natural persons masked."""

import csv
from datetime import date

import pytest

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.wording.names import names
from cruscotto.model.training import COURSES, PROVIDERS
from cruscotto.sources.importers import IMPORTERS
from cruscotto.sources.privacy import OMITTED
from cruscotto.warehouse.build import build

DAY = date(2026, 2, 28)
PERSON = {"provider_id": "P1", "name": "Rossi Mario", "kind": "natural_person"}
ALFA = {"provider_id": "01234567890", "name": "Ente Alfa", "kind": "training_body"}
COURSE = {"course_id": "C1", "operation_code": "OP1", "provider_id": "01234567890"}


@pytest.fixture
def load(database, tmp_path):
    def load(source, *rows, edition=DAY):
        path = tmp_path / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        importer = IMPORTERS[source]
        return importer.load(database, importer.check(path), edition)

    return load


@pytest.mark.parametrize("contract", [PROVIDERS, COURSES])
def test_the_raw_table_has_the_columns_and_types_of_the_contract(database, contract):
    described = f"select column_name, column_type from (describe raw.{contract.name})"
    wanted = {field.name: field.sql_type for field in contract.fields}
    found = dict(database.execute(described).fetchall())
    assert found == {"file_id": "VARCHAR", "row_number": "BIGINT"} | wanted


def test_the_name_of_a_natural_person_never_reaches_the_warehouse(load, database):
    report = load("providers", PERSON, ALFA)
    assert (report.read, report.loaded) == (2, 2)
    found = database.execute("select name from raw.providers order by row_number").fetchall()
    assert found == [(OMITTED,), ("Ente Alfa",)]


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("Ditta individuale Rossi Mario", True),
        ("ROSSI MARIO - IMPRESA INDIVIDUALE", True),
        ("Bianchi Anna, libera professionista", True),
        ("Formazione Individuale S.r.l.", False),
    ],
)
def test_a_sole_trader_is_a_natural_person_whatever_the_kind_and_the_code(
    delivered, load, name, is_person
):
    load("providers", ALFA | {"name": name, "kind": "firm"}, edition=DAY.replace(year=2027))
    build(delivered, "salt")
    question = "select name, kind from raw.providers where provider_id = $code and kind <> $other"
    bound = {"code": ALFA["provider_id"], "other": ALFA["kind"]}
    expected = (OMITTED, "natural_person") if is_person else (name, "firm")
    assert delivered.execute(question, bound).fetchall() == [expected]
    assert ("01234567890" in names(delivered, "provider", "it")) != is_person


def test_a_personal_tax_code_is_taken_out_of_the_words_of_a_provider(load, database):
    load("providers", ALFA | {"reply": "Chiedere a RSSMRA80A01H501U, direttore"})
    (reply,) = database.execute("select reply from raw.providers").fetchone()
    assert reply == f"Chiedere a {OMITTED}, direttore"


@pytest.mark.parametrize(
    ("title", "issues"),
    [
        ('Saldatura"', [("title", 'Saldatura"')]),
        ('"Saldatura', [("title", '"Saldatura')]),
        ('Corso "Saldatura" di base', []),
        ("Rilievo da 10' 30''", []),
    ],
)
def test_a_stray_quotation_mark_in_words_is_entered_and_the_words_stay(
    load, database, title, issues
):
    report = load("courses", COURSE | {"title": title})
    assert (report.loaded, report.field_issues) == (1, len(issues))
    found = "select column_name, value from ledger.field_issue where reason = 'stray_quote'"
    assert database.execute(found).fetchall() == issues
    assert database.execute("select title from raw.courses").fetchone() == (title,)


def test_a_stray_quotation_mark_in_the_name_of_a_person_does_not_bring_the_name_in(load, database):
    report = load("providers", PERSON | {"name": 'Rossi "Mario'}, ALFA)
    assert (report.loaded, report.field_issues) == (2, 1)
    assert "Rossi" not in str(database.execute("select * from ledger.field_issue").fetchall())


def test_a_total_below_the_providers_is_no_provider(load, database):
    total = {"provider_id": "Totale", "name": "", "kind": ""}
    report = load("providers", PERSON, ALFA, total)
    assert (report.read, report.loaded, report.refused_count) == (3, 2, 1)
    written = str(database.execute("select * from ledger.refused_row").fetchall())
    assert "only_a_code" in written


def test_a_provider_named_by_a_personal_tax_code_is_refused(load, database):
    report = load("providers", ALFA, ALFA | {"provider_id": "RSSMRA80A01H501U"})
    assert (report.read, report.loaded, report.refused_count) == (2, 1, 1)
    written = str(database.execute("select * from ledger.refused_row").fetchall())
    assert "provider_id_is_tax_code" in written
    assert "RSSMRA80A01H501U" not in written


def test_a_refused_provider_leaves_no_name_in_the_ledger(load, database):
    load("providers", PERSON, PERSON)
    assert "Rossi" not in str(database.execute("select * from ledger.refused_row").fetchall())


def test_a_course_that_ends_before_it_starts_is_loaded_and_reported(load):
    days = {"start_date": "2024-03-01", "end_date": "2024-02-01"}
    report = load("courses", COURSE | days, COURSE | {"course_id": "C2"} | dict.fromkeys(days, ""))
    assert (report.loaded, report.field_issues) == (2, 1)


@pytest.fixture
def delivered(load, database, operation, write_opencoesione, tmp_path):
    """Load one operation of a body, with three persons in its two courses; tests build."""
    path = write_opencoesione(
        tmp_path / "o.csv",
        [
            operation("OP1", OC_CODFISC_ATTUATORE="05555555555", OC_DENOM_ATTUATORE="ENTE ZETA"),
            operation("OP2", OC_CODFISC_ATTUATORE="05555555555", OC_DENOM_ATTUATORE="ENTE ZETA"),
        ],
    )
    importer = IMPORTERS["opencoesione"]
    importer.load(database, importer.check(path), DAY)
    load("providers", PERSON, ALFA)
    load("courses", COURSE, COURSE | {"course_id": "C2", "provider_id": "P1"})
    people = [
        {
            "participation_id": f"T{number}",
            "person_id": f"P{number}",
            "operation_code": operation_code,
            "entry_date": "2025-01-10",
            "course_id": course,
        }
        for number, (operation_code, course) in enumerate(
            [("OP1", "C1"), ("OP1", "C2"), ("OP1", ""), ("OP2", "")]
        )
    ]
    load("participations", *people)
    return database


def counted(con, name, by):
    found = measure(con, KPIS[name], (by,), Selection(), Rules(audience="exact"))
    return {row.codes[0]: row.value for row in found.rows}


def test_a_natural_person_has_no_code_of_its_own_however_it_is_written(delivered, load):
    load("courses", COURSE, COURSE | {"course_id": "C2", "provider_id": " p1 "})
    build(delivered, "salt")
    found = counted(delivered, "participants_count", "provider")
    assert found["natural_person"] == 1
    assert "P1" not in found


@pytest.mark.parametrize("kind", [None, ""])
def test_a_provider_of_no_known_kind_has_a_code_only_where_it_is_a_companys(delivered, load, kind):
    other = COURSE | {"course_id": "C2", "provider_id": "q7"}
    load("courses", COURSE | {"provider_id": "09876543210"}, other)
    if kind is not None:
        described = {"name": "Ente Beta", "kind": kind, "region": "ITC1"}
        load("providers", *({"provider_id": code} | described for code in ("q7", "09876543210")))
    build(delivered, "salt")
    found = counted(delivered, "participants_count", "provider")
    assert found == {"09876543210": 1, "unknown": 2, "05555555555": 1}
    assert "Q7" not in names(delivered, "provider", "it")


def test_persons_and_money_follow_the_course_and_its_provider(delivered):
    build(delivered, "salt")
    assert counted(delivered, "participants_count", "provider") == {
        "01234567890": 1,
        "natural_person": 1,
        "unknown": 1,  # which of two courses is not known, and they have two providers
        "05555555555": 1,
    }
    by_course = {"OP1/C1": 1, "OP1/C2": 1, "unknown": 2}
    assert counted(delivered, "participants_count", "course") == by_course
    assert set(counted(delivered, "operations_count", "provider")) == {"unknown", "05555555555"}
    found = names(delivered, "provider", "it")
    assert (found["01234567890"], found["05555555555"]) == ("Ente Alfa", "ENTE ZETA")
    assert "P1" not in found
    assert found["natural_person"] == "Persone fisiche (nomi oscurati)"
