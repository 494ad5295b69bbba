"""Explain why an amount or a ratio of amounts changed, by number, kinds and amounts of operations.

Between two selections, the change of a sum is split into the number of operations (volume), the
shares of their kinds (mix) and the mean amount of each kind (price). Between two editions it is
split into new operations, closed operations and revised amounts. The change of a ratio is split
into the composition by kinds of operation and the rates of the kinds; between two editions, also
into new and closed operations. Amounts are public, so there is no disclosure control here.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.change.standardised import Codes, Pair, parts, pooled, standardise
from cruscotto.change.symmetric import effects
from cruscotto.kpi.change.cells import SHARED, bound, marked, renamed, rows_of
from cruscotto.kpi.change.explained import Apart, Cause, Explained, Part
from cruscotto.kpi.change.sides import EDITION, Sides
from cruscotto.kpi.query import trees
from cruscotto.kpi.query.result import Figure, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_of, conditions
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.warehouse.reading import records

Row = dict[str, Any]
MARTS = ("operation_share", "programme_money")
OF_OPERATIONS = (Method.SHARE_OF_OPERATIONS, Method.MEAN_OF_OPERATIONS)
METHODS = (Method.SUM, Method.RATIO, *OF_OPERATIONS)
# Kinds of operation: programmes are a region's own, so places are compared by fund and objective.
KINDS = ("programme", "axis")
KINDS_OF_PLACES = ("fund", "theme")
PLACES = ("region", "macro_area", "managing_authority", "programme", "province", "axis")
# A kind has this many euro, or operations, on both sides.
LEAST = 1.0


def explain_money(con: duckdb.DuckDBPyConnection, found: Explained, sides: Sides) -> Explained:
    """Return the explanation of the difference of two figures of money, with its parts.

    Args:
        con: a read-only connection to the warehouse.
        found: the two figures, still without parts.
        sides: the two selections.
    """
    if found.state is not State.SHOWN:
        return found
    if found.kpi.method is not Method.SUM:
        return _ratio(con, found, sides)
    if found.axis == EDITION and found.kpi.mart == "operation_share":
        return _revisions(con, found, sides)
    return _volume_mix_price(con, found, sides)


def kinds_for(kpi: Kpi, axis: str, sides: Sides) -> tuple[str, ...]:
    """Return the dimensions that define the kinds of operation in an explanation.

    Args:
        kpi: the indicator.
        axis: the dimension along which the sides differ, or `edition`; it is left out.
        sides: the two selections; dimensions filtered by a single code are left out.
    """
    single = {axis, *(name for name, codes in sides[0].where if len(codes) == 1)}
    wanted = KINDS_OF_PLACES if axis in PLACES else KINDS
    return tuple(name for name in wanted if name not in single)


# ---------------------------------------------------------------- ratios
def _ratio(con: duckdb.DuckDBPyConnection, found: Explained, sides: Sides) -> Explained:
    kinds = kinds_for(found.kpi, found.axis, sides)
    splits = found.axis == EDITION and found.kpi.mart == "operation_share"
    groups = []
    for side, other in (sides, sides[::-1]):
        query = _cells(found.kpi, kinds, side, other if splits else None)
        groups.append(rows_of(con, query, found.kpi, side, other if splits else None))
    names = [column_of(name, found.kpi) for name in kinds]
    shared = [[row for row in rows if row[SHARED]] for rows in groups] if splits else groups
    whole = [_sum(rows) for rows in groups]
    same = [_sum(rows) for rows in shared]
    splits = splits and min(pair[1] for pair in same) >= LEAST
    compared, totals = (shared, same) if splits else (groups, whole)
    if min(pair[1] for pair in totals) < LEAST:
        return found
    one, two = (_by_kind(rows, names) for rows in compared)
    standard = standardise(one, two, LEAST)
    composition, rate = parts(
        totals[0], totals[1], standard.first_at_second, standard.second_at_first
    )
    made = [Part(Cause.COMPOSITION, composition), Part(Cause.RATE, rate)]
    if splits:
        rates = [pair[0] / pair[1] for pair in (*whole, *same)]
        made.append(Part(Cause.NEW_OPERATIONS, rates[1] - rates[3]))
        made.append(Part(Cause.CLOSED_OPERATIONS, rates[2] - rates[0]))
    return replace(
        found,
        parts=tuple(made),
        apart=Apart.YES if splits else Apart.OTHER_PLACES,
        strata=(tuple(names), len(standard.kinds)),
        shared=_shares(whole, same) if splits else None,
    )


def _shares(whole: Sequence[Pair], same: Sequence[Pair]) -> tuple[float, float]:
    one, two = (part[1] / all_[1] for part, all_ in zip(same, whole, strict=True))
    return one, two


def _cells(kpi: Kpi, kinds: Sequence[str], side: Selection, other: Selection | None) -> Select:
    """Return the query for the numerator and the denominator of a ratio, by kind of operation.

    Args:
        kpi: the ratio. If it counts operations, each operation of the side counts once.
        kinds: the dimensions that define the kinds.
        side: the selection of this side.
        other: the selection of the other side; if given, the query also groups by whether the
            operation is on both sides.
    """
    columns = [column_of(name, kpi) for name in kinds]
    source = trees.rows_of(kpi, side)
    if kpi.method in OF_OPERATIONS:
        source = exp.select().from_(_once(kpi, columns, source).subquery("o"))
    query = trees.grouped(source, tuple(columns)).select(
        exp.alias_(_summed("part" if kpi.method in OF_OPERATIONS else kpi.numerator), "numerator"),
        exp.alias_(
            _summed("whole" if kpi.method in OF_OPERATIONS else kpi.denominator or ""),
            "denominator",
        ),
    )
    if other is None:
        return query
    return marked(query, kpi, other, "operation_code")


def _once(kpi: Kpi, columns: Sequence[str], rows: Select) -> Select:
    """Return a query with one row per operation.

    Where an operation has several codes in a column, the row has the lowest of them.
    """
    value = exp.cast(exp.column(kpi.numerator), "double")
    known = exp.Case().when(exp.column(kpi.numerator).is_(exp.null()), exp.Literal.number(0))
    if kpi.method is Method.SHARE_OF_OPERATIONS:
        value = exp.cast(exp.cast(exp.column(kpi.numerator), "integer"), "double")
        known = exp.Case().when(exp.false(), exp.Literal.number(0))
    whole = known.else_(exp.Literal.number(1))
    query = rows.select(
        "operation_id",
        exp.alias_(exp.Min(this=exp.column("operation_code")), "operation_code"),
        exp.alias_(exp.Max(this=value), "part"),
        exp.alias_(exp.Max(this=whole), "whole"),
    ).group_by("operation_id")
    return query.select(*(exp.alias_(exp.Min(this=exp.column(c)), c) for c in columns))


def _summed(column: str) -> exp.Expr:
    total = exp.cast(exp.Sum(this=exp.column(column)), "double")
    return exp.Coalesce(this=total, expressions=[exp.Literal.number(0)])


def _by_kind(rows: Sequence[Row], names: Sequence[str]) -> dict[Codes, Pair]:
    found: dict[Codes, Pair] = {}
    for row in rows:
        code = tuple(str(row[name]) for name in names)
        part, whole = found.get(code, (0.0, 0.0))
        found[code] = (part + float(row["numerator"]), whole + float(row["denominator"]))
    return found


def _sum(rows: Sequence[Row]) -> Pair:
    return (
        sum(float(row["numerator"]) for row in rows),
        sum(float(row["denominator"]) for row in rows),
    )


# ---------------------------------------------------------------- sums
def _volume_mix_price(con: duckdb.DuckDBPyConnection, found: Explained, sides: Sides) -> Explained:
    """Return `found` with the parts of a sum's change: number, kinds and amounts of operations."""
    kinds = kinds_for(found.kpi, found.axis, sides)
    names = [column_of(name, found.kpi) for name in kinds]
    one, two = (
        _by_kind(rows_of(con, _amounts(found.kpi, names, side), found.kpi, side), names)
        for side in sides
    )
    groups = pooled(one, two, LEAST)
    factors = [_factors(side, groups) for side in (one, two)]
    if any(factor is None for factor in factors):
        return found
    moved = effects(
        lambda volume, mix, price: float(volume * (mix * price).sum()),
        *factors,  # type: ignore[arg-type]
    )
    causes = (Cause.VOLUME, Cause.MIX, Cause.PRICE)
    made = _to_the_cent(found, {cause: moved[str(cause)] for cause in causes})
    return replace(found, parts=made, strata=(tuple(names), len(groups)))


