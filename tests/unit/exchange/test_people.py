"""Participants of exchange files (SC01, FO00): what becomes of them, what is kept of a person."""

from datetime import date
from hashlib import sha256

import pytest

from cruscotto.errors import SaltMissing
from cruscotto.model.puc.tracciati import TRACCIATI
from cruscotto.sources.contracts.people_and_claims import PARTICIPATIONS
from cruscotto.sources.importing import import_files
from cruscotto.sources.puc import importing as puc
from cruscotto.sources.puc.people import lend_secret
from cruscotto.warehouse import reader
from cruscotto.warehouse.build import build

SALT = "0f" * 32
PERSON, OTHER = "RSSMRA80A01H501U", "VRDLGI75B02F205X"
COURSE = {"cod_corso": "C1", "indice_annualita": "1", "titolo_corso": "SALDATURA",
          "data_avvio": "10/03/2018", "data_conclusione": "20/12/2018"}  # fmt: skip
PARTICIPANT = {
    "codice_fiscale": PERSON,
    "codice_corso": "C1",
    "sesso": "F",
    "data_nascita": "31/01/1994",
    "cod_istat_res": "019081011",
    "cod_istat_dom": "019081011",
    "cittadinanza": "ITA",
    "titolo_studio": "05",
    "cond_mercato_ingresso": "3",
    "durata_ricerca": "3",
    "codice_vulnerabile_pa": "7",
    "stato_partecipante": "1",
    "data_uscita": "20/12/2018",
}


@pytest.fixture(scope="module")
def people(sound):
    """Return `people(*participants)`: a delivery with a course and who took part, of OP1."""

    def delivery(*participants: dict[str, str], operations=("OP1",)):
        rows = [
            {"cod_locale_progetto": operations[0], **PARTICIPANT, **changes}
            for changes in participants or ({},)
        ]
        courses = [{"cod_locale_progetto": name, **COURSE} for name in operations]
        return sound(*operations) | {"FO00": courses, "SC01": rows}

    return delivery


# An operation for each case: what its participant has of his own, status and age that follow.
CASES: dict[str, tuple[dict[str, str], str, int | None]] = {
    "as it is": ({}, "long_term_unemployed", 24),
    "short": ({"durata_ricerca": "1"}, "unemployed", 24),
    "young": ({"durata_ricerca": "2"}, "long_term_unemployed", 24),
    "old": ({"durata_ricerca": "2", "data_nascita": "01/01/1980"}, "unemployed", 38),
    "no length": ({"durata_ricerca": ""}, "unemployed", 24),
    "at work": ({"cond_mercato_ingresso": "2"}, "employed", 24),
    "padded": ({"cond_mercato_ingresso": "004"}, "inactive_in_education", 24),
    "other code": ({"cond_mercato_ingresso": "9"}, "unknown", 24),
    "no code": ({"cond_mercato_ingresso": ""}, "unknown", 24),
    "born later": ({"data_nascita": "01/04/1994"}, "long_term_unemployed", 23),
    "no birth": ({"data_nascita": ""}, "long_term_unemployed", None),
    "no course": ({"codice_corso": "C9"}, "long_term_unemployed", None),
}


@pytest.fixture(scope="module")
def taken(people, load_once, new_database):
    """Return `taken(columns, operation)`: of the participations of all cases; only read."""
    delivery = people(operations=tuple(CASES))
    delivery["SC01"] = [
        {"cod_locale_progetto": name, **PARTICIPANT, **changes}
        for name, (changes, _, _) in CASES.items()
    ]
    delivery["SC01"].append(delivery["SC01"][0] | {"codice_corso": "C2"})
    delivery["SC01"].append(delivery["SC01"][0] | {"codice_fiscale": OTHER})
    con = load_once(delivery, secret=SALT)
    query = "select {} from marts.participation where slot = 'current' and operation_code = ?"
    return lambda columns, operation: con.execute(query.format(columns), [operation]).fetchall()


def test_a_participant_and_a_course_are_a_participation(taken) -> None:
    columns = (
        "programme_code, sex_code, age_at_entry, education_isced, entry_status_code, region_code, "
        "entry_year_code, exit_year_code, leavers"
    )
    assert taken(columns, "short") == [
        ("2014IT05SFOP014", "F", 24, 3, "unemployed", "ITG1", "2018", "2018", 1)
    ]


def test_what_they_do_not_hold_is_unknown_and_never_a_failure(taken) -> None:
    columns = (
        "vulnerable_code, known_exits, known_qualifications, known_6m_register, "
        "known_6m_survey, mature_6m, hours_attended, status_6m"
    )
    assert taken(columns, "short") == [("unknown", 0, 0, 0, 0, 1, None, None)]


