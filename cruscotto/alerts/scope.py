"""Decide which indicators and figures an alert may be about."""

from cruscotto.kpi.query.fitting import not_understood
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi

# Filters that make a selection somebody's: an indicator that does not know them is not about it.
OWNERS = ("region", "managing_authority", "programme", "axis", "theme", "pact")


def is_about(kpi: Kpi, selection: Selection) -> bool:
    """Return whether an indicator can apply the filters that a selection has on six dimensions.

    They are region, managing authority, programme, axis, theme and pact. Filters on other
    dimensions do not count.
    """
    return not set(OWNERS) & set(not_understood(kpi, selection))


def is_everything(selection: Selection) -> bool:
    """Return whether a selection has none of the filters that `is_about` lists."""
    return not any(selection.codes(name) for name in OWNERS)


def shown(result: KpiResult) -> KpiRow | None:
    """Return the total of a result if its figure may be shown, otherwise `None`."""
    row = next(iter(result.rows), None)
    return None if row is None or row.state is not State.SHOWN or row.value is None else row
