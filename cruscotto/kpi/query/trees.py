"""Parts of query trees (sqlglot) that the query builders of all indicators share."""

from collections.abc import Callable
from typing import Any

from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.registry.model import Kpi

Builder = Callable[[Kpi, tuple[str, ...], Selection], Select]


def column_of(name: str, kpi: Kpi | None = None) -> str:
    """Return a dimension's column in the marts; for `year`, the year column of the indicator."""
    if name == "year" and kpi is not None:
        return kpi.year_column
    return DIMENSIONS[name].column


def conditions(
    selection: Selection, table: str | None = None, kpi: Kpi | None = None
) -> tuple[exp.Expr, dict[str, Any]]:
    """Return the SQL condition for the rows of a selection, and the values to bind to it.

    Args:
        selection: the rows wanted.
        table: the name that the mart has in the query; `None` if the query reads no other table.
        kpi: the indicator, which decides the column of the year.
    """
    tests: list[exp.Expr] = [
        exp.column("slot", table, quoted=True).eq(exp.Placeholder(this="slot"))
    ]
    params: dict[str, Any] = {"slot": selection.slot}
    for name, codes in selection.where:
        column = exp.column(column_of(name, kpi), table, quoted=True)
        holders = []
        for number, code in enumerate(codes):
            params[f"{name}_{number}"] = code
            holders.append(exp.Placeholder(this=f"{name}_{number}"))
        tests.append(column.isin(*holders))
    return exp.and_(*tests), params


def rows_of(kpi: Kpi, selection: Selection, mart: str | None = None) -> Select:
    """Return the query for the rows of a selection in an indicator's mart."""
    source = exp.Table(this=exp.to_identifier(mart or kpi.mart), db=exp.to_identifier("marts"))
    return exp.select().from_(source).where(conditions(selection, kpi=kpi)[0])


def figures(
    query: Select,
    columns: tuple[str, ...],
    numerator: exp.Expr,
    denominator: exp.Expr,
    estimated: exp.Expr,
    rows_behind: exp.Expr | None = None,
) -> Select:
    """Return a query grouped by columns, with the figures, editions and kind of data of each group.

    Args:
        query: the rows to group.
        columns: the columns to group by.
        numerator: the expression of the numerator.
        denominator: the expression of the denominator.
        estimated: the expression for whether a figure is estimated.
        rows_behind: the condition for the rows that figures really count. Only these rows give the
            editions and the kind of data; if left out, all rows do.
    """
    parts = figure_parts(numerator, denominator, estimated, rows_behind)
    return grouped(query, columns).select(*(exp.alias_(part, name) for name, part in parts.items()))


def figure_parts(
    numerator: exp.Expr,
    denominator: exp.Expr,
    estimated: exp.Expr,
    rows_behind: exp.Expr | None = None,
) -> dict[str, exp.Expr]:
    """Return the columns of a figure by name: numerator, denominator, `is_estimated` and origin.

    The origin is the kind of data, the first and last edition, and the number of rows read.
    """
    return {
        "numerator": numerator,
        "denominator": denominator,
        "is_estimated": estimated,
        **_origin(rows_behind),
    }


def grouped(query: Select, columns: tuple[str, ...]) -> Select:
    """Return a query grouped and ordered by columns."""
    for column in columns:
        name = exp.column(column, quoted=True)
        query = query.select(name).group_by(name).order_by(name)
    return query


def column_sum(column: str) -> exp.Expr:
    """Return the SQL expression for the sum of a column."""
    return exp.Sum(this=exp.column(column))


def _origin(rows_behind: exp.Expr | None) -> dict[str, exp.Expr]:
    """Return the columns for a figure's kind of data, its editions and its number of rows read."""
    day = exp.column("edition_date")
    parts: dict[str, exp.Expr] = {
        "has_published": exp.LogicalOr(this=exp.not_(exp.column("is_synthetic"))),
        "has_synthetic": exp.LogicalOr(this=exp.column("is_synthetic")),
        # nearly always one and the same; `all_editions` lists them where they differ
        "first_edition": exp.Min(this=day),
        "last_edition": exp.Max(this=day),
    }
    if rows_behind is not None:
        met = exp.Where(this=rows_behind)
        parts = {name: exp.Filter(this=part, expression=met) for name, part in parts.items()}
    parts["rows_read"] = exp.Count(this=exp.Star())
    return parts


def known_editions(mart: str) -> Select:
    """Return the query for the days of a mart's editions.

    The query has the placeholder `slot`, to which `current` or `previous` must be bound.
    """
    source = exp.Table(this=exp.to_identifier(mart), db=exp.to_identifier("marts"))
    slot = exp.column("slot", quoted=True).eq(exp.Placeholder(this="slot"))
    return exp.select("edition_date").distinct().from_(source).where(slot)


def all_editions(query: Select) -> Select:
    """Return a query that lists the days of all editions behind a total.

    It is made from `query`, the query for the total, which reads only the first and the last
    edition: to list all of them is slow.
    """
    (first,) = (e.this for e in query.expressions if e.alias == "first_edition")
    listed: exp.Expr = exp.ArrayAgg(this=exp.Distinct(expressions=[exp.column("edition_date")]))
    if isinstance(first, exp.Filter):
        listed = exp.Filter(this=listed, expression=first.expression)
    return query.select(exp.alias_(listed, "editions"), append=False)
