"""The performance framework's verdicts, the pace a target asks, and when it is reached."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cruscotto.finance.decommitment_rules import performance_rules
from cruscotto.finance.forecast import Month
from cruscotto.finance.milestones import Verdict, arrival, judge, progress

LAST = Month(2020 * 12 + 11)


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        (("0.85", "0.90"), Verdict.ACHIEVED),
        (("0.85", "0.84"), Verdict.NOT_ACHIEVED),
        (("0.85", "0.90", "0.75"), Verdict.ACHIEVED),
        (("0.85", "0.75", "0.75"), Verdict.NOT_ACHIEVED),
        (("0.85", "0.90", "0.74"), Verdict.NOT_ACHIEVED),
        (("0.64", "1.20"), Verdict.SERIOUS_FAILURE),
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
