"""Operations by province: one named province counts there, anything else is told apart."""

import pytest

from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.registry import kpi


@pytest.fixture(scope="module")
def con(shared_marts, operation):
    return shared_marts(
        operation("P1", COD_PROVINCIA="019082"),
        operation("P2", COD_PROVINCIA="019082:::019087"),
        operation("P3", COD_PROVINCIA=""),
        operation("P4", COD_PROVINCIA="003015"),  # Milano, of a programme of Sicilia
        operation("P5", COD_PROVINCIA="82"),
    )


def test_one_province_alone_in_the_regions_own_counts(con):
    found = measure(con, kpi("operations_count"), ("province",))
    assert {row.codes[0]: row.value for row in found.rows} == {"ITG12": 2, "unknown": 3}


def test_money_by_province_adds_up_to_the_total(con):
    parts = measure(con, kpi("payments_eur"), ("province",))
    assert sum(row.value for row in parts.rows) == measure(con, kpi("payments_eur")).value()


def test_there_are_107_provinces_each_in_a_region(con):
    row = con.execute(
        "select count(*), count(distinct province_code), count(distinct region_code) "
        "from marts.province"
    ).fetchone()
    assert row == (107, 107, 21)
