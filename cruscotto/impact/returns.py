"""What participants and the public budget gain from a net effect, if it is credible.

More people in work pay income tax and contributions, and keep the rest of their pay. How long the
effect lasts is not observed. So figures are for an effect of one year, and the break-even year
states how long the effect would have to last. The unemployment benefit saved is an upper bound,
since nobody knows who would have received it.
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
    """Cost and returns per participant, at the estimate and at the two ends of its interval.

    Attributes:
        monthly_pay: gross monthly pay of people in work, in euro.
        value: cost and returns at the estimate, with an effect of one year.
        low: cost and returns at the lower end of the interval.
        high: cost and returns at the upper end of the interval.
        break_even: the year by whose end the public budget has gained as much as the cost, if the
            effect lasts: at the estimate, at the lower and at the upper end.
        with_benefits: cost and returns at the estimate, if everybody out of work had received
            unemployment benefit (NASpI).
        rules: the tax rules applied.
    """

    monthly_pay: float
    value: PublicValue
    low: PublicValue
    high: PublicValue
    break_even: tuple[int | None, int | None, int | None]
    with_benefits: PublicValue
    rules: TaxRules


def returns(answer: Answer, cost: float | None, monthly_pay: float | None) -> Returns | None:
    """Return cost and returns; `None` if the effect is not credible or a figure is not known.

    Also `None` if the outcome is not work after 6 or 12 months, or if the interval is not above
    zero.

    Args:
        answer: a net effect with its verdict.
        cost: cost per participant, in euro.
        monthly_pay: gross monthly pay of people in work after the course, in euro.
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
    """Return what a worker and the public budget gain from a year of work at a gross pay, in euro.

    The first amount is the worker's, the second the public budget's.
    """
    tax, own = rules.income_tax(gross), rules.employee_contribution(gross)
    return gross - tax - own, tax + own + rules.employer_contribution(gross)
