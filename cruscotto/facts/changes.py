"""Cached answers on the change of an indicator, on adjusted targets, and on settled values.

The figure of a recent year is incomplete because records arrive late. Its settled value is the
value expected once they have arrived.
"""

from cruscotto.facts.edition import Edition, remembered
from cruscotto.facts.figures import compare
from cruscotto.kpi.change import explaining, settling
from cruscotto.kpi.change.cohorts import Outlook
from cruscotto.kpi.change.explained import Explained
from cruscotto.kpi.change.fair_targets import FairTarget, everywhere, require_fair
from cruscotto.kpi.change.fair_targets import fair_target as moved
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi


def explain(edition: Edition, kpi: Kpi, axis: str, first: Selection, last: Selection) -> Explained:
    """Split the change of an indicator between two selections into parts, and return them.

    `axis` is the dimension by which the selections differ, or `edition` if their editions differ.

    Raises:
        NotExplained: the indicator is neither a rate nor a sum over operations.
        NotAvailableBy: the indicator has no meaning along a dimension of the selections.
    """
    return _explain(edition, kpi.name, axis, first, last)


@remembered(256)
def _explain(edition: Edition, kpi: str, axis: str, first: Selection, last: Selection) -> Explained:
    return explaining.explain(edition.con, KPIS[kpi], axis, (first, last), edition.rules)


def fair_target(
    edition: Edition, kpi: Kpi, first: Selection, last: Selection, level: float | None = None
) -> FairTarget:
    """Return a first year's target, adjusted to the participants and labour market of a last year.

    Args:
        edition: the edition asked.
        kpi: a rate of persons.
        first: the selection in the first year.
        last: the same selection in the last year.
        level: the target agreed on, a fraction of one; when left out, the rate of the first year.

    Raises:
        NotFair: the indicator is no rate of persons.
        NotAvailableBy: the indicator has no meaning along a dimension of the selections.
    """
    require_fair(kpi)
    return _fair_target(edition, kpi.name, first, last, level)


@remembered(256)
def _fair_target(
    edition: Edition, kpi: str, first: Selection, last: Selection, level: float | None
) -> FairTarget:
    regions = compare(edition, KPIS[kpi], "region", everywhere(last))
    return moved(edition.con, KPIS[kpi], (first, last), edition.rules, level, regions)


def outlook(edition: Edition, kpi: Kpi, selection: Selection) -> Outlook:
    """Return an indicator's observed and settled values by year.

    The year is that of the operations' start for amounts of money, and that of the persons' exit
    for a placement rate.

    Raises:
        NotSettled: settled values of this indicator are not estimated.
        NotAvailableBy: the indicator has no meaning along a dimension of the selection.
    """
    return _outlook(edition, kpi.name, selection)


@remembered(64)
def _outlook(edition: Edition, kpi: str, selection: Selection) -> Outlook:
    return settling.outlook(edition.con, KPIS[kpi], selection, edition.rules)
