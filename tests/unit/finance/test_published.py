"""Our statement held against what was published of certification."""

import csv
from collections import defaultdict
from decimal import Decimal

from cruscotto.config import REFERENCE
from cruscotto.finance.published import outcomes


def test_the_statement_is_what_came_wherever_it_was_published() -> None:
    assert len(outcomes()) == 6
    assert [one.programmes.it for one in outcomes() if not one.agrees] == []


def test_headroom_of_the_fund_in_2021_is_the_printed_difference() -> None:
    fund, aid = outcomes()[:2]
    assert fund.covered_eur - fund.target_eur == Decimal("2986552026.41")
    assert aid.covered_eur - aid.target_eur == Decimal("661007.68")


def test_the_pace_of_2021_is_computed_from_the_years_that_the_commission_publishes() -> None:
    declared: dict[str, float] = defaultdict(float)
    path = REFERENCE / "official" / "cohesion_implementation_2014_2020.csv"
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            total = float(row["total_amount"] or 0)
            if row["fund"] in ("ESF", "YEI") and total:
                eu_rate = float(row["eu_amount"]) / total
                declared[row["reference_date"]] += (
                    float(row["total_eligible_expenditure"]) * eu_rate
                )
    last, first = declared["2020-12-31"], declared["2017-12-31"]
    (pace,) = (one for one in outcomes() if one.is_pace)
    assert abs(last + (last - first) / 3 - float(pace.covered_eur)) < 1
    assert pace.stated_eur == 0


def test_the_loss_of_the_youth_programme_is_its_uncovered_share() -> None:
    youth = outcomes()[4]
    assert round(youth.covered_eur / youth.target_eur, 3) == Decimal("0.966")
    assert youth.stated_eur > 0
