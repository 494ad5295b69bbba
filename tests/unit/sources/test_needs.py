"""What the importers of needs, pacts, signatories, links and money by holder promise."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from cruscotto.errors import NothingUsable
from cruscotto.i18n import error_sentence, reason_words
from cruscotto.model import funding_sources, needs, pacts
from cruscotto.sources.contracts.needs import (
    FUNDING_SOURCES,
    NEED_OPERATIONS,
    NEEDS,
    PACTS,
    SIGNATORIES,
)
from cruscotto.sources.contracts.people_and_claims import COURSE_OCCUPATIONS

EDITION = date(2026, 8, 31)
PACT = {
    "pact_id": "PFL-PA",
    "name": "Patto di Palermo",
    "region": "ITG1",
    "municipalities": "Palermo, Bagheria",
    "signed_on": "15/03/2024",
    "phase": "active",
    "valid_from": "2024-04-01",
    "valid_to": "2027-12-31",
}
NEED = {
    "need_id": "N1",
    "pact_id": "PFL-PA",
    "dossier": "",
    "region": "ITG1",
    "province": "PA",
    "occupation_code": "5.2.2.1",
    "sector_sep": "23",
    "year": "2025",
    "positions": "40",
    "hard_to_fill_share": "0,35",
    "evidence": "pact",
    "source": "allegato 2",
}
OTHER = NEED | {"need_id": "N2", "year": "2026"}
COURSE = {"operation_code": "OP1", "occupation_code": "5221", "sector_sep": "23", "places": "30"}
LINK = {"need_id": "N1", "operation_code": "OP1", "places": "20"}


@pytest.fixture
def load(database, tmp_path):
    def load(importer, *rows, edition=EDITION):
        number = database.execute("select count(*) from ledger.file").fetchone()[0]
        path = tmp_path / f"rows_{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return importer.load(database, importer.check(path), edition)

    return load


@pytest.fixture
def ask(database):
    return lambda sql: database.execute(sql).fetchall()


@pytest.fixture
def refused(ask):
    return lambda: ask("select line_number, reason from ledger.refused_row order by all")


@pytest.fixture
def told(ask):
    return lambda: ask("select column_name, value, reason from ledger.field_issue order by all")


@pytest.fixture
def prepared(load):
    """Load a pact, its need and a course of thirty places."""
    load(PACTS, PACT)
    load(NEEDS, NEED)
    load(COURSE_OCCUPATIONS, COURSE)
    return load


@pytest.mark.parametrize(
    "contract",
    [pacts.PACTS, pacts.SIGNATORIES, needs.NEEDS, needs.NEED_OPERATIONS, funding_sources.CONTRACT],
    ids=lambda contract: contract.name,
)
def test_the_raw_table_has_the_columns_and_types_of_the_contract(ask, contract):
    found = dict(ask(f"select column_name, column_type from (describe raw.{contract.name})"))
    wanted = {field.name: field.sql_type for field in contract.fields}
    assert found == {"file_id": "VARCHAR", "row_number": "BIGINT"} | wanted


def test_a_need_is_loaded_with_typed_values(load, ask):
    load(PACTS, PACT)
    assert load(NEEDS, NEED | {"positions": "70000"}).loaded == 1
    assert ask(
        "select province, occupation_code, positions, hard_to_fill_share, evidence from raw.needs"
    ) == [("082", "5221", 70000, Decimal("0.35"), "pact")]


@pytest.mark.parametrize("written", ["PA", "pa", "082", "019082", "Palermo", "PALERMO"])
def test_a_province_is_read_however_it_is_written(load, ask, written):
    load(PACTS, PACT)
    load(NEEDS, NEED | {"province": written})
    assert ask("select province from raw.needs") == [("082",)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"pact_id": "PFL-XX"}, "unknown_pact: PFL-XX"),
        ({"occupation_code": "cuochi"}, "unreadable_occupation_code"),
        ({"occupation_code": "5"}, "unreadable_occupation_code"),
        ({"occupation_code": "5999"}, "unknown_occupation: 5999"),
        ({"region": "ITZ9"}, "unreadable_region"),
        ({"province": "Atlantide"}, "unknown_province"),
        ({"province": "TO"}, "province_of_another_region: Torino, ITG1"),
        ({"positions": "-3"}, "unreadable_positions"),
        ({"positions": ""}, "missing_positions"),
        ({"evidence": "voci"}, "unreadable_evidence"),
    ],
)
def test_a_need_that_cannot_be_placed_is_refused_with_what_showed_it(load, refused, values, reason):
    load(PACTS, PACT)
    load(NEEDS, NEED, NEED | {"need_id": "N2", "source": "altra"} | values)
    assert refused() == [(3, reason)]


def test_a_need_that_two_pacts_count_is_refused_the_second_time(load, refused):
    load(PACTS, PACT, PACT | {"pact_id": "PFL-MO"})
    again = NEED | {"need_id": "N2", "pact_id": "PFL-MO"}
    load(NEEDS, NEED, again, again | {"need_id": "N3", "source": "un altro tavolo"})
    assert refused() == [(3, "need_counted_in_another_pact: N1")]


def test_a_need_counted_in_a_former_file_is_refused_too(load, refused):
    load(PACTS, PACT, PACT | {"pact_id": "PFL-MO"})
    load(NEEDS, NEED)
    other = NEED | {"need_id": "N3", "year": "2026"}
    load(NEEDS, NEED | {"need_id": "N2", "pact_id": "PFL-MO"}, other)
    assert refused() == [(2, "need_counted_in_another_pact: N1")]


def test_a_need_may_move_to_another_pact_in_a_later_edition(load, refused):
    load(PACTS, PACT, PACT | {"pact_id": "PFL-MO"})
    load(NEEDS, NEED)
    load(NEEDS, NEED | {"pact_id": "PFL-MO"}, edition=date(2026, 10, 31))
    assert refused() == []


def test_excelsior_tables_load_as_needs_without_a_pact(load, ask, told):
    entries = NEED | {
        "pact_id": "",
        "province": "",
        "occupation_code": "522",
        "evidence": "excelsior",
    }
    load(NEEDS, entries, entries | {"need_id": "N2", "year": "2026", "positions": "43"})
    assert ask("select count(*) from raw.needs") == [(2,)]
    assert told() == [("positions", "43", "excelsior_not_in_tens")]


def test_a_pact_signed_without_a_day_is_told_and_one_that_ends_early_is_refused(
    load, refused, told
):
    load(PACTS, PACT | {"signed_on": ""}, PACT | {"pact_id": "B", "valid_to": "2023-01-01"})
    assert told() == [("signed_on", "active", "signed_without_day")]
    assert refused() == [(3, "validity_ends_before_it_begins: 2024-04-01 > 2023-01-01")]


def test_a_signatory_belongs_to_a_loaded_pact_and_has_a_role_of_the_list(load, ask, refused):
    load(PACTS, PACT)
    signs = {"pact_id": "PFL-PA", "body": "Camera di commercio", "role": "Chamber"}
    load(SIGNATORIES, signs, signs | {"pact_id": "X"}, signs | {"role": "amico"}, signs)
    assert ask("select role from raw.signatories") == [("chamber",)]
    assert refused() == [(3, "unknown_pact: X"), (4, "unreadable_role"), (5, "duplicate_row")]


def test_places_within_the_capacity_are_loaded(prepared, ask, told):
    assert prepared(NEED_OPERATIONS, LINK | {"places": "30"}).loaded == 1
    assert ask("select places from raw.need_operations") == [(30,)]
    assert told() == []


def test_places_over_the_capacity_are_refused_with_the_sum_that_breaks_it(prepared, refused):
    prepared(
        NEEDS, NEED | {"need_id": "N2", "year": "2026"}, NEED | {"need_id": "N3", "year": "2024"}
    )
    prepared(COURSE_OCCUPATIONS, COURSE | {"operation_code": "OP2"})
    prepared(
        NEED_OPERATIONS,
        LINK,
        LINK | {"need_id": "N2", "places": "11"},
        LINK | {"need_id": "N3", "operation_code": "OP2"},
    )
    assert refused() == [
        (2, "places_over_capacity: 20 + 11 = 31 > 30"),
        (3, "places_over_capacity: 20 + 11 = 31 > 30"),
    ]


def test_links_of_a_former_file_count_towards_the_capacity(prepared, refused):
    prepared(
        NEEDS, NEED | {"need_id": "N2", "year": "2026"}, NEED | {"need_id": "N3", "year": "2024"}
    )
    prepared(NEED_OPERATIONS, LINK)
    prepared(COURSE_OCCUPATIONS, COURSE | {"operation_code": "OP2"})
    prepared(
        NEED_OPERATIONS,
        LINK | {"need_id": "N2", "places": "15"},
        LINK | {"need_id": "N3", "operation_code": "OP2"},
    )
    assert refused() == [(2, "places_over_capacity: 20 + 15 = 35 > 30")]


def test_a_link_withdrawn_leaves_its_places(prepared, refused):
    prepared(NEEDS, OTHER)
    prepared(NEED_OPERATIONS, LINK)
    prepared(
        NEED_OPERATIONS,
        LINK | {"places": "0"},
        LINK | {"need_id": "N2", "places": "30"},
        edition=date(2026, 10, 31),
    )
    assert refused() == []


def test_a_link_to_nothing_is_refused(prepared, refused):
    prepared(NEED_OPERATIONS, LINK, LINK | {"need_id": "N9"}, LINK | {"operation_code": "OP9"})
    assert refused() == [(3, "unknown_need: N9"), (4, "unknown_operation: OP9")]


def test_a_link_that_cannot_be_checked_or_looks_wrong_is_loaded_and_told(prepared, told):
    prepared(
        COURSE_OCCUPATIONS,
        COURSE | {"operation_code": "OP2", "places": ""},
        COURSE | {"operation_code": "OP3", "occupation_code": "6212"},
    )
    prepared(NEED_OPERATIONS, LINK | {"operation_code": "OP2"}, LINK | {"operation_code": "OP3"})
    assert told() == [
        ("need_id", "5221", "course_prepares_for_others"),
        ("places", "20", "capacity_unknown"),
    ]


def test_money_of_an_operation_never_loaded_is_refused(
    load, database, insert_operations, operation, ask, refused
):
    insert_operations(database, 1, "2024-08-31", [operation("OP1")])
    part = {"operation_code": "OP1", "holder": "MiMIT", "amount_eur": "600,50"}
    load(FUNDING_SOURCES, part, part | {"holder": "FSE"}, part | {"operation_code": "OP9"})
    assert ask("select holder, amount_eur from raw.funding_sources order by all") == [
        ("economic_development_ministry", Decimal("600.50")),
        ("esf", Decimal("600.50")),
    ]
    assert refused() == [(4, "unknown_operation: OP9")]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("it", "patto mai caricato: caricare prima i patti (X)"),
        ("en", "pact never loaded: load pacts first (X)"),
    ],
)
def test_a_file_refused_whole_says_why_in_words(load, lang, said):
    with pytest.raises(NothingUsable) as error:
        load(NEEDS, NEED | {"pact_id": "X"})
    assert said in error_sentence(error.value, lang)


def test_a_reason_is_said_with_the_sum_that_shows_it():
    assert reason_words("places_over_capacity: 20 + 11 = 31 > 30", "it") == (
        "posti oltre la capienza dell'operazione (20 + 11 = 31 > 30)"
    )
