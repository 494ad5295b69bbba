"""One source speaks for a programme and edition: two of the same day are never added up."""

from decimal import Decimal

import pytest

from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import PAYMENT_RATE

LOMBARDIA = "2014IT05SFOP007"
DAY, LATER = "2020-01-31", "2020-03-31"
# What POR Lombardia had paid of its plan of 970,474,516 euro, to the cent.
PAID = Decimal("842371879.89")


@pytest.fixture
def lombardia(sound, operation, database, insert_operations, load):
    """Return `lombardia(day)`: OpenCoesione of that day, exchange files of 31 January 2020."""

    def loaded(day: str = DAY, programmes: str = LOMBARDIA, number: int = 1, also: str = ""):
        told = {"OC_CODICE_PROGRAMMA": programmes, "TOT_PAGAMENTI": f"{PAID}".replace(".", ",")}
        insert_operations(database, number, day, [operation("9LO0001", **told, COD_REGIONE="003")])
        delivery = sound("LOCALE-1")
        delivery["AP04"] = [place(delivery["AP04"][0], name) for name in (LOMBARDIA, also) if name]
        delivery["FN01"] = [place(delivery["FN01"][0], name) for name in (LOMBARDIA, also) if name]
        for code in ("FN05", "FN07", "FN09"):
            delivery[code] = [place(row, LOMBARDIA) for row in delivery[code]]
        delivery["FN06"][0]["importo_pag"] = f"{PAID}".replace(".", ",")
        return load(delivery)

    return loaded


def place(row: dict[str, str], programme: str) -> dict[str, str]:
    level = {"cod_liv_gerarchico": f"{programme}#MDR#1#08#8i#8.5"}
    return row | {"cod_programma": programme} | (level if "cod_liv_gerarchico" in row else {})


def paid(con) -> dict[tuple[str, str], Decimal]:
    rows = con.execute(
        "select slot, programme_code, sum(payments_eur) from marts.operation_share group by all"
    ).fetchall()
    return {(slot, programme): amount for slot, programme, amount in rows}


@pytest.mark.parametrize("number", [0, 99], ids=["imported first", "imported last"])
def test_two_sources_of_one_day_give_the_payment_rate_of_one(lombardia, number) -> None:
    con = lombardia(number=number)
    (rate,) = measure(con, PAYMENT_RATE, (), Selection.of(programme=LOMBARDIA)).rows
    assert rate.numerator == PAID
    # 86.8 % of the plan of April 2019; the two added up gave 173.6 %
    assert round(100 * float(rate.value), 1) == round(float(100 * PAID / rate.denominator), 1)
    assert paid(con) == {("current", LOMBARDIA): PAID}
    assert con.execute("select operation_code from marts.operation").fetchall() == [("LOCALE-1",)]
    # nothing is lost: what stands aside is in its raw table
    assert con.execute("select count(*) from raw.opencoesione_operations").fetchone() == (1,)


def test_the_newer_of_two_sources_is_current_and_the_older_previous(lombardia) -> None:
    con = lombardia(LATER)
    found = con.execute("select slot, source from staging.int_operations order by 1").fetchall()
    assert found == [("current", "opencoesione"), ("previous", "puc")]


def test_a_second_programme_of_an_operation_keeps_its_part(lombardia) -> None:
    other = "2014IT05SFOP002"
    con = lombardia(programmes=f"{LOMBARDIA}:::{other}")
    half = (PAID / 2).quantize(Decimal("0.01"))
    found = paid(con)
    assert found[("current", LOMBARDIA)] == PAID
    assert abs(found[("current", other)] - half) <= Decimal("0.01")


def test_a_list_does_not_speak_for_a_programme_that_a_source_names_alone(
    lombardia, operation, database, insert_operations
) -> None:
    """One joint operation of a small delivery must not put another authority's aside."""
    other = "2014IT05SFOP002"
    insert_operations(
        database, 50, DAY, [operation("9SP0001", OC_CODICE_PROGRAMMA=other, TOT_PAGAMENTI="7,00")]
    )
    con = lombardia(also=other)
    assert paid(con) == {("current", LOMBARDIA): PAID, ("current", other): 7}
