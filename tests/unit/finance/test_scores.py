"""Forecasts made again and held against what came, and the public log of errors."""

from datetime import date
from decimal import Decimal

from cruscotto.facts.error_log import errors
from cruscotto.finance.arrivals import Goal
from cruscotto.finance.decommitment import Account, Receipt, Tranche
from cruscotto.finance.forecast import YEAR, Month
from cruscotto.finance.reading import Book, Place
from cruscotto.finance.scores import Score, What, scores

GOAL = Goal("P", "1", "CO01", "all")


def book(*amounts: int) -> Book:
    """Return an account that claims so much in each month of a year, year after year from 2016."""
    claims = tuple(
        Receipt(date(2016 + number, month, 20), Decimal(amount))
        for number, amount in enumerate(amounts)
        for month in range(1, 13)
    )
    account = Account(
        "2014-2020", (Tranche(2014, Decimal(1)), Tranche(2017, Decimal(1))), (), claims
    )
    months = {Month.of(claim.day).number: float(claim.eu_eur) for claim in claims}
    return Book(Place("P", "FSE", "all"), account, date(2019, 12, 31), False, False, _months=months)


def test_a_steady_pace_is_held_by_its_band_and_a_sudden_one_is_not() -> None:
    (steady,) = [s for s in scores([book(10, 10, 10, 10)], {}) if s.year == 2019]
    assert steady == Score(What.COVERED, 2019, 1, 1)
    sudden = book(10, 10, 10, 10)
    late = Receipt(date(2019, 12, 30), Decimal(5_000))
    account = Account("2014-2020", sudden.account.tranches, (), (*sudden.account.claims, late))
    changed = Book(sudden.place, account, sudden.edition, False, False, _months=sudden._months)
    (missed,) = [s for s in scores([changed], {}) if s.year == 2019]
    assert (missed.forecasts, missed.inside, missed.share) == (1, 0, 0.0)


def test_the_arrival_of_a_target_is_scored_against_the_year_in_which_it_came() -> None:
    first = 2016 * YEAR
    found = scores([], {GOAL: {first + n: 10 for n in range(4 * YEAR)}})
    assert {(s.what, s.year) for s in found} == {(What.ARRIVAL, 2019)}
    assert [(s.forecasts, s.inside) for s in found] == [(1, 1)]
    assert scores([], {GOAL: {first: 3}}) == ()


def test_every_error_of_the_log_has_its_days_and_both_languages() -> None:
    assert len(errors()) >= 12
    for one in errors():
        assert one.mended is None or one.since <= one.mended
        assert all(text.it and text.en for text in (one.shown, one.right, one.found))
