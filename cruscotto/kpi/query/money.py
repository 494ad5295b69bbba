"""Build the queries for indicators of money: one function for each `Method` of theirs."""

from collections.abc import Callable, Sequence

from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import Builder, column_sum, figures, rows_of
from cruscotto.kpi.registry.model import Kpi, Method

Parts = tuple[exp.Expr, exp.Expr, exp.Expr, exp.Expr | None]


def _count(kpi: Kpi) -> Parts:
    counted = exp.Count(this=exp.Distinct(expressions=[exp.column(kpi.numerator)]))
    return counted, exp.null(), exp.false(), None


def _any_estimated(kpi: Kpi) -> exp.Expr:
    if kpi.mart not in ("operation_share", "plan_2127"):
        return exp.false()
    return exp.LogicalOr(this=exp.column("is_estimated"))


def _total(kpi: Kpi) -> Parts:
    return column_sum(kpi.numerator), exp.null(), _any_estimated(kpi), _is_known(kpi.numerator)


def _ratio(kpi: Kpi) -> Parts:
    divisor = kpi.denominator or ""
    behind = exp.or_(_is_known(kpi.numerator), _is_known(divisor))
    return column_sum(kpi.numerator), column_sum(divisor), _any_estimated(kpi), behind


def _share_of_operations(kpi: Kpi) -> Parts:
    met = exp.Filter(
        this=exp.Count(this=exp.Star()), expression=exp.Where(this=exp.column(kpi.numerator))
    )
    return met, exp.Count(this=exp.Star()), exp.false(), None


def _mean_of_operations(kpi: Kpi) -> Parts:
    known = exp.Count(this=exp.column(kpi.numerator))
    return column_sum(kpi.numerator), known, exp.false(), _is_known(kpi.numerator)


def _is_known(column: str) -> exp.Expr:
    return exp.column(column).is_(exp.null()).not_()


# How the rows of a mart become a figure, and how its operations do, each of them once.
OF_ROWS: dict[Method, Callable[[Kpi], Parts]] = {
    Method.COUNT: _count,
    Method.SUM: _total,
    Method.RATIO: _ratio,
}
OF_OPERATIONS: dict[Method, Callable[[Kpi], Parts]] = {
    Method.SHARE_OF_OPERATIONS: _share_of_operations,
    Method.MEAN_OF_OPERATIONS: _mean_of_operations,
}


def source(kpis: Sequence[Kpi], columns: tuple[str, ...], selection: Selection) -> Select:
    """Return the query for the rows that some indicators of one mart are computed from.

    Args:
        kpis: indicators of one mart. The methods of all of them are in `OF_ROWS`, or all are in
            `OF_OPERATIONS`.
        columns: the columns that figures are grouped by.
        selection: the rows wanted.
    """
    if kpis[0].method in OF_ROWS:
        return rows_of(kpis[0], selection)
    return exp.select().from_(_operations(kpis, columns, selection))


def parts_of(kpi: Kpi) -> Parts:
    """Return the SQL expressions for an indicator's figures, as arguments of `trees.figure_parts`.

    Returns:
        Expressions for the numerator, for the denominator, for whether the figure is estimated, and
        for whether a row counts. The last is `None` if all rows count.
    """
    return (OF_ROWS | OF_OPERATIONS)[kpi.method](kpi)


def _operations(
    kpis: Sequence[Kpi], columns: tuple[str, ...], selection: Selection
) -> exp.Subquery:
    """Return a subquery with one row per operation and group.

    The mart has a row for each region, fund and axis of an operation; here they are one row.
    """
    measured = dict.fromkeys(kpi.numerator for kpi in kpis)
    names = (*columns, "operation_id", *measured, "is_synthetic", "edition_date")
    rows = rows_of(kpis[0], selection)
    return rows.select(*(exp.column(n, quoted=True) for n in names)).distinct().subquery("o")


def _alone(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    return figures(source((kpi,), columns, selection), columns, *parts_of(kpi))


def _median_of_operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    operations = exp.select().from_(_operations((kpi,), columns, selection))
    value = exp.Median(this=exp.cast(exp.column(kpi.numerator), "double"))
    known = exp.Count(this=exp.column(kpi.numerator))
    return figures(operations, columns, value, known, exp.false(), _is_known(kpi.numerator))


def _concentration(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    """Return the query of concentration, a Herfindahl index.

    It is the sum of squared amounts, divided by the square of the sum of the amounts. There is one
    amount for each value of the denominator's column, such as each beneficiary. Squares are added
    up as decimals: unlike floats, their sum does not depend on the order.
    """
    key = exp.column(kpi.denominator or "")
    groups = [exp.column(n, quoted=True) for n in columns]
    rows = rows_of(kpi, selection).where(key.is_(exp.null()).not_())
    each = rows.select(
        *groups,
        exp.alias_(_cents(column_sum(kpi.numerator)), "amount"),
        exp.alias_(exp.LogicalOr(this=exp.column("is_estimated")), "is_estimated"),
        exp.alias_(exp.LogicalOr(this=exp.column("is_synthetic")), "is_synthetic"),
        exp.alias_(exp.Max(this=exp.column("edition_date")), "edition_date"),
    ).group_by(*groups, key)
    amount = exp.column("amount")
    squares = exp.Sum(this=exp.Mul(this=amount, expression=amount))
    total = _cents(exp.Sum(this=amount))
    return figures(
        exp.select().from_(each.subquery("b")),
        columns,
        squares,
        exp.Mul(this=total, expression=total.copy()),
        exp.LogicalOr(this=exp.column("is_estimated")),
    )


def _cents(value: exp.Expr) -> exp.Expr:
    """Return the SQL expression that converts an amount to a decimal with two places.

    The engine can square a decimal of this type and width.
    """
    return exp.cast(value, "decimal(38, 2)")


BUILDERS: dict[Method, Builder] = {
    **dict.fromkeys((*OF_ROWS, *OF_OPERATIONS), _alone),
    Method.MEDIAN_OF_OPERATIONS: _median_of_operations,
    Method.CONCENTRATION: _concentration,
}
