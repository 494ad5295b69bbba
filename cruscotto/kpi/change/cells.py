"""Queries on the two sides of a change: the selection before and the selection after.

Rows are grouped by kind of person or operation, and by whether both sides have the operation.
"""

from collections.abc import Collection
from typing import Any

import duckdb
from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import conditions
from cruscotto.kpi.registry.model import Kpi
from cruscotto.warehouse.reading import records

Row = dict[str, Any]
SHARED = "is_shared"
ON_SIDES = ("is_before", "is_after")


def marked(query: Select, kpi: Kpi, other: Selection, column: str) -> Select:
    """Return a query with the further column `is_shared`, by which it also groups.

    The column states whether a row's operation is also on the other side of the change.

    Args:
        query: a grouped query on one side. It reads the indicator's mart, or a subquery of it.
        kpi: the indicator.
        other: the selection of the other side.
        column: the column with the code of the operation.
    """
    there = (
        exp.select(exp.column(column))
        .from_(exp.Table(this=exp.to_identifier(kpi.mart), db=exp.to_identifier("marts")))
        .where(renamed(conditions(other, kpi=kpi)[0]))
    )
    shared = exp.In(this=exp.column(column), query=there.subquery())
    return query.select(exp.alias_(shared, SHARED)).group_by(exp.column(SHARED))


def of_both(
    query: Select, kpi: Kpi, other: Selection, column: str, wanted: Collection[str]
) -> Select:
    """Return one query that reads both sides of a change.

    It has three further columns, by which it also groups. `is_before` and `is_after` state which
    side a row is on. `is_shared` states whether the row's operation is on both sides.

    The records are read once. Two queries with `marked` would read them four times; this one takes
    a third less processor time.

    Args:
        query: a grouped query on one side, the later one. It reads the indicator's mart.
        kpi: the indicator.
        other: the selection of the other side. No record may be on both sides.
        column: the column with the code of the operation.
        wanted: the names of the summed columns to keep; other sums of `query` are left out.
    """
    groups = query.args["group"].expressions
    kept = [e for e in query.expressions if e in groups or e.alias_or_name in wanted]
    there = {c.name for one in kept for c in one.find_all(exp.Column)} | {column}
    tests = (query.args["where"].this, renamed(conditions(other, kpi=kpi)[0]))
    records_of_both = (
        exp.select(*(exp.column(name, quoted=True) for name in sorted(there)))
        .select(*(exp.alias_(t.copy(), n) for t, n in zip(tests, ON_SIDES, strict=True)))
        .from_(query.args["from_"].this.copy())
        .where(exp.or_(*tests))
    )
    on_both = exp.and_(*(exp.LogicalOr(this=exp.column(name)) for name in ON_SIDES))
    shared = exp.select(column).from_("sides").group_by(column).having(on_both)
    is_shared = exp.In(this=exp.column(column), query=shared.subquery())
    flags = [exp.column(name) for name in ON_SIDES]
    return (
        exp.select(*kept, *flags, exp.alias_(is_shared, SHARED))
        .from_("sides")
        .group_by(*groups, *flags, exp.column(SHARED))
        .order_by(*groups)
        .with_("sides", as_=records_of_both, materialized=True)
    )


def renamed(condition: exp.Expr) -> exp.Expr:
    """Return a condition whose placeholders have the prefix `other_` before their names.

    So one query can bind values of both sides of a change.
    """

    def rename(node: exp.Expr) -> exp.Expr:
        return (
            exp.Placeholder(this=f"other_{node.name}")
            if isinstance(node, exp.Placeholder)
            else node
        )

    return condition.transform(rename)


def bound(kpi: Kpi, side: Selection, other: Selection) -> dict[str, Any]:
    """Return the values to bind to a query on both sides of a change.

    The names of the values of `other` get the prefix `other_`, as in `renamed`.
    """
    there = conditions(other, kpi=kpi)[1]
    own = conditions(side, kpi=kpi)[1]
    return own | {f"other_{name}": value for name, value in there.items()}


def rows_of(
    con: duckdb.DuckDBPyConnection,
    query: Select,
    kpi: Kpi,
    side: Selection,
    other: Selection | None = None,
) -> list[Row]:
    """Return the rows of a query on one side of a change.

    Args:
        con: a read-only connection to the warehouse.
        query: the query.
        kpi: the indicator.
        side: the selection of this side.
        other: the selection of the other side, if the query has placeholders with `other_`.
    """
    values = bound(kpi, side, other) if other is not None else conditions(side, kpi=kpi)[1]
    return records(con, query.sql("duckdb"), values)
