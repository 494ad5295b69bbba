"""Builders of the queries behind money indicators, one per method."""

from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import Builder, column_sum, figures, rows_of
from cruscotto.kpi.registry.model import Kpi, Method


def _count(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    counted = exp.Count(this=exp.Distinct(expressions=[exp.column(kpi.numerator)]))
    return figures(rows_of(kpi, selection), columns, counted, exp.null(), exp.false())


def _any_estimated(kpi: Kpi) -> exp.Expr:
    if kpi.mart not in ("operation_share", "plan_2127"):
        return exp.false()
    return exp.LogicalOr(this=exp.column("is_estimated"))


def _total(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    behind = exp.column(kpi.numerator).is_(exp.null()).not_()
    return figures(
        rows_of(kpi, selection),
        columns,
        column_sum(kpi.numerator),
        exp.null(),
        _any_estimated(kpi),
        behind,
    )


def _ratio(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    divisor = kpi.denominator or ""
    behind = exp.or_(
        exp.column(kpi.numerator).is_(exp.null()).not_(), exp.column(divisor).is_(exp.null()).not_()
    )
    return figures(
        rows_of(kpi, selection),
        columns,
        column_sum(kpi.numerator),
        column_sum(divisor),
        _any_estimated(kpi),
        behind,
    )


def _operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> exp.Subquery:
    """One row per operation within each group: whole-operation figures count once there."""
    names = (*columns, "operation_id", kpi.numerator, "is_synthetic", "edition_date")
    rows = rows_of(kpi, selection)
    return rows.select(*(exp.column(n, quoted=True) for n in names)).distinct().subquery("o")


def _share_of_operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    source = exp.select().from_(_operations(kpi, columns, selection))
    met = exp.Filter(
        this=exp.Count(this=exp.Star()), expression=exp.Where(this=exp.column(kpi.numerator))
    )
    return figures(source, columns, met, exp.Count(this=exp.Star()), exp.false())


def _mean_of_operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    source = exp.select().from_(_operations(kpi, columns, selection))
    known = exp.Count(this=exp.column(kpi.numerator))
    behind = exp.column(kpi.numerator).is_(exp.null()).not_()
    return figures(source, columns, column_sum(kpi.numerator), known, exp.false(), behind)


def _median_of_operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    source = exp.select().from_(_operations(kpi, columns, selection))
    value = exp.Median(this=exp.cast(exp.column(kpi.numerator), "double"))
    known = exp.Count(this=exp.column(kpi.numerator))
    behind = exp.column(kpi.numerator).is_(exp.null()).not_()
    return figures(source, columns, value, known, exp.false(), behind)


def _concentration(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    """Add up squares of decimals, which do not depend on the order they are added in."""
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
    """Give an amount the width that its square needs: a product is as wide as its factors."""
    return exp.cast(value, "decimal(38, 2)")


BUILDERS: dict[Method, Builder] = {
    Method.COUNT: _count,
    Method.SUM: _total,
    Method.RATIO: _ratio,
    Method.SHARE_OF_OPERATIONS: _share_of_operations,
    Method.MEAN_OF_OPERATIONS: _mean_of_operations,
    Method.MEDIAN_OF_OPERATIONS: _median_of_operations,
    Method.CONCENTRATION: _concentration,
}
