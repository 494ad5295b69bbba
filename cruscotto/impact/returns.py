"""What comes back of a net effect: only where the effect is credible, and with its interval.

More people at work pay income tax and contributions, and gain what is left of their pay. How long
the effect lasts is not observed: the figures are for one year of it, and for as many as the effect
has been looked at; the break-even year is how long it would have to last. Unemployment benefit
saved is an upper bound, for nobody knows who would have had it.
"""

from dataclasses import dataclass

from cruscotto.evaluation import Judgement
from cruscotto.finance.public_value import PublicValue, break_even_year, value_of
from cruscotto.finance.tax_rules import MONTHS, TaxRules, tax_rules
from cruscotto.impact.answers import Answer

# Outcomes that are work after so many months: an effect on anything else pays no tax.
WORK = ("employed_6m", "employed_12m")


@dataclass(frozen=True)
class Returns:
    """What one participant costs and brings, at the effect and at both ends of its interval.

    Attributes:
        monthly_pay: gross pay of a month of those at work, in euro.
        value: at the estimate, the effect lasting one year.
        low: at the lower end.
        high: at the upper end.
        break_even: year by which the budget has its money back if the effect lasts, at the
            estimate, the lower and the upper end.
        with_benefits: at the estimate, if everybody else had been paid NASpI.
        rules: the taxes it stands on.
    """

    monthly_pay: float
    value: PublicValue
    low: PublicValue
    high: PublicValue
    break_even: tuple[int | None, int | None, int | None]
    with_benefits: PublicValue
    rules: TaxRules


def returns(answer: Answer, cost: float | None, monthly_pay: float | None) -> Returns | None:
    """Return what comes back; `None` where the effect is not credible or something is unknown.

    Args:
        answer: a net effect with its verdict.
        cost: of a participant, in euro.
        monthly_pay: gross pay of a month of those at work after the course, in euro.
    """
    if answer.choice.outcome not in WORK or not answer.found or not cost or not monthly_pay:
        return None
    one, judged = answer.found.estimate, answer.found.verdict.judgement
    if judged is not Judgement.CREDIBLE or one.low <= 0:
        return None
    rules, discount = tax_rules(), tax_rules().value("discount_pct") / 100
    gain, returned = _of_a_job(monthly_pay * MONTHS, rules)
    benefit = rules.naspi(monthly_pay) * MONTHS

    def at(effect: float, saved: float = 0.0) -> PublicValue:
        return value_of(cost, effect * (gain - saved), effect * (returned + saved), 1, discount)

    years = tuple(
        break_even_year(cost, effect * returned, discount)
        for effect in (one.att, one.low, one.high)
    )
    return Returns(
        monthly_pay,
        at(one.att),
        at(one.low),
        at(one.high),
        (years[0], years[1], years[2]),
        at(one.att, benefit),
        rules,
    )


def _of_a_job(gross: float, rules: TaxRules) -> tuple[float, float]:
    """Return what a year of work leaves its worker, and what it brings the public budget."""
    tax, own = rules.income_tax(gross), rules.employee_contribution(gross)
    return gross - tax - own, tax + own + rules.employer_contribution(gross)
