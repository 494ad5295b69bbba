"""Explain the change of an indicator between two selections, for rates of persons and for money."""

import duckdb

from cruscotto.access import current_rules
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.errors import NotExplained
from cruscotto.kpi.change import editions, money, persons
from cruscotto.kpi.change.explained import Explained
from cruscotto.kpi.change.sides import EDITION, Sides
from cruscotto.kpi.query import people
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi, Method


def is_explained(kpi: Kpi) -> bool:
    """Return whether the change of an indicator can be split into parts."""
    if kpi.is_cumulative:
        return False
    if kpi.method is Method.RATE:
        return kpi.mart == "participation"
    if kpi.method is Method.SUM:
        return kpi.mart == "operation_share"
    return kpi.mart in money.MARTS and kpi.method in money.METHODS


EXPLAINED = tuple(name for name, kpi in KPIS.items() if is_explained(kpi))


def require_explained(kpi: Kpi) -> None:
    """Raise an error where the change of an indicator cannot be split into parts.

    Raises:
        NotExplained: the indicator is neither a rate nor a sum over operations.
    """
    if not is_explained(kpi):
        raise NotExplained(kpi=kpi.name, known=list(EXPLAINED))


def explain(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    axis: str,
    sides: Sides,
    rules: Rules | None = None,
    *,
    whole: bool = False,
) -> Explained:
    """Return the change of an indicator between two selections, split into parts.

    Args:
        con: a read-only connection to the warehouse.
        kpi: the indicator.
        axis: the dimension along which the selections differ, or `edition`.
        sides: the first selection and the second.
        rules: the audience and its thresholds; when left out, the rules of the current reader.
        whole: if true, new and closed operations get no parts of their own. It matters only for
            a rate of persons compared between years.

    Raises:
        NotExplained: the indicator is neither a rate nor a sum over operations.
        NotAvailableBy: the indicator has no meaning along a dimension of the selections.
    """
    require_explained(kpi)
    guarding = rules or current_rules()
    first, last = (measure(con, kpi, (), side, guarding) for side in sides)
    found = Explained(kpi, axis, first, last)
    if first.audience is last.audience is Audience.EXACT:  # both are the reader's own participants
        guarding = guarding.model_copy(update={"audience": Audience.EXACT})
    if kpi.method is not Method.RATE:
        return money.explain_money(con, found, sides)
    counted = kpi
    if kpi.by_source:
        source = (*sides[0].codes("outcome_source"), *people.SOURCES)[0]
        counted = people.in_source(kpi, source)
        sides = (sides[0].with_(outcome_source=[]), sides[1].with_(outcome_source=[]))
    if axis == EDITION:
        return editions.explain_edition(con, found, counted, sides, guarding)
    return persons.explain_rate(con, found, counted, sides, guarding, whole=whole)
