"""How OpenCoesione writes the axes of 2021-2027: padded, with a letter, behind a placeholder."""

import pytest

PLUS = {"OC_COD_CICLO": "3", "OC_CODICE_PROGRAMMA": "2021IT05SFPR014", "COD_OB_TEMATICO": ""}


def axis(operation, code: str, axes: str, **changes: str):
    return operation(code, **{**PLUS, "OC_COD_ARTICOLAZ_PROGRAMMA": axes, **changes})


@pytest.fixture(scope="module")
def con(shared_marts, operation):
    """Return marts of axes in every spelling; only read."""
    inclusion = {"OC_CODICE_PROGRAMMA": "2021IT05FFPR003", "OC_DESCR_ARTICOLAZ_PROGRAMMA": ""}
    return shared_marts(
        *(
            axis(operation, f"ONE{i}", text)
            for i, text in enumerate(("1", "01", "P1", "p01", "0:::1", "0:::P01", "1:::01"))
        ),
        axis(operation, "TEN", "10"),
        axis(operation, "STEP", "1STEP", OC_CODICE_PROGRAMMA="2021IT16FFPR003"),
        axis(operation, "TWO", "0:::1:::2", COD_OB_TEMATICO="0:::ESO4.1:::ESO4.6"),
        axis(operation, "PAIR", "0:::2", OC_CODICE_PROGRAMMA="2021IT05SFPR014:::2021IT05SFPR002"),
        axis(operation, "OLD", "P1", OC_CODICE_PROGRAMMA="2007IT051PO003", OC_COD_CICLO="1"),
        axis(operation, "MATERIAL", "03", **inclusion),
    )


def shares(con, code: str) -> list[tuple[object, ...]]:
    return con.execute(
        "select programme_code, axis_code, cast(payments_eur as varchar) "
        "from marts.operation_share where operation_code = $code order by all",
        {"code": code},
    ).fetchall()


@pytest.mark.parametrize("number", range(7))
def test_an_axis_is_one_however_it_is_written(con, number) -> None:
    assert shares(con, f"ONE{number}") == [("2021IT05SFPR014", "1", "500.00")]


def test_other_codes_and_other_periods_stay_as_they_are(con) -> None:
    assert [shares(con, code)[0][1] for code in ("TEN", "STEP", "OLD")] == ["10", "1STEP", "P1"]


def test_a_placeholder_takes_no_money_and_objectives_follow_their_axes(con) -> None:
    found = con.execute(
        "select axis_code, theme_code, cast(payments_eur as varchar) from marts.operation_share "
        "where operation_code = 'TWO' order by 1"
    ).fetchall()
    assert found == [("1", "ESO4.1", "250.00"), ("2", "ESO4.6", "250.00")]


def test_a_placeholder_of_one_of_two_programmes_is_an_unknown_axis(con) -> None:
    assert shares(con, "PAIR") == [
        ("2021IT05SFPR002", "2", "250.00"),
        ("2021IT05SFPR014", "unknown", "250.00"),
    ]


def test_an_axis_without_an_objective_takes_the_one_it_is_known_by(con) -> None:
    found = con.execute(
        "select theme_code from marts.operation_share where operation_code = 'MATERIAL'"
    ).fetchone()
    assert found == ("ESO4.13",)
