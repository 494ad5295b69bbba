"""No cent is lost or made when an operation is cut into parts."""

from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cruscotto.warehouse.build import build

AMOUNTS = ("FINANZ_TOTALE_PUBBLICO", "OC_IMPEGNI_GIURID_VINCOLANTI", "TOT_PAGAMENTI")
SUMS = "sum(public_funding_eur), sum(commitments_eur), sum(payments_eur)"

cents = st.one_of(st.none(), st.integers(-(10**6), 10**13))
codes = st.lists(st.integers(1, 20), min_size=1, max_size=7, unique=True)
portfolios = st.lists(
    st.tuples(st.tuples(cents, cents, cents), codes, st.integers(1, 3), st.integers(1, 999)),
    min_size=5,
    max_size=25,
)


def written(amount: int | None) -> str:
    return "" if amount is None else str(Decimal(amount) / 100).replace(".", ",")


@settings(
    max_examples=settings().max_examples // 12,  # a build takes a second
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(portfolio=portfolios)
def test_the_parts_of_every_operation_add_up_to_its_amounts(
    marts, operation, database: duckdb.DuckDBPyConnection, portfolio
) -> None:
    for table in ("raw.opencoesione_operations", "ledger.file"):
        database.execute(f"delete from {table}")
    con = marts(
        *(
            operation(
                f"OP{number}",
                COD_REGIONE=":::".join(f"{code:03}" for code in regions),
                COD_PROVINCIA="",
                OC_CODICE_PROGRAMMA=":::".join(f"P{n}" for n in range(programmes)),
                FINANZ_UE_IOG=f"{other},00",
                **dict(zip(AMOUNTS, map(written, amounts), strict=True)),
            )
            for number, (amounts, regions, programmes, other) in enumerate(portfolio)
        )
    )
    found = con.execute(
        f"select operation_code, {SUMS} from marts.operation_share group by 1"
    ).fetchall()
    expected = {
        f"OP{number}": tuple(None if a is None else Decimal(a) / 100 for a in amounts)
        for number, (amounts, *_) in enumerate(portfolio)
    }
    assert {code: tuple(sums) for code, *sums in found} == expected


@pytest.mark.parametrize("amount", ["99999999999999,99", "9999999999999999,99"])
def test_an_absurd_amount_neither_stops_the_build_nor_loses_a_cent(
    marts, operation, amount
) -> None:
    con = marts(
        operation(
            "OP1",
            FINANZ_TOTALE_PUBBLICO=amount,
            COD_REGIONE="001:::002:::003",
            OC_CODICE_PROGRAMMA="P1",
        )
    )
    total = con.execute("select sum(public_funding_eur) from marts.operation_share").fetchone()
    assert total == (Decimal(amount.replace(",", ".")),)


def test_a_check_that_finds_rows_stops_the_build_and_names_itself(marts, operation) -> None:
    from cruscotto.errors import ChecksFailed

    con = marts(operation("OP1"))
    con.execute("update ledger.file set rows_read = rows_read + 1")
    with pytest.raises(ChecksFailed) as caught:
        build(con, salt="0f" * 32)
    assert caught.value.facts["check"] == "every_file_adds_up"
    assert caught.value.facts["rows"] == 1
