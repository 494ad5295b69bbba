"""Turn an indicator and a selection into one bound query, and its rows into a result.

The query is a sqlglot tree: names come from the registries, values are always bound. Each method
of `cruscotto.kpi.model.Method` has one builder; each returns, per combination of codes, numerator,
denominator, whether the figure is estimated and which kind of data is behind it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import duckdb
from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.errors import NotAvailableBy
from cruscotto.kpi.dimensions import DIMENSIONS
from cruscotto.kpi.model import Kpi, Method
from cruscotto.kpi.registry import MART_DIMENSIONS
from cruscotto.kpi.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.selection import Selection, dimension

Builder = Callable[[Kpi, tuple[str, ...], Selection], Select]


def measure(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...] = (),
    selection: Selection | None = None,
) -> KpiResult:
    """Measure one indicator along some dimensions over a selection.

    Args:
        con: a reader's connection; a cursor is taken from it.
        kpi: the indicator.
        by: names of dimensions, outermost first; none for the total.
        selection: the rows wanted; all of them when left out.

    Raises:
        NotAvailableBy: the indicator has no meaning along a dimension asked for or filtered.
        UnknownName: no such dimension.
    """
    chosen = selection or Selection()
    _require_dimensions(kpi, (*by, *(name for name, _ in chosen.where)))
    sql, params = _bound(kpi, by, chosen)
    rows = con.cursor().execute(sql, params).fetchall()
    return _result(kpi, by, chosen, rows)


def conditions(selection: Selection, table: str | None = None) -> tuple[exp.Expr, dict[str, Any]]:
    """Return a selection as a condition on a mart's columns, and the values to bind to it."""
    tests: list[exp.Expr] = [
        exp.column("slot", table, quoted=True).eq(exp.Placeholder(this="slot"))
    ]
    params: dict[str, Any] = {"slot": selection.slot}
    for name, codes in selection.where:
        column = exp.column(DIMENSIONS[name].column, table, quoted=True)
        holders = []
        for number, code in enumerate(codes):
            params[f"{name}_{number}"] = code
            holders.append(exp.Placeholder(this=f"{name}_{number}"))
        tests.append(column.isin(*holders))
    return exp.and_(*tests), params


def _require_dimensions(kpi: Kpi, names: tuple[str, ...]) -> None:
    available = MART_DIMENSIONS[kpi.mart]
    for name in names:
        if dimension(name).name not in available:
            raise NotAvailableBy(kpi=kpi.name, dimension=name, available=list(available))


