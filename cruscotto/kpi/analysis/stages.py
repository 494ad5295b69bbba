"""The financial stages of operations, from planned to paid, as amounts of money."""

from dataclasses import dataclass

from cruscotto.kpi.query.fitting import Measure, fits
from cruscotto.kpi.query.result import Figure, KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import (
    COMMITMENT_RATE,
    COMMITMENTS_EUR,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PLANNED_BUDGET_EUR,
    PUBLIC_FUNDING_EUR,
    SELECTION_RATE,
)

# Without a plan, the amounts of all operations; with one, those of the programmes planned.
STAGES: tuple[Kpi, ...] = (PUBLIC_FUNDING_EUR, COMMITMENTS_EUR, PAYMENTS_EUR)
RATES: tuple[Kpi, ...] = (SELECTION_RATE, COMMITMENT_RATE, PAYMENT_RATE)


@dataclass(frozen=True)
class Stage:
    """One financial stage: planned, committed or paid, for example.

    Attributes:
        kpi: the indicator that gives the amount.
        euro: the amount, in euro.
        on_plan: the amount divided by the planned amount; `None` for the plan itself, and where
            there is no plan.
    """

    kpi: Kpi
    euro: Figure | None
    on_plan: Figure | None


def stages(measure: Measure, selection: Selection) -> tuple[list[Stage], list[KpiResult]]:
    """Return the financial stages in order, and the results that their amounts come from.

    If the selection has a plan, the plan is the first stage, and every stage counts only the
    programmes that have a plan. If not, there is no stage for the plan, and every stage counts all
    operations of the selection.

    Args:
        measure: a function that measures an indicator by dimensions on a selection.
        selection: the operations counted.
    """
    rates = [measure(kpi, (), selection) for kpi in RATES if fits(kpi, selection)]
    rates = [rate for rate in rates if rate.value() is not None]
    if not rates:
        plain = [measure(kpi, (), selection) for kpi in STAGES]
        return [Stage(r.kpi, r.value(), None) for r in plain if r.value() is not None], plain
    # the plan is that of the programmes counted: a rate's own denominator
    found = [Stage(PLANNED_BUDGET_EUR, rates[0].rows[0].denominator, None)]
    spent = dict(zip(RATES, STAGES, strict=True))
    found += [Stage(spent[r.kpi], r.rows[0].numerator, r.value()) for r in rates]
    return found, rates