@pytest.mark.parametrize("case", CASES)
def test_codes_of_the_protocol_become_ours_and_others_unknown(taken, case) -> None:
    _, status, age = CASES[case]
    assert set(taken("entry_status_code, age_at_entry", case)) == {(status, age)}


def test_without_a_course_the_entry_is_unknown_not_the_operations_start(taken) -> None:
    assert taken("entry_year_code, entry_month", "no course") == [("unknown", None)]


def test_one_person_in_two_courses_of_an_operation_is_one_participation(taken) -> None:
    assert len(taken("participation_id", "as it is")) == 2


# ---------------------------------------------------------------- persons
def test_no_tax_code_or_day_of_birth_reaches_the_file(people, write, tmp_path) -> None:
    """The warehouse's bytes are searched, and all that stands beside it."""
    folder = write(people({}, {"codice_fiscale": OTHER, "codice_corso": "C2", "sesso": "?"},
                          {"codice_fiscale": OTHER, "codice_corso": ""}))  # fmt: skip
    with (folder / "SC01.txt").open("a") as file:
        file.write(f"OP1|{OTHER}|C3|F\n")
    link = tmp_path / "archive" / "w.duckdb"
    link.parent.mkdir()
    report = import_files("puc", [folder], link)
    account = next(file for file in report.files if file.file_name == "SC01.txt")
    assert (account.read, account.loaded, account.refused_count, account.field_issues) == (
        4, 2, 2, 1,
    )  # fmt: skip
    kept = b"".join(path.read_bytes() for path in link.parent.iterdir() if path.is_file())
    for secret in (PERSON, OTHER, "31/01/1994", "1994-01-31", "019081011"):
        assert secret.encode() not in kept
    cursor = reader(link).cursor()
    assert cursor.execute("select distinct data_nascita, cod_istat_res from raw.puc_sc01").fetchall(
    ) == [(date(1994, 1, 1), "019081")]  # fmt: skip
    said = str(cursor.execute("select * from ledger.refused_row").fetchall())
    assert "OP1" in said
    assert not any(word in said for word in ("1994", "ITA", OTHER))


@pytest.mark.parametrize("more", [[], ["T1"]], ids=["order", "order and kind of work"])
def test_the_order_of_another_exporter_is_read_too(database, tmp_path, more) -> None:
    lend_secret(database, SALT)
    values = {"cod_locale_progetto": "OP1", **PARTICIPANT}
    names = list(TRACCIATI["SC01"].columns)
    names[1:3] = reversed(names[1:3])
    fields = [values.get(name, "") for name in names]
    path = tmp_path / "SC01.txt"
    path.write_text("|".join([*fields[:-1], *more, fields[-1]]) + "\n")
    assert puc.load(database, puc.check(path), date(2020, 1, 31)).loaded == 1
    found = database.execute("select codice_corso, sesso, data_uscita, flg_cancellazione, "
                             "length(codice_fiscale) from raw.puc_sc01").fetchall()  # fmt: skip
    assert found == [("C1", "F", date(2018, 12, 20), None, 32)]


def test_a_person_has_one_pseudonym_for_one_salt_and_another_for_another(
    people, load, database, new_database, tmp_path
) -> None:
    found = []
    for salt in (SALT, "1e" * 32):
        con = new_database()
        lend_secret(con, salt)
        for code, rows in people({}, {"codice_corso": "C2"}).items():
            path = tmp_path / f"{code}.txt"
            names = TRACCIATI[code].columns
            path.write_text("".join("|".join(r.get(n, "") for n in names) + "\n" for r in rows))
            puc.load(con, puc.check(path), date(2020, 1, 31))
        found.append(con.execute("select distinct codice_fiscale from raw.puc_sc01").fetchall())
        con.close()
    assert [len(rows) for rows in found] == [1, 1]
    assert found[0] != found[1]


def test_participants_are_not_read_without_a_secret(people, load) -> None:
    with pytest.raises(SaltMissing):
        load(people())


def test_a_second_delivery_needs_the_salt_of_the_first(people, write, tmp_path) -> None:
    link = tmp_path / "w.duckdb"
    import_files("puc", [write(people())], link)
    salt = link.with_name(link.name + ".salt")
    salt.unlink()
    with pytest.raises(SaltMissing):
        import_files("puc", [write(people(operations=("OP2",)), "20200331")], link)