def _bound(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> tuple[str, dict[str, Any]]:
    return _sql(kpi, by, selection), conditions(selection)[1]


@lru_cache(maxsize=2048)
def _sql(kpi: Kpi, by: tuple[str, ...], selection: Selection) -> str:
    columns = tuple(DIMENSIONS[name].column for name in by)
    return _BUILDERS[kpi.method](kpi, columns, selection).sql("duckdb")


def _rows_of(kpi: Kpi, selection: Selection) -> Select:
    source = exp.Table(this=exp.to_identifier(kpi.mart), db=exp.to_identifier("marts"))
    return exp.select().from_(source).where(conditions(selection)[0])


def _grouped(query: Select, columns: tuple[str, ...]) -> Select:
    for column in columns:
        name = exp.column(column, quoted=True)
        query = query.select(name).group_by(name).order_by(name)
    return query


def _origin(rows_behind: exp.Expr | None = None) -> list[exp.Expr]:
    """Say what kind of data stands behind a figure, and in which editions."""
    published = exp.LogicalOr(this=exp.not_(exp.column("is_synthetic")))
    synthetic = exp.LogicalOr(this=exp.column("is_synthetic"))
    editions = exp.ArrayAgg(this=exp.Distinct(expressions=[exp.column("edition_date")]))
    parts: list[exp.Expr] = [published, synthetic, editions]
    if rows_behind is not None:
        parts = [exp.Filter(this=p, expression=exp.Where(this=rows_behind)) for p in parts]
    counted = exp.Count(this=exp.Star())
    named = zip(parts, ("has_published", "has_synthetic", "editions"), strict=True)
    return [*(exp.alias_(part, alias) for part, alias in named), exp.alias_(counted, "rows_read")]


def _sum(column: str) -> exp.Expr:
    return exp.Sum(this=exp.column(column))


def _no_denominator() -> exp.Expr:
    return exp.null()


def _any_estimated(kpi: Kpi) -> exp.Expr:
    if kpi.mart != "operation_share":
        return exp.false()
    return exp.LogicalOr(this=exp.column("is_estimated"))


def _figures(
    query: Select,
    columns: tuple[str, ...],
    numerator: exp.Expr,
    denominator: exp.Expr,
    estimated: exp.Expr,
    rows_behind: exp.Expr | None = None,
) -> Select:
    return _grouped(query, columns).select(
        exp.alias_(numerator, "numerator"),
        exp.alias_(denominator, "denominator"),
        exp.alias_(estimated, "is_estimated"),
        *_origin(rows_behind),
    )


def _count(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    counted = exp.Count(this=exp.Distinct(expressions=[exp.column(kpi.numerator)]))
    return _figures(_rows_of(kpi, selection), columns, counted, _no_denominator(), exp.false())


def _total(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    behind = exp.column(kpi.numerator).is_(exp.null()).not_()
    return _figures(
        _rows_of(kpi, selection), columns, _sum(kpi.numerator), _no_denominator(),
        _any_estimated(kpi), behind,
    )  # fmt: skip


def _ratio(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    behind = exp.or_(
        exp.column(kpi.numerator).is_(exp.null()).not_(),
        exp.column(kpi.denominator or "").is_(exp.null()).not_(),
    )
    return _figures(
        _rows_of(kpi, selection), columns, _sum(kpi.numerator), _sum(kpi.denominator or ""),
        _any_estimated(kpi), behind,
    )  # fmt: skip


def _operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> exp.Subquery:
    """One row per operation within each group: whole-operation figures count once there."""
    names = (*columns, "operation_id", kpi.numerator, "is_synthetic", "edition_date")
    rows = _rows_of(kpi, selection)
    return rows.select(*(exp.column(n, quoted=True) for n in names)).distinct().subquery("o")


def _share_of_operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    source = exp.select().from_(_operations(kpi, columns, selection))
    met = exp.Filter(
        this=exp.Count(this=exp.Star()), expression=exp.Where(this=exp.column(kpi.numerator))
    )
    return _figures(source, columns, met, exp.Count(this=exp.Star()), exp.false())


def _mean_of_operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    source = exp.select().from_(_operations(kpi, columns, selection))
    known = exp.Count(this=exp.column(kpi.numerator))
    behind = exp.column(kpi.numerator).is_(exp.null()).not_()
    return _figures(source, columns, _sum(kpi.numerator), known, exp.false(), behind)


def _median_of_operations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    source = exp.select().from_(_operations(kpi, columns, selection))
    value = exp.Median(this=exp.cast(exp.column(kpi.numerator), "double"))
    known = exp.Count(this=exp.column(kpi.numerator))
    behind = exp.column(kpi.numerator).is_(exp.null()).not_()
    return _figures(source, columns, value, known, exp.false(), behind)


def _concentration(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    key = exp.column(kpi.denominator or "")
    groups = [exp.column(n, quoted=True) for n in (*columns, "is_synthetic", "edition_date")]
    rows = _rows_of(kpi, selection).where(key.is_(exp.null()).not_())
    each = rows.select(
        *groups,
        exp.alias_(exp.cast(_sum(kpi.numerator), "double"), "amount"),
        exp.alias_(exp.LogicalOr(this=exp.column("is_estimated")), "is_estimated"),
    ).group_by(*groups, key)
    amount = exp.column("amount")
    squares = exp.Sum(this=exp.Mul(this=amount, expression=amount))
    total = exp.Sum(this=amount)
    return _figures(
        exp.select().from_(each.subquery("b")), columns, squares,
        exp.Mul(this=total, expression=total.copy()),
        exp.LogicalOr(this=exp.column("is_estimated")),
    )  # fmt: skip


_BUILDERS: dict[Method, Builder] = {
    Method.COUNT: _count,
    Method.SUM: _total,
    Method.RATIO: _ratio,
    Method.SHARE_OF_OPERATIONS: _share_of_operations,
    Method.MEAN_OF_OPERATIONS: _mean_of_operations,
    Method.MEDIAN_OF_OPERATIONS: _median_of_operations,
    Method.CONCENTRATION: _concentration,
}


def _result(
    kpi: Kpi, by: tuple[str, ...], selection: Selection, rows: list[tuple[Any, ...]]
) -> KpiResult:
    width = len(by)
    # without dimensions the engine returns a row even when the selection is empty
    found = [row for row in rows if row[-1]]
    published = any(row[width + 3] for row in found)
    synthetic = any(row[width + 4] for row in found)
    editions = {str(d) for row in found for d in row[width + 5] or () if d is not None}
    return KpiResult(
        kpi,
        by,
        selection,
        tuple(_row(kpi, row[:width], *row[width : width + 3]) for row in found),
        _data_kind(published, synthetic),
        tuple(sorted(editions, reverse=True)),
    )


def _data_kind(published: bool, synthetic: bool) -> str:
    if published and synthetic:
        return "mixed"
    return "synthetic" if synthetic else "published"


def _row(
    kpi: Kpi, codes: tuple[str, ...], numerator: Figure | None, denominator: Figure | None,
    is_estimated: bool | None,
) -> KpiRow:  # fmt: skip
    value = _value(kpi, numerator, denominator)
    state = State.MISSING if value is None else State.SHOWN
    return KpiRow(codes, numerator, denominator, value, state, bool(is_estimated))


def _value(kpi: Kpi, numerator: Figure | None, denominator: Figure | None) -> Figure | None:
    if kpi.method in (Method.COUNT, Method.SUM, Method.MEDIAN_OF_OPERATIONS):
        return numerator
    if numerator is None or not denominator:
        return None
    return float(numerator) / float(denominator)
