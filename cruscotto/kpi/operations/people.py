"""Participants and outcomes of single operations, guarded like every figure of persons.

Operations are thousands: too many for the search that protects small tables. A small operation is
hidden together with the smallest one that is not, in the finest group whose total other results
show, so that no total gives it away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from cruscotto.disclosure.publish import publish
from cruscotto.disclosure.rules import Audience, Rules, current_rules
from cruscotto.kpi.query.intervals import wilson
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.warehouse.reading import ask

Row = dict[str, Any]


@dataclass(frozen=True)
class OperationPeople:
    """An operation's participations, and its placement rate at 6 months by registers."""

    participations: KpiRow
    placement: KpiRow


def people_of(
    con: duckdb.DuckDBPyConnection, codes: Sequence[str], rules: Rules | None = None
) -> dict[str, OperationPeople]:
    """Return the people of some current operations, by code; those without records are absent.

    Args:
        con: a reader's connection.
        codes: the operations, such as those of one page of the list.
        rules: the audience and its thresholds; the installation's own when left out.
    """
    guarding = rules or current_rules()
    rows = ask(con, "operation_people", {"codes": list(codes), "threshold": guarding.threshold})
    return {row["operation_code"]: _guarded(row, guarding) for row in rows}


def _guarded(row: Row, rules: Rules) -> OperationPeople:
    code = (row["operation_code"],)
    if rules.audience is Audience.PUBLIC:
        row = _noisy(row, rules)
    hides = rules.audience is not Audience.EXACT
    return OperationPeople(
        _hidden(code) if hides and row["hides_count"] else _count(code, row["participations"]),
        _hidden(code) if hides and row["hides_rate"] else _rate(code, row),
    )


def _noisy(row: Row, rules: Rules) -> Row:
    """Give an operation's counts the noise of their keys; only the threshold hides them."""
    count, rate = publish(
        [(row["participations"],), (row["placed_6m"], row["known_6m"])],
        [(row["participations_key"],), (row["placed_6m_key"], row["known_6m_key"])],
        rules,
    )
    changed = {**row, "hides_count": count.hidden, "hides_rate": rate.hidden}
    if count.counts:
        changed["participations"] = count.counts[0]
    if rate.counts:
        changed["placed_6m"], changed["known_6m"] = rate.counts
    return changed


def _hidden(code: tuple[str, ...]) -> KpiRow:
    return KpiRow(code, None, None, None, State.HIDDEN)


def _count(code: tuple[str, ...], count: int) -> KpiRow:
    return KpiRow(code, count, None, count)


def _rate(code: tuple[str, ...], row: Row) -> KpiRow:
    placed, known = row["placed_6m"], row["known_6m"]
    if not known:
        waits = row["jobless_leavers"] > 0 and row["mature_6m"] == 0
        return KpiRow(code, 0, 0, None, State.IMMATURE if waits else State.MISSING)
    low, high = wilson(placed, known) or (None, None)
    return KpiRow(code, placed, known, placed / known, low=low, high=high)
