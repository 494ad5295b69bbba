"""The financial stages from planned to paid, each counted over the same programmes."""

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
    """One financial stage: its indicator, its amount in euro, and its share of the plan.

    Without a plan, the share is `None`.
    """

    kpi: Kpi
    euro: Figure | None
    on_plan: Figure | None


def stages(measure: Measure, selection: Selection) -> tuple[list[Stage], list[KpiResult]]:
    """Return the financial stages, the plan first, and the measured results that they come from.

    Where there is a plan, every stage counts only the programmes of the plan, so that all
    stages of a chart are about the same programmes.

    Args:
        measure: a function that measures an indicator on a selection.
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
