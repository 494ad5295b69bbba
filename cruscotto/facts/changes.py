"""Why indicators changed, guarded for one audience and each worked out once."""

from cruscotto.facts.edition import Edition, remembered
from cruscotto.kpi.change import explaining
from cruscotto.kpi.change.explained import Explained
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi


def explain(edition: Edition, kpi: Kpi, axis: str, first: Selection, last: Selection) -> Explained:
    """Part the change of an indicator between two selections.

    Raises:
        NotExplained: the indicator is neither a rate nor a sum over operations.
        NotAvailableBy: the indicator has no meaning along a dimension of the selections.
    """
    return _explain(edition, kpi.name, axis, first, last)


@remembered(256)
def _explain(edition: Edition, kpi: str, axis: str, first: Selection, last: Selection) -> Explained:
    return explaining.explain(edition.con, KPIS[kpi], axis, (first, last), edition.rules)