# ---------------------------------------------------------------- one source
CONTRACT = "participation_id;person_id;operation_code;entry_date;sex\nP1;X1;{};2018-01-10;M\n"


@pytest.mark.parametrize(
    ("operation", "day"),
    [("OP1", "2020-01-31"), ("OP2", "2019-06-30")],
    ids=["the same operation and day", "another of the programme, another day"],
)
def test_participants_that_arrive_twice_count_once(people, load, tmp_path, operation, day) -> None:
    """Files of participations have outcomes: they speak for their programme."""
    con = load(people(operations=("OP1", "OP2")), secret=SALT)
    asked = "select distinct substr(participation_id, 1, 2) from marts.participation"
    assert con.execute(asked).fetchall() == [("SC",)]
    file = tmp_path / "people.csv"
    file.write_text(CONTRACT.format(operation))
    PARTICIPATIONS.load(con, PARTICIPATIONS.check(file), date.fromisoformat(day))
    build(con, salt=SALT)
    assert con.execute(asked).fetchall() == [("P1",)]


# ---------------------------------------------------------------- the other layouts
def test_procedures_transfers_receipts_and_recoveries_are_kept(load, sound, database) -> None:
    more = {
        "PG00": [{"cod_locale_progetto": "OP1", "cod_proc_agg": "G1", "importo_aggiudicato": "9,5",
                  "descr_procedura_agg": f"GARA DI {PERSON}"}],
        "TR00": [{"cod_trasferimento": "T1", "cod_programma": "2014IT05SFOP014",
                  "importo_trasferimento": "100,00", "cf_sog_ricevente": PERSON}],
        "FN11": [{"cod_locale_progetto": "OP1", "cod_pagamento": "P1", "tipologia_pag": "P",
                  "data_pagamento": "10/05/2018", "numero_giustificativo": "FT-1"}],
        "FN12": [{"cod_locale_progetto": "OP1", "cod_recupero": "R1", "codice_fiscale": PERSON,
                  "denominazione": "ROSSI MARIA", "importo_da_recuperare": "50,00",
                  "importo_rimborsato": "20,00"}],
    }  # fmt: skip
    con = load(sound("OP1") | more)
    found = con.execute(
        "select source, rows_read, rows_loaded from ledger.file "
        "where regexp_matches(file_id, '^puc_(pg00|tr00|fn11|fn12)')"
    ).fetchall()
    assert found == [("puc", 1, 1)] * 4
    kept = str([con.execute(f"select * from raw.puc_{code.lower()}").fetchall() for code in more])
    assert not any(word in kept for word in (PERSON, "ROSSI"))
    assert "50.00" in kept


def test_a_file_that_was_counted_and_not_read_is_read_now(people, load, database) -> None:
    delivery = people()
    load({code: rows for code, rows in delivery.items() if code != "FO00"}, secret=SALT)
    database.execute(
        "insert into ledger.file select * replace ('puc_fo00-x' as file_id, 0 as rows_loaded, "
        "1 as rows_out_of_scope, $sha as sha256) from ledger.file limit 1",
        {"sha": _sha(delivery)},
    )
    database.execute(
        "insert into ledger.out_of_scope values ('puc_fo00-x', 'tracciato_not_read', 1)"
    )
    con = load({"FO00": delivery["FO00"]})
    assert con.execute("select count(*) from raw.puc_fo00").fetchone() == (1,)
    assert con.execute(
        "select count(*) from ledger.file where file_id = 'puc_fo00-x'"
    ).fetchone() == (0,)


def _sha(delivery) -> str:
    names = TRACCIATI["FO00"].columns
    text = "".join("|".join(r.get(n, "") for n in names) + "\n" for r in delivery["FO00"])
    return sha256(text.encode()).hexdigest()


def test_the_old_name_of_the_claim_is_still_read(load, sound, database, tmp_path) -> None:
    path = tmp_path / "FN09.txt"
    names = ("COD_LOCALE_PROGETTO", "DATA_DOMANDA", "DOMANDA_PAGAMENTO", "TIPOLOGIA_IMPORTO",
             "COD_LIV_GERARCHICO", "IMPORTO_SPESA_TOT", "IMPORTO_SPESA_PUB")  # fmt: skip
    path.write_text("|".join(names) + "\nOP1|15/12/2018|7|C|L|5,00|5,00\n")
    assert puc.load(database, puc.check(path), date(2020, 1, 31)).loaded == 1
    assert database.execute("select id_domanda_pagamento from raw.puc_fn09").fetchall() == [("7",)]
