"""A region's rates beside Italy's: above, below, or not clearly either."""

import pytest

from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import PAYMENT_RATE
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.ui.exhibit.turning import clearly_apart
from cruscotto.ui.regions.beside_italy import standing, title


def rate(value, low=None, high=None):
    return KpiRow((), 1, 2, value, low=low, high=high)


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (rate(0.56, 0.51, 0.61), "alike"),
        (rate(0.56, 0.53, 0.59), "above"),
        (rate(0.48, 0.45, 0.51), "below"),
        (rate(None), "unknown"),
    ],
)
def test_a_rate_of_people_is_above_italy_only_with_its_whole_interval(here, expected) -> None:
    assert standing(PLACEMENT_RATE_6M, here, rate(0.52, 0.51, 0.53)) == expected


def test_sums_of_money_differ_where_they_are_written_differently() -> None:
    assert standing(PAYMENT_RATE, rate(0.9012), rate(0.9014)) == "alike"
    assert standing(PAYMENT_RATE, rate(0.902), rate(0.9014)) == "above"


def test_the_title_counts_what_is_clear_and_what_is_not() -> None:
    def result(row):
        return KpiResult(PLACEMENT_RATE_6M, (), Selection(), (row,))

    italy = result(rate(0.52, 0.51, 0.53))
    rows = [rate(0.56, 0.51, 0.61), rate(0.6, 0.55, 0.65), rate(0.4, 0.3, 0.5)]
    found = [(PLACEMENT_RATE_6M, [result(row), italy]) for row in rows]
    assert title("Sicilia", found, "it") == (
        "Sicilia accanto all'Italia: di 3 tassi, 1 sopra, 1 sotto, 1 senza una differenza certa"
    )


def test_only_members_clearly_apart_from_all_are_asked_whether_they_turn_round() -> None:
    rows = (
        KpiRow(("a",), 1, 2, 0.5, low=0.45, high=0.55),
        KpiRow(("b",), 1, 2, 0.7, low=0.6, high=0.8),
        KpiRow(("c",), 1, 2, 0.9),
    )
    by_age = KpiResult(PLACEMENT_RATE_6M, ("age_band",), Selection(), rows)
    whole = KpiResult(PLACEMENT_RATE_6M, (), Selection(), (rate(0.52),))
    assert clearly_apart(by_age, whole) == ["b"]
