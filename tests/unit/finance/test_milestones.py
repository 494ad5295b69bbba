"""The performance framework's verdicts, the pace a target asks, and when it is reached."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cruscotto.finance.decommitment_rules import performance_rules
from cruscotto.finance.forecast import YEAR, Month
from cruscotto.finance.milestones import Arrival, Status, Verdict, arrival, judge, progress, status

LAST = Month(2020 * 12 + 11)


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        (("0.85", "0.90"), Verdict.ACHIEVED),
        (("0.85", "0.845"), Verdict.NOT_ACHIEVED),
        (("0.85", "0.90", "0.75"), Verdict.ACHIEVED),
        (("0.85", "0.75", "0.75"), Verdict.NOT_ACHIEVED),
        (("0.85", "0.90", "0.745"), Verdict.NOT_ACHIEVED),
        (("0.645", "1.20"), Verdict.SERIOUS_FAILURE),
        (("0.64", "1.20", "1.00"), Verdict.NOT_ACHIEVED),
        (("0.64", "0.60", "1.00"), Verdict.SERIOUS_FAILURE),
        (("0.65",), Verdict.NOT_ACHIEVED),
    ],
)
def test_a_priority_is_judged_by_85_75_and_65_percent(shares, verdict) -> None:
    assert judge("2014-2020", [Decimal(share) for share in shares]) is verdict


def test_a_period_without_thresholds_and_a_priority_without_indicators_have_no_verdict() -> None:
    assert judge("2021-2027", [Decimal(1)]) is None
    assert judge("2014-2020", []) is None


def test_both_periods_have_their_years() -> None:
    years = [
        performance_rules(period)[name].year
        for period in ("2014-2020", "2021-2027")
        for name in ("milestone", "target")
    ]
    assert years == [2018, 2023, 2024, 2029]


def test_a_target_asks_for_a_pace() -> None:
    seen = progress(Decimal(1000), Decimal(400), 2029, date(2028, 12, 31))
    assert (seen.share, seen.months_left, seen.per_month) == (Decimal("0.4"), 12, 50)
    assert progress(Decimal(1000), Decimal(400), 2027, date(2028, 12, 31)).per_month is None
    assert progress(Decimal(10), Decimal(12), 2029, date(2028, 1, 1)).per_month == 0
    assert progress(Decimal(0), Decimal(12), 2029, date(2028, 1, 1)).share is None


def test_a_steady_pace_arrives_in_its_year() -> None:
    found = arrival(np.full(36, 10.0), LAST, 130.0)
    assert found is not None
    assert (found.early, found.median, found.late) == (2022, 2022, 2022)


def test_an_uneven_pace_has_a_band_and_a_dead_one_no_year() -> None:
    uneven = arrival(np.random.default_rng(1).gamma(0.3, 10, 36), LAST, 150.0)
    assert uneven is not None
    assert uneven.early < uneven.median <= uneven.late
    dead = arrival(np.zeros(36), LAST, 1.0)
    assert dead is not None
    assert (dead.early, dead.median, dead.late) == (None, None, None)
    assert arrival(np.ones(5), LAST, 1.0) is None


def test_what_is_reached_arrives_in_the_year_of_now() -> None:
    for missing in (0.0, -5.0):
        assert arrival(np.full(YEAR, 10.0), LAST, missing) == Arrival(2020, 2020, 2020)


def test_a_year_of_months_is_enough_and_the_first_month_ahead_is_of_the_next_year() -> None:
    assert arrival(np.full(YEAR, 10.0), LAST, 10.0) == Arrival(2021, 2021, 2021)
    assert arrival(np.full(YEAR, 10.0), LAST, 120.0) == Arrival(2021, 2021, 2021)
    assert arrival(np.full(YEAR, 10.0), LAST, 120.1) == Arrival(2022, 2022, 2022)


OPEN, OVER = date(2021, 12, 31), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("achieved", "at", "period", "arrives", "average", "stands"),
    [
        (100, OPEN, "2014-2020", None, None, Status.REACHED),
        (85, OVER, "2014-2020", None, None, Status.ENOUGH),
        (84, OVER, "2014-2020", None, None, Status.MISSED),
        # a period whose framework has no threshold asks for all of it
        (99, OVER, "2021-2027", None, None, Status.MISSED),
        (50, OPEN, "2014-2020", Arrival(2024, 2025, None), 2022, Status.WILL_MISS),
        (50, OPEN, "2014-2020", Arrival(None, None, None), 2022, Status.WILL_MISS),
        (50, OPEN, "2014-2020", Arrival(2023, 2024, None), 2022, Status.BEHIND),
        (50, OPEN, "2014-2020", Arrival(2022, 2023, None), 2030, Status.ON_THE_WAY),
        (50, OPEN, "2014-2020", None, 2024, Status.BEHIND),
        (50, OPEN, "2014-2020", None, None, Status.BEHIND),
        (50, OPEN, "2014-2020", None, 2023, Status.ON_THE_WAY),
    ],
)
def test_a_word_states_where_a_target_stands(
    achieved, at, period, arrives, average, stands
) -> None:
    seen = progress(Decimal(100), Decimal(achieved), 2023, at)
    assert seen.year == 2023
    assert status(seen, period, arrives, average) is stands


def test_where_a_target_stands_is_unknown_without_a_value_or_a_target() -> None:
    nothing = progress(Decimal(0), Decimal(5), 2023, OPEN)
    assert status(nothing, "2014-2020", None, 2022) is Status.UNKNOWN
    assert status(None, "2014-2020", None, 2022) is Status.UNKNOWN
