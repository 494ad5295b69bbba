"""Triangles (tables) of an indicator: the value of each cohort in each edition.

A cohort is a year of start or of exit. The editions are taken a year apart, back from the newest:
in each earlier edition every cohort is one year younger. The newest edition has the figures of the
indicator, after disclosure control. Counts of persons in earlier editions go through disclosure
control in the same way; where a count is hidden, its age or its cohort is left out.
"""

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import duckdb
import numpy as np
from sqlglot import exp

from cruscotto.change.triangles import FEWEST, Floats
from cruscotto.disclosure.head_counts import Heads
from cruscotto.disclosure.noise import Flags, Ints
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.own import own_cells, owners
from cruscotto.kpi.query.people import SOURCES, in_source
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_of, column_sum, conditions
from cruscotto.kpi.registry.model import Method
from cruscotto.warehouse.reading import records

# What the counts of an edition are kept by.
DIMENSIONS = ("period", "fund", "region", "macro_area", "managing_authority", "programme")
# Deviations of the noise of two counts that a growth may be moved by.
DEVIATIONS = 1.5
NEAR = 31  # days by which an edition may miss the anniversary of the newest
MART = exp.Table(this=exp.to_identifier("edition_count"), db=exp.to_identifier("marts"))


@dataclass(frozen=True)
class EditionTriangles:
    """The values of each cohort (a year of start or exit) at each age in years.

    Attributes:
        years: the cohorts that can be followed, the oldest first.
        met: array (years, ages) of numerators, or of amounts in euro; NaN at ages still to come.
        known: array of denominators, of the same shape; `None` for amounts.
        editions: the days of the editions read, the newest first.
        slack: by how many persons noise may change the growth of a count from one age to the next.
    """

    years: tuple[int, ...]
    met: Floats
    known: Floats | None
    editions: tuple[date, ...]
    slack: float = 0.0


@dataclass(frozen=True)
class _Cells:
    """Counts read from earlier editions, before disclosure control.

    Attributes:
        there: array (years, ages) of truth values. It is true where the count of a year at an age
            is in an earlier edition, false where it is in the newest edition or still to come.
        places: for each cell, the index of its (year, age) among the true entries of `there`. With
            several codes in a filter, a (year, age) has several cells.
        counts: two arrays with one count per cell: numerators and denominators. For amounts, one
            array.
        keys: arrays like those of `counts`, with the sum of each cell's record keys.
        own: whether each cell counts participants of the reader's own authorities, without noise.
    """

    there: Flags
    places: Ints
    counts: list[Floats]
    keys: list[Ints]
    own: Flags


def is_kept(selection: Selection) -> bool:
    """Return whether the counts kept of earlier editions have all dimensions of a selection."""
    return all(name in (*DIMENSIONS, "outcome_source") for name, _ in selection.where)


def edition_triangles(
    con: duckdb.DuckDBPyConnection, by_year: KpiResult, rules: Rules
) -> EditionTriangles | None:
    """Return the triangles of an indicator over the editions of a warehouse.

    The result is `None` if no edition is from about a year before the newest edition.

    Args:
        con: a read-only connection to the warehouse.
        by_year: payments, commitments or a rate of placement, by year in the newest edition, after
            disclosure control; `is_kept` must be true of its selection.
        rules: the audience and its noise.
    """
    if not by_year.editions:
        return None
    newest = date.fromisoformat(max(by_year.editions))
    days = _a_year_apart(con, newest)
    if not days:
        return None
    years = tuple(range(days[-1].year, newest.year + 1))
    guarding = rules if by_year.audience else None
    read = _read(con, _figures(by_year), by_year.selection, days, years, guarding)
    values, usable = _guarded(read, guarding)
    _put_newest(values, usable, years, by_year)
    rows, first = _followed(usable)
    last = len(years) - rows[0] if rows else 0
    chosen = [np.asarray(part[rows][:, first:last]) for part in values]
    known = chosen[1] if len(chosen) > 1 else None
    followed = tuple(years[row] for row in rows)
    guards = rules.guards and known is not None
    slack = DEVIATIONS * sqrt(2 * rules.noise_variance) if guards else 0.0
    return EditionTriangles(followed, chosen[0], known, (newest, *days), slack)


