"""The worked example, and what the arithmetic must never do."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cruscotto.errors import UnknownName
from cruscotto.finance.decommitment import Account, Receipt, Tranche, months_left
from cruscotto.finance.decommitment_rules import TO_VERIFY, cofinancing_ceilings, tranche_rules

MILLION = 1_000_000
YEARS = (100, 120, 130, 140, 150, 160, 200)


def millions(amount: str | int) -> Decimal:
    return Decimal(amount) * MILLION


EXAMPLE = Account(
    period="2014-2020",
    tranches=tuple(
        Tranche(2014 + i, millions(amount), millions(amount) * 6 / 100)
        for i, amount in enumerate(YEARS)
    ),
    prefinancing=(Receipt(date(2015, 2, 1), millions(3)),),
    claims=tuple(
        Receipt(date(year, 12, 15), millions(amount))
        for year, amount in ((2016, 20), (2017, 60), (2018, 100), (2019, 80))
    ),
    cofinancing_rate=Decimal("0.5"),
)


@pytest.mark.parametrize(
    ("year", "target", "covered", "gap"),
    # 11 lost in 2017 and 12.8 in 2018 are no longer due: before, each year counted them again
    [(2017, "94", "83", "11"), (2018, "195.8", "183", "12.8"), (2019, "305.2", "263", "42.2")],
)
def test_the_worked_example_holds_to_the_cent(year, target, covered, gap) -> None:
    position = EXAMPLE.position(year, at=date(year, 12, 31))
    assert position.target_eur == millions(target)
    assert position.covered_eur == millions(covered)
    assert position.gap_eur == millions(gap)
    assert position.headroom_eur == 0


def test_with_five_months_left_the_gap_is_spread_over_them_in_total_cost() -> None:
    position = EXAMPLE.position(2017, at=date(2017, 7, 31))
    assert (position.months_left, position.gap_eur) == (5, millions(71))
    assert position.eur_per_month == millions(71) / 5 * 2
    assert position.total_cost_eur == millions(142)
    assert EXAMPLE.position(2019, at=date(2019, 12, 31)).eur_per_month is None


def test_a_monthly_amount_is_rounded_to_the_cent() -> None:
    account = Account("2014-2020", (Tranche(2014, Decimal(100)),), cofinancing_rate=Decimal("0.6"))
    assert account.position(2017, at=date(2017, 7, 31)).eur_per_month == Decimal("33.33")


def test_suspended_amounts_count_as_covered_and_later_claims_do_not() -> None:
    claims = (
        Receipt(date(2017, 6, 1), Decimal(40), suspended_eur=Decimal(10)),
        Receipt(date(2018, 1, 1), Decimal(500)),
    )
    account = Account("2014-2020", (Tranche(2014, Decimal(30)),), claims=claims)
    position = account.position(2017, at=date(2020, 1, 1))
    assert (position.covered_eur, position.headroom_eur) == (Decimal(50), Decimal(20))


def test_the_last_tranche_of_2021_2027_falls_due_with_the_one_before() -> None:
    account = Account("2021-2027", tuple(Tranche(y, Decimal(10)) for y in range(2021, 2028)))
    assert account.due_years() == tuple(range(2024, 2030))
    assert account.target_eur(2028) == 50
    assert account.target_eur(2029) == 70


def test_2007_2013_has_two_years_and_counts_everything() -> None:
    account = Account("2007-2013", (Tranche(2007, Decimal(10), Decimal(1)),))
    assert (account.target_eur(2008), account.target_eur(2009)) == (0, 10)


def test_a_tranche_outside_its_period_is_said() -> None:
    with pytest.raises(UnknownName):
        Account("2014-2020", (Tranche(2021, Decimal(1)),)).target_eur(2025)


@pytest.mark.parametrize(
    ("at", "months"),
    [
        (date(2025, 7, 31), 5),
        (date(2025, 8, 1), 5),
        (date(2025, 8, 15), 5),
        (date(2025, 12, 30), 1),
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 0),
        (date(2024, 12, 31), 12),
        (date(2024, 2, 29), 22),
    ],
)
def test_months_left_are_the_month_ends_still_to_come(at, months) -> None:
    assert months_left(at, 2025) == months


def test_losses_add_up_to_what_is_never_covered_and_no_more() -> None:
    ends = [date(year, 12, 31) for year in range(2017, 2020)]
    lost = sum(EXAMPLE.position(end.year, at=end).gap_eur for end in ends)
    assert lost == EXAMPLE.target_eur(2019) - EXAMPLE.covered_eur(ends[-1]) == millions(66)
    assert EXAMPLE.position(2019, at=date(2017, 6, 30)).lost_before_eur == 0


def test_the_tranche_2020_and_the_reserve_are_lost_at_closure_and_not_in_2023() -> None:
    assert EXAMPLE.due_years() == (2017, 2018, 2019, 2020, 2021, 2022, 2025)
    assert EXAMPLE.target_eur(2023) == EXAMPLE.target_eur(2022) == millions(800) * 94 / 100
    at_closure = EXAMPLE.position(2025, at=date(2025, 7, 31))
    assert (at_closure.day, at_closure.is_at_closure) == (date(2025, 7, 31), True)
    assert EXAMPLE.target_eur(2025) == millions(1000)


def test_react_eu_falls_due_at_closure_in_a_category_of_its_own() -> None:
    account = Account("2014-2020", (Tranche(2021, Decimal(10)),), category="react_eu")
    assert account.due_days() == (date(2025, 7, 31),)
    assert account.position(2025, at=date(2024, 1, 1)).gap_eur == 10


def test_an_advance_that_was_cleared_covers_no_longer() -> None:
    received = (Receipt(date(2017, 4, 1), Decimal(30)), Receipt(date(2017, 6, 1), Decimal(-20)))
    account = Account("2014-2020", (Tranche(2014, Decimal(100)),), prefinancing=received)
    assert account.position(2017, at=date(2017, 12, 31)).covered_eur == 10


AMOUNTS = some.decimals(min_value=0, max_value=10**10, places=2)


@given(
    tranches=some.lists(some.tuples(some.integers(2014, 2020), AMOUNTS), max_size=9),
    claims=some.lists(
        some.tuples(some.dates(date(2014, 1, 1), date(2025, 12, 31)), AMOUNTS, AMOUNTS), max_size=9
    ),
    year=some.integers(2014, 2026),
)
def test_gap_and_headroom_are_the_two_sides_of_one_difference(tranches, claims, year) -> None:
    account = Account(
        "2014-2020", tuple(Tranche(*t) for t in tranches), claims=tuple(Receipt(*c) for c in claims)
    )
    position = account.position(year, at=date(year, 12, 31))
    difference = position.covered_eur - position.target_eur
    assert position.headroom_eur - position.gap_eur == difference
    assert min(position.gap_eur, position.headroom_eur) == 0


def test_every_rule_has_its_legal_basis_and_says_how_sure_it_is() -> None:
    assert all(rule.legal_basis and rule.version for rule in tranche_rules())
    assert {rule.confidence for rule in tranche_rules()} <= {TO_VERIFY, "fonte letta"}
    assert all(0 < rate <= 1 for rate in cofinancing_ceilings().values())
