"""Compute costs per person, with money split by the counts of persons that an audience sees.

An operation's money is split, for instance among regions, in proportion to its persons. Amounts are
published: a split by exact counts would reveal exact shares of persons. So the money is split by
the noisy counts that the audience sees.
"""

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
from sqlglot import exp

from cruscotto.disclosure.head_counts import Heads
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.asking import codes_of
from cruscotto.kpi.query.own import AUTHORITY
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_of, conditions, grouped, rows_of
from cruscotto.kpi.registry.model import Kpi
from cruscotto.warehouse.reading import records

Row = dict[str, Any]
FUNDING, WHOLE = "operation_funding_eur", "operation_participations"
OWNER = column_of(AUTHORITY)


def shared_money(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rows: Sequence[Row],
    rules: Rules,
) -> list[Row]:
    """Return the rows of a cost per person, with a new numerator: the money, in euro.

    A row gets a share of each operation's money: its share of the operation's persons. Persons are
    counted as the audience sees them, with noise.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a cost per person.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        rows: the cost's rows, as read from the warehouse.
        rules: the audience and its noise.
    """
    # a placement is paid for by the money of those whose outcome is known
    part = "known_6m" if kpi.at_risk else "participations"
    columns = tuple(column_of(name, kpi) for name in by)
    listed = (FUNDING, OWNER, *(f"{name}{key}" for name in (part, WHOLE) for key in ("", "_key")))
    query = grouped(rows_of(kpi, chosen), columns).where(
        exp.column(kpi.numerator).is_(exp.null()).not_()
    )
    query = query.select(*(exp.alias_(exp.ArrayAgg(this=exp.column(n)), n) for n in listed))
    found = records(con, query.sql("duckdb"), conditions(chosen, kpi=kpi)[1])
    money = {
        codes: _following(row, part, rules)
        for codes, row in zip(codes_of(kpi, by, found), found, strict=True)
    }
    return [
        row | {"numerator": money.get(codes)}
        for codes, row in zip(codes_of(kpi, by, rows), rows, strict=True)
    ]


def _following(row: Row, part: str, rules: Rules) -> float | None:
    """Return the money of one row, in euro; `None` if the row has no operation.

    For each operation it is the operation's money, times the persons of the row, divided by all
    persons of the operation; the result is the sum over operations. Both numbers of persons have
    the noise of the audience.

    Args:
        row: lists with an entry per operation: its money, its authority, the persons of the row
            (`part`), all its persons, and the keys of these two counts.
        part: the name of the list with the persons of the row.
        rules: the audience and its noise.
    """
    if not row[FUNDING]:  # without dimensions the engine answers for nobody, too
        return None
    own = np.isin(row[OWNER], rules.own)
    some, everybody = (
        Heads.of(row[name], np.array(row[f"{name}_key"], dtype=np.int64) % 2**32, rules, own).shown
        for name in (part, WHOLE)
    )
    return float(np.array(row[FUNDING]) @ np.minimum(1.0, some / np.maximum(everybody, 1)))
