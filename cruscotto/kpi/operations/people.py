"""Participations and outcomes of single operations, under disclosure control.

The rules are those for all counts: the noise of an operation's counts comes from its record keys,
and a small count is hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from cruscotto.access import current_rules
from cruscotto.disclosure.head_counts import Heads
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.intervals import wilson
from cruscotto.kpi.query.own import own_operations
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.warehouse.reading import ask

Row = dict[str, Any]
COUNTED = ("participations", "known_6m", "placed_6m")


@dataclass(frozen=True)
class OperationPeople:
    """An operation's participations, and its placement rate at 6 months from registers."""

    participations: KpiRow
    placement: KpiRow


def people_of(
    con: duckdb.DuckDBPyConnection, codes: Sequence[str], rules: Rules | None = None
) -> dict[str, OperationPeople]:
    """Return the participations and placement rate of some current operations, by code.

    Operations without records of participations are left out.

    Args:
        con: a read-only connection to the warehouse.
        codes: the operations, such as those of one page of the list.
        rules: the audience and its thresholds; when left out, the rules of the current reader.
    """
    guarding = rules or current_rules()
    rows = ask(con, "operation_people", {"codes": list(codes)})
    heads = {name: _heads(rows, name, guarding) for name in COUNTED}
    plain = np.zeros(len(rows), dtype=np.bool_)
    small = {name: count.small(guarding, plain) for name, count in heads.items()}
    failed = (heads["known_6m"] - heads["placed_6m"]).small(guarding, plain)
    hides_rate = small["participations"] | small["known_6m"] | small["placed_6m"] | failed
    own, found = own_operations(con, codes, guarding), {}
    for place, row in enumerate(rows):
        code = (row["operation_code"],)
        if row["operation_code"] in own:
            found[row["operation_code"]] = OperationPeople(_count(code, row), _rate(code, row))
            continue
        seen = row | {name: int(count.shown[place]) for name, count in heads.items()}
        found[row["operation_code"]] = OperationPeople(
            _hidden(code) if small["participations"][place] else _count(code, seen),
            _hidden(code) if hides_rate[place] else _rate(code, seen),
        )
    return found


def _heads(rows: Sequence[Row], name: str, rules: Rules) -> Heads:
    keys = [int(row[f"{name}_key"]) % 2**32 for row in rows]
    return Heads.of([row[name] for row in rows], keys, rules)


def _hidden(code: tuple[str, ...]) -> KpiRow:
    return KpiRow(code, None, None, None, State.HIDDEN)


def _count(code: tuple[str, ...], row: Row) -> KpiRow:
    return KpiRow(code, row["participations"], None, row["participations"])


def _rate(code: tuple[str, ...], row: Row) -> KpiRow:
    placed, known = row["placed_6m"], row["known_6m"]
    if not known:
        waits = row["jobless_leavers"] > 0 and row["mature_6m"] == 0
        return KpiRow(code, 0, 0, None, State.IMMATURE if waits else State.MISSING)
    low, high = wilson(placed, known) or (None, None)
    return KpiRow(code, placed, known, placed / known, low=low, high=high)
