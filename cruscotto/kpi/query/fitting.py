"""Find which filters of a selection apply to an indicator.

For example, a financial plan cannot be filtered by the status of operations.
"""

from collections.abc import Callable

from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi

# How a reader measures an indicator along dimensions: with its own cache and audience.
Measure = Callable[[Kpi, tuple[str, ...], Selection], KpiResult]


def fits(kpi: Kpi, selection: Selection) -> bool:
    """Return whether an indicator can be filtered by every dimension of a selection."""
    return not not_understood(kpi, selection)


def not_understood(kpi: Kpi, selection: Selection) -> list[str]:
    """Return the filters of a selection that do not apply to an indicator.

    A filter of the source of outcomes is never in the result: it chooses a series of figures and
    leaves out no rows.
    """
    known = (*MART_DIMENSIONS[kpi.mart], "outcome_source")
    return [name for name, _ in selection.where if name not in known]


def fitting(kpi: Kpi, selection: Selection) -> Selection:
    """Return a selection without the filters that do not apply to an indicator."""
    known = (*MART_DIMENSIONS[kpi.mart], *(["outcome_source"] if kpi.by_source else []))
    where = {name: list(codes) for name, codes in selection.where if name in known}
    return Selection.of(selection.slot, **where)