def _factors(side: dict[Codes, Pair], groups: Sequence[Sequence[Codes]]) -> dict[str, Any] | None:
    added = [
        [sum(side.get(code, (0.0, 0.0))[place] for code in group) for place in (0, 1)]
        for group in groups
    ]
    amounts, counts = np.array(added, dtype=np.float64).T
    if counts.min(initial=1.0) <= 0:
        return None
    return {"volume": counts.sum(), "mix": counts / counts.sum(), "price": amounts / counts}


def _amounts(kpi: Kpi, columns: Sequence[str], side: Selection) -> Select:
    """Return the query for the amount and the number of operations of each kind.

    Where an operation has parts by region, fund and axis, it counts in each kind as the fraction
    that its parts of that kind make up.
    """
    operations = "share" if kpi.mart == "operation_share" else "1"
    counted = exp.column("share") if operations == "share" else exp.Literal.number(1)
    return trees.grouped(trees.rows_of(kpi, side), tuple(columns)).select(
        exp.alias_(_summed(kpi.numerator), "numerator"),
        exp.alias_(exp.cast(exp.Sum(this=counted), "double"), "denominator"),
    )


def _revisions(con: duckdb.DuckDBPyConnection, found: Explained, sides: Sides) -> Explained:
    """Return `found` with the parts of a sum's change: new, closed and revised operations."""
    first, second = sides
    if first.slot == second.slot:
        return found
    query = _followed(found.kpi, sides)
    (row,) = records(con, query.sql("duckdb"), bound(found.kpi, second, first))
    causes = (Cause.NEW_OPERATIONS, Cause.CLOSED_OPERATIONS, Cause.REVISED_UP, Cause.REVISED_DOWN)
    made = _to_the_cent(found, {cause: row[str(cause)] for cause in causes})
    return replace(found, parts=(*made, Part(Cause.RULES, 0)))


