"""Explain record by record why a rate of persons changed between two editions.

Each record gets one cause: it is new, it became mature, its outcome became known, it was delivered
late, it was corrected or removed, or its operation is new or closed. If the numerator of a cause's
records grew by n and their denominator by d, the cause contributes (n - r d) / D to the change; r
is the mean of the two rates, and D the mean of their denominators. The contributions add up to the
change. Both editions are counted by the present rules, so no part of the change comes from changed
rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.disclosure.head_counts import Heads
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.change.cells import bound, renamed
from cruscotto.kpi.change.explained import Cause, Explained, Part
from cruscotto.kpi.change.sides import Sides
from cruscotto.kpi.query.hidden_cells import is_sensitive
from cruscotto.kpi.query.intervals import newcombe
from cruscotto.kpi.query.own import own_cells, owners
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_of, column_sum, conditions
from cruscotto.kpi.registry.model import Kpi
from cruscotto.warehouse.reading import records

Row = dict[str, Any]
KEYS = ("operation_code", "person_number")
# Numerator and denominator after and before.
COUNTS = ("met_after", "known_after", "met_before", "known_before")
# What is left when other groups stand apart; it also takes in those too small to stand apart.
REST = Cause.CORRECTED
ORDER = (
    Cause.RIPENED,
    Cause.NOW_KNOWN,
    Cause.LATE_RECORDS,
    Cause.NEW_RECORDS,
    Cause.NEW_OPERATIONS,
    Cause.CLOSED_OPERATIONS,
    Cause.WITHDRAWN,
)


def explain_edition(
    con: duckdb.DuckDBPyConnection, found: Explained, kpi: Kpi, sides: Sides, rules: Rules
) -> Explained:
    """Return the explanation of a rate's change between two editions, with its parts.

    Args:
        con: a read-only connection to the warehouse.
        found: the figures of both editions, after disclosure control, still without parts.
        kpi: the rate, as read from one source of outcomes.
        sides: the selection in the earlier edition and in the later one.
        rules: the audience and its thresholds.
    """
    ends = [row for row in found.ends if row]
    if found.state is not State.SHOWN or len(ends) < 2 or sides[0].slot == sides[1].slot:
        return found
    day = max(found.first.editions)
    parted = (*(n for n, c in sides[1].where if len(c) > 1), *owners((), sides[1], rules))
    groups = _groups(_records(con, kpi, sides, day, parted), parted, kpi, rules)
    sensitive = np.array([is_sensitive(kpi, (), sides[0], ())])
    before, after = ((float(r.numerator or 0), float(r.denominator or 0)) for r in ends)
    mean = (before[0] / before[1] + after[0] / after[1]) / 2
    size = (before[1] + after[1]) / 2
    made = [
        Part(cause, _moved(groups[cause], mean, size))
        for cause in ORDER
        if cause in groups and not _is_small(groups[cause], sensitive, rules)
    ]
    change = after[0] / after[1] - before[0] / before[1]
    rest = change - sum(float(part.value) for part in made)
    pairs = (before, after)
    return replace(
        found,
        parts=(*made, Part(REST, rest), Part(Cause.RULES, 0.0)),
        margin=newcombe(pairs[1], pairs[0]),
    )


def _moved(group: Mapping[str, Heads], mean: float, size: float) -> float:
    met_after, known_after, met_before, known_before = (int(group[n].shown[0]) for n in COUNTS)
    return ((met_after - met_before) - mean * (known_after - known_before)) / size


def _is_small(group: Mapping[str, Heads], sensitive: Any, rules: Rules) -> bool:
    """Return whether a group of records is too small for its part of the change to be shown.

    It is too small if, in one of the two editions, few persons have a known outcome, few have the
    outcome, or few have a known outcome that is not the outcome counted.
    """
    counted = [group[name] for name in COUNTS]
    counted += [
        group["known_after"] - group["met_after"],
        group["known_before"] - group["met_before"],
    ]
    return any(bool(heads.small(rules, sensitive)[0]) for heads in counted)


def _groups(
    rows: Sequence[Row], names: Sequence[str], kpi: Kpi, rules: Rules
) -> dict[Cause, dict[str, Heads]]:
    """Return the counts of each cause's records in both editions, by cause and name of the count.

    Args:
        rows: counts and sums of record keys, by cause and by the codes of `names`. Each row gets
            noise of its own.
        names: the dimensions of the rows.
        kpi: the indicator.
        rules: the audience and its noise.
    """
    found: dict[Cause, dict[str, Heads]] = {}
    for cause in {row["cause"] for row in rows}:
        cells = [row for row in rows if row["cause"] == cause]
        codes = [tuple(str(row[column_of(name, kpi)]) for name in names) for row in cells]
        own = own_cells(names, codes, rules)
        found[Cause(cause)] = {
            name: Heads.of(
                [int(cell[name] or 0) for cell in cells],
                [int(cell[f"{name}_key"] or 0) % 2**32 for cell in cells],
                rules,
                own,
            ).gathered([0] * len(cells), 1)
            for name in COUNTS
        }
    return found


def _records(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, sides: Sides, day: str, parted: Sequence[str]
) -> list[Row]:
    first, second = sides
    several = [column_of(name, kpi) for name in parted]
    before = renamed(_edition(kpi, first, several))
    query = _grouped(_edition(kpi, second, several), before, several)
    values = bound(kpi, second, first) | {"day": day}
    return records(con, query.sql("duckdb"), values)


def _edition(kpi: Kpi, side: Selection, several: Sequence[str]) -> Select:
    """Return the query for all records of an edition, with four counts each.

    `known` (has a known outcome) and `met` (has the outcome) count only records in the selection.
    `anywhere` (has a known outcome) and `due` (is mature) count every record.

    Args:
        kpi: the indicator.
        side: the selection in this edition.
        several: further columns to read.
    """
    known, met = kpi.denominator or "", kpi.numerator
    wanted = conditions(side, kpi=kpi)[0]
    inside = exp.Case().when(wanted, exp.Literal.number(1)).else_(exp.Literal.number(0))
    return (
        exp.select(*KEYS, "record_key", "entry_month", *several)
        .select(
            exp.alias_(exp.column(known), "anywhere"),
            exp.alias_(exp.column(kpi.eligible or known), "due"),
            exp.alias_(exp.Mul(this=exp.column(known), expression=inside), "known"),
            exp.alias_(exp.Mul(this=exp.column(met), expression=inside.copy()), "met"),
        )
        .from_(exp.Table(this=exp.to_identifier(kpi.mart), db=exp.to_identifier("marts")))
        .where(exp.column("slot").eq(exp.Placeholder(this="slot")))
    )


def _grouped(after: Select, before: exp.Expr, several: Sequence[str]) -> Select:
    """Return the query that matches the records of two editions and counts them by cause."""
    on = exp.and_(*(exp.column(key, "b").eq(exp.column(key, "a")) for key in KEYS))
    cells = [exp.alias_(_either(name), name) for name in several]
    matched = (
        exp.select(exp.alias_(_cause(), "cause"), *cells)
        .select(
            *(
                exp.alias_(_zero(exp.column(part, table)), f"{part}_{when}")
                for table, when in (("b", "after"), ("a", "before"))
                for part in ("met", "known")
            ),
            exp.alias_(_either("record_key"), "record_key"),
        )
        .from_(exp.alias_(exp.to_table("after"), "b"))
        .join(exp.alias_(exp.to_table("before"), "a"), on=on, join_type="full")
    )
    query = exp.select("cause", *several).from_(matched.subquery("m"))
    for name in COUNTS:
        keyed = exp.Mul(this=exp.column("record_key"), expression=exp.column(name))
        query = query.select(
            exp.alias_(column_sum(name), name), exp.alias_(exp.Sum(this=keyed), f"{name}_key")
        )
    counted = exp.or_(*(exp.column(name) > 0 for name in ("known_after", "known_before")))
    return (
        query.where(counted)
        .group_by("cause", *several)
        .with_("after", after)
        .with_("before", before)
    )


def _either(name: str) -> exp.Expr:
    return exp.Coalesce(this=exp.column(name, "b"), expressions=[exp.column(name, "a")])


def _zero(value: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=value, expressions=[exp.Literal.number(0)])


def _cause() -> exp.Expr:
    """Return the SQL expression for the cause of a record's contribution to the change."""
    there_before, there_after = (exp.column("record_key", t).is_(exp.null()).not_() for t in "ab")
    counted = {t: _zero(exp.column("known", t)).eq(1) for t in "ab"}
    day = exp.cast(exp.Placeholder(this="day"), "date")
    case = exp.Case().when(exp.and_(counted["a"], counted["b"]), _word(REST))
    case = case.when(
        exp.and_(counted["b"], exp.not_(there_before), exp.not_(_has("b", "before"))),
        _word(Cause.NEW_OPERATIONS),
    )
    late = exp.Coalesce(
        this=exp.LTE(this=exp.column("entry_month", "b"), expression=day), expressions=[exp.false()]
    )
    case = case.when(
        exp.and_(counted["b"], exp.not_(there_before.copy()), late), _word(Cause.LATE_RECORDS)
    )
    case = case.when(
        exp.and_(counted["b"].copy(), exp.not_(there_before.copy())), _word(Cause.NEW_RECORDS)
    )
    # a record that counted elsewhere has moved
    case = case.when(exp.and_(counted["b"].copy(), exp.column("anywhere", "a").eq(1)), _word(REST))
    case = case.when(
        exp.and_(counted["b"].copy(), _zero(exp.column("due", "a")).eq(0)), _word(Cause.RIPENED)
    )
    case = case.when(counted["b"].copy(), _word(Cause.NOW_KNOWN))
    case = case.when(
        exp.and_(exp.not_(there_after), exp.not_(_has("a", "after"))),
        _word(Cause.CLOSED_OPERATIONS),
    )
    return case.when(exp.not_(there_after.copy()), _word(Cause.WITHDRAWN)).else_(_word(REST))


def _has(table: str, edition: str) -> exp.Expr:
    """Return the SQL test that an edition has the operation of a record.

    Args:
        table: the alias of the record's table.
        edition: the name of the query for the edition's records.
    """
    there = exp.select("operation_code").from_(edition)
    return exp.In(this=exp.column("operation_code", table), query=there.subquery())


def _word(cause: Cause) -> exp.Expr:
    return exp.Literal.string(str(cause))
