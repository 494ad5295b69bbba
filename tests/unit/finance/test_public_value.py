"""What comes back: the published value of JTPA for adults, and the Italian rules of a year."""

from itertools import pairwise
from math import inf
from types import SimpleNamespace

import pytest

from cruscotto.evaluation import Judgement
from cruscotto.finance.public_value import PublicValue, break_even_year, value_of, worth_of_years
from cruscotto.finance.tax_rules import tax_rules
from cruscotto.impact.returns import returns

# JTPA, adults: Bloom and others 1997, table 8 and table 3, as Hendren and Sprung-Keyser use them.
# Persons, cost, gain of earnings with wage subsidies, subsidies, welfare payments saved.
WOMEN, MEN = (6102, 1381, 1837, 154, 235), (5102, 1175, 1599, 244, -334)
TAX, YEARS, DISCOUNT = 0.128, 2.5, 0.03


def jtpa(cost: float, gain: float, subsidy: float, saved: float) -> PublicValue:
    """Return the value of one arm: a subsidy counts once, the rest is spread over the years."""
    earned, benefits = (gain - subsidy) / YEARS, saved / YEARS
    spread = value_of(cost, (1 - TAX) * earned - benefits, TAX * earned + benefits, YEARS, DISCOUNT)
    return PublicValue(cost, spread.willing + (1 - TAX) * subsidy, spread.returned + TAX * subsidy)


def test_the_published_value_of_jtpa_for_adults_is_reproduced() -> None:
    arms = [(size, jtpa(*rest)) for size, *rest in (WOMEN, MEN)]
    everybody = sum(size for size, _ in arms)
    pooled = PublicValue(
        *(
            sum(size * getattr(one, part) for size, one in arms) / everybody
            for part in ("cost", "willing", "returned")
        )
    )
    assert round(pooled.net_cost, 1) == 1093.5
    assert round(pooled.willing, 1) == 1503.8
    assert round(pooled.mvpf, 3) == 1.375


def test_a_programme_that_pays_for_itself_has_an_infinite_value() -> None:
    assert PublicValue(100, 10, 120).mvpf == inf
    assert PublicValue(100, 50, 0).mvpf == 0.5
    assert PublicValue(100, 50, 25).per_euro == 0.25


def test_the_break_even_year_is_the_first_at_whose_end_the_money_is_back() -> None:
    assert break_even_year(300, 100, 0.0) == 3
    assert break_even_year(301, 100, 0.0) == 4
    assert break_even_year(1000, 10, 0.03) is None
    assert break_even_year(100, -1, 0.03) is None
    assert worth_of_years(3, 0.0) == 3


def test_taxes_of_a_year_follow_the_table() -> None:
    rules = tax_rules()
    assert not rules.is_verified
    assert rules.employee_contribution(10_000) == pytest.approx(919)
    # 12,000 gross: 10,897.20 taxed at 23 %, less the whole credit
    assert rules.income_tax(12_000) == pytest.approx(10_897.2 * 0.23 - 1955)
    assert rules.income_tax(5_000) == 0
    assert rules.naspi(1_000) == pytest.approx(750)
    assert rules.naspi(9_000) == pytest.approx(1562.82)


def test_income_tax_falls_only_where_the_law_raises_the_credit() -> None:
    taxes = [tax_rules().income_tax(100.0 * n) for n in range(900)]
    falls = [n for n, (one, other) in enumerate(pairwise(taxes)) if other < one]
    # a base of 15,000 euro after contributions is a gross pay of 16,518
    assert falls == [165]


def answered(judgement="credible", low=0.05, outcome="employed_6m"):
    """Return an answer as far as what comes back of it looks at it."""
    estimate = SimpleNamespace(att=0.1, low=low, high=0.15)
    found = SimpleNamespace(
        estimate=estimate, verdict=SimpleNamespace(judgement=Judgement(judgement))
    )
    return SimpleNamespace(choice=SimpleNamespace(outcome=outcome), found=found)


def test_the_interval_of_the_effect_is_carried_into_what_comes_back() -> None:
    found = returns(answered(), 3000.0, 1000.0)
    rules = tax_rules()
    tax, own = rules.income_tax(12_000), rules.employee_contribution(12_000)
    assert found.value.willing == pytest.approx(0.1 * (12_000 - tax - own))
    assert found.value.returned == pytest.approx(0.1 * (tax + own + 3_600))
    assert found.low.mvpf < found.value.mvpf < found.high.mvpf
    assert found.break_even[1] > found.break_even[0] > found.break_even[2]
    # benefits saved are no loss to the two together
    total = found.value.willing + found.value.returned
    assert found.with_benefits.willing + found.with_benefits.returned == pytest.approx(total)


@pytest.mark.parametrize(
    "answer",
    [
        answered("weak"),
        answered("not_determinable"),
        answered(low=0.0),
        answered(outcome="permanent_6m"),
    ],
)
def test_nothing_comes_back_of_an_effect_that_is_not_credible(answer) -> None:
    assert returns(answer, 3000.0, 1000.0) is None


def test_nothing_comes_back_where_cost_or_pay_is_unknown() -> None:
    assert returns(answered(), None, 1000.0) is None
    assert returns(answered(), 3000.0, None) is None
