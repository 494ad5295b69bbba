"""The cells of a change: each side by kind, and by whether the other side shares the operation."""

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


def marked(query: Select, kpi: Kpi, other: Selection, column: str) -> Select:
    """Group a query also by whether an operation is on the other side, in a column `is_shared`.

    Args:
        query: a grouped query on the indicator's mart or on a subquery of it.
        kpi: the indicator.
        other: the rows of the other side.
        column: what names an operation on both sides.
    """
    there = (
        exp.select(exp.column(column))
        .from_(exp.Table(this=exp.to_identifier(kpi.mart), db=exp.to_identifier("marts")))
        .where(renamed(conditions(other, kpi=kpi)[0]))
    )
    shared = exp.In(this=exp.column(column), query=there.subquery())
    return query.select(exp.alias_(shared, SHARED)).group_by(exp.column(SHARED))


def renamed(condition: exp.Expr) -> exp.Expr:
    """Bind the values of the other side under names of their own."""

    def rename(node: exp.Expr) -> exp.Expr:
        return (
            exp.Placeholder(this=f"other_{node.name}")
            if isinstance(node, exp.Placeholder)
            else node
        )

    return condition.transform(rename)


def bound(kpi: Kpi, side: Selection, other: Selection) -> dict[str, Any]:
    """Return the values that a query about both sides binds."""
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
    """Return the rows of a query on one side, the other side's values bound where it asks them."""
    values = bound(kpi, side, other) if other is not None else conditions(side, kpi=kpi)[1]
    return records(con, query.sql("duckdb"), values)
