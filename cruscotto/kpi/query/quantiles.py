"""Compute quantiles of persons' amounts: exact quantiles, and quantiles from noisy counts.

An exact quantile is the amount of one person. For the protected and public audiences a quantile is
computed from counts of persons in classes of 50 euro. These counts have the noise of any count, so
a quantile reveals no more than the counts themselves would. The interval is that of order
statistics (Woodruff 1952); it allows for chance and, for those audiences, for the noise of the
classes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from cruscotto.disclosure.head_counts import Heads
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.asking import codes_of
from cruscotto.kpi.query.counts import key_sum
from cruscotto.kpi.query.intervals import Z95, Interval
from cruscotto.kpi.query.own import own_cells, owners
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_of, column_sum, conditions, rows_of
from cruscotto.kpi.registry.model import Kpi
from cruscotto.warehouse.reading import records

Row = dict[str, Any]
Ints = NDArray[np.int64]
CLASS_EUR = 50
# The class that holds all above it.
LAST = 400
# To what a guarded amount is rounded.
WRITTEN_EUR = 10


@dataclass(frozen=True)
class _Classes:
    """How many persons of one row are in each class of amount.

    Attributes:
        true: exact counts, by class of `CLASS_EUR` euro.
        shown: counts as the audience sees them, of the same shape.
        lowest: the amount at which the first class begins, in euro.
    """

    true: Ints
    shown: Ints
    lowest: int = 0

    def at(self, share: float, *, shown: bool) -> float | None:
        """Return the amount, in euro, that a share of the persons is below.

        Return `None` where there are no persons.

        Args:
            share: the share of persons, a fraction of one.
            shown: whether to use the counts shown instead of the exact counts.
        """
        counts = np.maximum(self.shown if shown else self.true, 0)
        total = counts.sum()
        if not total:
            return None
        below, rank = np.cumsum(counts), min(1.0, max(0.0, share)) * total
        place = int(np.searchsorted(below, rank))
        place = min(place, len(counts) - 1)
        inside = (rank - (below[place] - counts[place])) / max(1, counts[place])
        return self.lowest + CLASS_EUR * (place + float(min(1.0, max(0.0, inside))))

    def interval(self, share: float, noise: float, *, shown: bool) -> Interval | None:
        """Return the 95 % interval of a quantile, in euro; `None` where there are no persons.

        Args:
            share: the share of persons below the quantile, a fraction of one.
            noise: the variance of the noise of a count, in persons squared.
            shown: whether to use the counts shown instead of the exact counts.
        """
        counts = np.maximum(self.shown if shown else self.true, 0)
        total = float(counts.sum())
        if not total:
            return None
        # half of the classes lie below a median, each with its noise
        moved = noise * np.count_nonzero(counts) * share * (1 - share) if shown else 0.0
        half = Z95 * sqrt(share * (1 - share) / total + moved / total**2)
        low, high = (self.at(share + side * half, shown=shown) for side in (-1, 1))
        return None if low is None or high is None else (low, high)


def with_quantiles(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rows: Sequence[Row],
    rules: Rules,
) -> list[Row]:
    """Return the rows of a quantile with two more entries, `interval` and `protected`.

    Each row keeps its exact quantile as numerator.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a quantile of persons.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        rows: the quantile's rows, as read from the warehouse.
        rules: the audience and its noise.

    Returns:
        The rows. `interval` is the 95 % interval of the exact quantile, in euro. `protected` has
        the two entries that replace the exact ones under disclosure control: `numerator` (the
        quantile) and `interval`.
    """
    codes, share = codes_of(kpi, by, rows), kpi.quantile or 0.5
    classes = _classes(con, kpi, by, chosen, codes, rules)
    made = []
    for code, row in zip(codes, rows, strict=True):
        mine = classes[code]
        interval = mine.interval(share, rules.noise_variance, shown=False)
        seen = mine.at(share, shown=True)
        ends = mine.interval(share, rules.noise_variance, shown=True)
        guarded = {
            "numerator": None if seen is None else _written(seen),
            "interval": ends and (_written(ends[0]), _written(ends[1])),
        }
        made.append({**row, "interval": interval, "protected": guarded})
    return made


def _written(amount: float) -> float:
    return float(WRITTEN_EUR * round(amount / WRITTEN_EUR))


def _classes(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    codes: Sequence[tuple[str, ...]],
    rules: Rules,
) -> dict[tuple[str, ...], _Classes]:
    """Return how many persons are in each class of amount, by the codes of the rows.

    If a filter has several codes, the persons of each code are counted with their own noise.
    """
    several = tuple(name for name, c in chosen.where if len(c) > 1 and name not in by)
    names = (*by, *several, *owners(by, chosen, rules))
    columns = [column_of(name, kpi) for name in names]
    above = exp.cast(exp.column(kpi.numerator), "double") - kpi.lowest
    steps = exp.Div(this=exp.paren(above), expression=exp.Literal.number(CLASS_EUR))
    place = exp.Greatest(
        this=exp.cast(exp.Floor(this=steps), "integer"), expressions=[exp.Literal.number(0)]
    )
    known = kpi.denominator or ""
    query = rows_of(kpi, chosen).where(exp.column(known).eq(1))
    query = query.select(
        *columns,
        exp.alias_(exp.Least(this=place, expressions=[exp.Literal.number(LAST)]), "place"),
        exp.alias_(column_sum(known), "persons"),
        exp.alias_(key_sum(known, kpi.mart), "key"),
    ).group_by(*columns, exp.column("place"))
    found = records(con, query.sql("duckdb"), conditions(chosen, kpi=kpi)[1])
    counts = np.array([int(row["persons"]) for row in found], dtype=np.int64)
    own = own_cells(names, codes_of(kpi, names, found), rules)
    heads = Heads.of(counts, [int(row["key"]) % 2**32 for row in found], rules, own)
    made = {code: _Classes(_empty(), _empty(), kpi.lowest) for code in codes}
    for number, code in enumerate(codes_of(kpi, by, found)):
        made[code].true[found[number]["place"]] += heads.true[number]
        made[code].shown[found[number]["place"]] += heads.shown[number]
    return made


def _empty() -> Ints:
    return np.zeros(LAST + 1, dtype=np.int64)