def _followed(kpi: Kpi, sides: Sides) -> Select:
    amount = exp.Coalesce(
        this=exp.Sum(this=exp.column(kpi.numerator)), expressions=[exp.Literal.number(0)]
    )
    each = exp.select("operation_code", exp.alias_(amount, "amount"))
    table = exp.Table(this=exp.to_identifier(kpi.mart), db=exp.to_identifier("marts"))
    before, after = (
        each.from_(table).where(condition).group_by("operation_code")
        for condition in (
            renamed(conditions(sides[0], kpi=kpi)[0]),
            conditions(sides[1], kpi=kpi)[0],
        )
    )
    old, new = exp.column("amount", "a"), exp.column("amount", "b")
    step = exp.Sub(this=new, expression=old)
    grew, fell = (exp.Case().when(c, step.copy()) for c in (new > old, new < old))
    came = exp.Case().when(old.is_(exp.null()), new)
    went = exp.Case().when(new.is_(exp.null()), exp.Neg(this=old))
    return (
        exp.select(
            exp.alias_(_none(came), str(Cause.NEW_OPERATIONS)),
            exp.alias_(_none(went), str(Cause.CLOSED_OPERATIONS)),
            exp.alias_(_none(grew), str(Cause.REVISED_UP)),
            exp.alias_(_none(fell), str(Cause.REVISED_DOWN)),
        )
        .from_(after.subquery("b"))
        .join(
            before.subquery("a"),
            on=exp.column("operation_code", "b").eq(exp.column("operation_code", "a")),
            join_type="full",
        )
    )


def _none(value: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=exp.Sum(this=value), expressions=[exp.Literal.number(0)])


def _to_the_cent(found: Explained, moved: dict[Cause, Figure]) -> tuple[Part, ...]:
    """Return the parts of a sum's change, rounded to the cent.

    The largest part takes the rounding difference, so that the parts add up exactly.
    """
    cent = Decimal("0.01")
    rounded = {cause: Decimal(str(value)).quantize(cent) for cause, value in moved.items()}
    largest = max(rounded, key=lambda cause: abs(rounded[cause]))
    change = Decimal(str(found.change)).quantize(cent)
    rounded[largest] += change - sum(rounded.values())
    return tuple(Part(cause, value) for cause, value in rounded.items())
