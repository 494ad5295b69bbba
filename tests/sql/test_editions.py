"""Which edition is current, which is previous, and who steps aside."""

import pytest

OLD, NEW = "2024-06-30", "2024-08-31"


@pytest.fixture
def slots(marts):
    """Return `slots(editions)`: {(slot, operation): payments} of the editions given."""

    def of(editions):
        con = marts(editions, only=("marts.operation_share",))
        rows = con.execute(
            "select slot, operation_code, sum(payments_eur) from marts.operation_share group by all"
        ).fetchall()
        return {(slot, code): float(paid) for slot, code, paid in rows}

    return of


def test_the_newer_edition_is_current_and_the_older_previous(slots, operation) -> None:
    found = slots(
        {
            OLD: [operation("OP1", TOT_PAGAMENTI="1,00"), operation("OP2", TOT_PAGAMENTI="2,00")],
            NEW: [operation("OP1", TOT_PAGAMENTI="3,00")],
        }
    )
    assert found == {("current", "OP1"): 3, ("previous", "OP1"): 1, ("previous", "OP2"): 2}


def test_an_older_edition_imported_later_does_not_become_current(slots, operation) -> None:
    found = slots(
        {
            NEW: [operation("OP1", TOT_PAGAMENTI="3,00")],
            OLD: [operation("OP1", TOT_PAGAMENTI="1,00")],
        }
    )
    assert found == {("current", "OP1"): 3, ("previous", "OP1"): 1}


def test_a_third_edition_stays_in_the_raw_table_alone(slots, operation, database) -> None:
    found = slots(
        {
            "2024-04-30": [operation("OP1", TOT_PAGAMENTI="0,50")],
            OLD: [operation("OP1", TOT_PAGAMENTI="1,00")],
            NEW: [operation("OP1", TOT_PAGAMENTI="3,00")],
        }
    )
    assert found == {("current", "OP1"): 3, ("previous", "OP1"): 1}
    kept = database.execute("select count(*) from raw.opencoesione_operations").fetchone()
    assert kept == (3,)


def test_a_newer_edition_of_one_programme_leaves_another_as_it_is(slots, operation) -> None:
    other = {"OC_CODICE_PROGRAMMA": "2014IT05SFOP015"}
    found = slots(
        {
            OLD: [
                operation("OP1", TOT_PAGAMENTI="1,00"),
                operation("OP2", TOT_PAGAMENTI="2,00", **other),
            ],
            NEW: [operation("OP1", TOT_PAGAMENTI="3,00")],
        }
    )
    assert found == {("current", "OP1"): 3, ("previous", "OP1"): 1, ("current", "OP2"): 2}


def test_one_operation_in_two_files_of_one_edition_counts_once_as_imported_last(
    slots, operation
) -> None:
    found = slots(
        {
            NEW: [operation("OP1", TOT_PAGAMENTI="1,00"), operation("OP2", TOT_PAGAMENTI="2,00")],
            NEW + "+": [operation("OP1", TOT_PAGAMENTI="3,00")],
        }
    )
    assert found == {("current", "OP1"): 3, ("current", "OP2"): 2}


def test_an_operation_that_moved_to_another_programme_counts_once(slots, operation) -> None:
    found = slots(
        {
            OLD: [operation("OP1", TOT_PAGAMENTI="1,00")],
            NEW: [operation("OP1", TOT_PAGAMENTI="3,00", OC_CODICE_PROGRAMMA="2014IT05SFOP015")],
        }
    )
    assert {key: paid for key, paid in found.items() if key[0] == "current"} == {
        ("current", "OP1"): 3
    }


def test_synthetic_operations_step_aside_for_published_ones(slots, operation) -> None:
    found = slots({OLD: [operation("SINT-1")], NEW: [operation("OP1", TOT_PAGAMENTI="3,00")]})
    assert found == {("current", "OP1"): 3}


def test_synthetic_operations_alone_are_shown_and_say_so(marts, operation) -> None:
    con = marts(operation("SINT-1"), only=("marts.operation",))
    assert con.execute("select is_synthetic from marts.operation").fetchall() == [(True,)]


def test_the_list_of_operations_holds_each_current_operation_once(marts, operation) -> None:
    con = marts(
        {
            OLD: [operation("OP1"), operation("OP2")],
            NEW: [
                operation("OP1", COD_REGIONE="003:::019", OC_CODICE_PROGRAMMA="P1:::P2"),
                operation("OP3", FINANZ_UE_IOG="10,00"),
            ],
        }
    )
    rows = con.execute("select operation_code from marts.operation order by 1").fetchall()
    assert rows == [("OP1",), ("OP3",)]