def _a_year_apart(con: duckdb.DuckDBPyConnection, newest: date) -> list[date]:
    """Return the days of the editions about one, two and more years before the newest edition.

    For each of these years the nearest edition is taken. The list ends at the first year that has
    no edition within `NEAR` days.

    Args:
        con: a read-only connection to the warehouse.
        newest: the day of the newest edition.

    Returns:
        The days of the editions, the newest first.
    """
    query = exp.select("edition_date").distinct().from_(MART)
    kept = [row["edition_date"] for row in records(con, query.sql("duckdb"))]
    found: list[date] = []
    while True:
        year = newest.year - len(found) - 1
        wanted = date(year, newest.month, min(newest.day, 28))
        near = [day for day in kept if abs((day - wanted).days) <= NEAR]
        if not near:
            return found
        found.append(min(near, key=lambda day: abs((day - wanted).days)))


def _figures(by_year: KpiResult) -> list[str]:
    """Return the names of an indicator's counts in the column `figure` of the mart.

    A rate has two names: the columns of its numerator and of its denominator. An amount has one.
    """
    kpi = by_year.kpi
    if kpi.method is not Method.RATE:
        return [kpi.numerator]
    source = (*by_year.selection.codes("outcome_source"), SOURCES[0])[0]
    named = in_source(kpi, source)
    return [named.numerator, named.denominator or ""]


def _ages(days: list[date], years: tuple[int, ...]) -> tuple[Flags, list[tuple[date, str]]]:
    """Return which values of the cohorts are in earlier editions, and in which editions.

    Returns:
        An array (years, ages) of truth values: whether one of the editions `days` has the value. A
        list with an entry for each true value: the day of that edition, and the cohort's year.
    """
    there, looked = np.zeros((len(years), len(days) + 1), dtype=np.bool_), []
    for place, year in enumerate(years):
        for age in range(years[-1] - year):
            there[place, age] = True
            looked.append((days[years[-1] - year - age - 1], str(year)))
    return there, looked


def _read(
    con: duckdb.DuckDBPyConnection,
    figures: list[str],
    selection: Selection,
    days: list[date],
    years: tuple[int, ...],
    rules: Rules | None,
) -> _Cells:
    """Return the counts of each year at each age, as read from the earlier editions.

    If a filter has several codes, each code has a cell of its own, which later gets its own noise.
    If the reader answers for some authorities, so has each authority; see `cells.count_heads`.

    Args:
        con: a read-only connection to the warehouse.
        figures: the names of the counts, from `_figures`.
        selection: the operations or persons counted.
        days: the days of the earlier editions, the newest first.
        years: the cohorts, the oldest first.
        rules: the audience; `None` for amounts.
    """
    kept = selection.with_(outcome_source=[])
    names = tuple(name for name, codes in kept.where if len(codes) > 1)
    names += owners((), kept, rules) if rules else ()
    columns = ("figure", "edition_date", "year_code", *map(column_of, names))
    wanted, bound = conditions(kept)
    query = (
        exp.select(*columns)
        .select(exp.alias_(column_sum("amount"), "amount"))
        .select(exp.alias_(column_sum("amount_key"), "amount_key"))
        .from_(MART)
        .where(wanted)
        .group_by(*columns)
    )
    rows = records(con, query.sql("duckdb"), bound)
    found = {tuple(row[name] for name in columns): row for row in rows}
    groups = sorted({codes[3:] for codes in found}) or [()]
    there, looked = _ages(days, years)
    asked = [(*one, *group) for one in looked for group in groups]
    nothing: dict[str, Any] = {}
    cells = [[found.get((name, *one), nothing) for one in asked] for name in figures]
    mine = np.zeros(len(groups), dtype=np.bool_)
    if rules:
        mine = own_cells(names, [tuple(map(str, group)) for group in groups], rules)
    return _Cells(
        there,
        np.repeat(np.arange(there.sum()), len(groups)),
        [np.array([float(c.get("amount") or 0) for c in row]) for row in cells],
        [np.array([int(c.get("amount_key") or 0) % 2**32 for c in row]) for row in cells],
        np.tile(mine, int(there.sum())),
    )


def _guarded(read: _Cells, rules: Rules | None) -> tuple[list[Floats], Flags]:
    """Return the counts after disclosure control, and which of them can be used.

    A count cannot be used if it is hidden, or if no cohort had any count at its age.

    Returns:
        Arrays (years, ages) of numerators and of denominators (for amounts, one array), NaN outside
        the earlier editions. An array of the same shape: whether the count can be used.
    """
    there, places, size = read.there, read.places, int(read.there.sum())
    values = [np.full(there.shape, np.nan) for _ in read.counts]
    for value, counts in zip(values, read.counts, strict=True):
        value[there] = np.bincount(places, counts, size)
    # an age at which nothing had come yet cannot be followed
    usable = np.asarray(there & (np.nansum(values[-1], axis=0) > 0))
    if rules is None or not rules.guards:
        return values, usable
    heads = [
        Heads.of(counts.astype(np.int64), keys, rules, read.own)
        for counts, keys in zip(read.counts, read.keys, strict=True)
    ]
    if len(places) > size:
        heads = [one.gathered(places, size) for one in heads]
    plain = np.zeros(size, dtype=np.bool_)
    few = heads[0].small(rules, plain) | heads[1].small(rules, plain)
    usable[there] &= ~(few | (heads[1] - heads[0]).small(rules, plain))
    for value, counted in zip(values, heads, strict=True):
        value[there] = counted.shown
    return values, usable


def _put_newest(
    values: list[Floats], usable: Flags, years: tuple[int, ...], by_year: KpiResult
) -> None:
    """Write the values of the newest edition, `by_year`, into the arrays `values`.

    Each year has one value: at the age that its cohort has reached in the newest edition. `usable`
    is changed, too: whether that value can be used.
    """
    for place, year in enumerate(years):
        age, row = years[-1] - year, by_year.row(str(year))
        is_shown = row is not None and row.state is State.SHOWN
        usable[place, age] = is_shown and bool(row and (row.denominator or row.numerator or 0) > 0)
        parts = (row.numerator, row.denominator) if row and is_shown else (0, 0)
        for value, part in zip(values, parts, strict=False):
            value[place, age] = float(part or 0)


def _followed(usable: Flags) -> tuple[list[int], int]:
    """Return the indices of the cohorts to follow, and the age from which they are followed.

    The cohorts are consecutive years. From that age on, all their values can be used. It is as low
    as possible: old cohorts that would make it higher are left out. The list is empty if fewer than
    `FEWEST` cohorts can be followed.
    """
    size = len(usable)
    rows = [row for row in range(size) if usable[row, size - 1 - row]]
    rows = [row for row in rows if rows[-1] - row == len(rows) - 1 - rows.index(row)]
    ages = {row: _first_age(usable[row, : size - row]) for row in rows}
    found = []
    for start in rows:
        first = max(ages[row] for row in rows if row >= start)
        kept = [row for row in rows if row >= start and size - row > first]
        if len(kept) >= FEWEST:
            found.append((first, start, kept))
    if not found:
        return [], 0
    first, _, kept = min(found)
    return kept, first


def _first_age(usable: Flags) -> int:
    """Return the lowest age from which all values of one cohort can be used."""
    return 0 if usable.all() else len(usable) - int(np.argmin(usable[::-1]))
