"""Explain the change of a rate of persons by composition, rates of kinds, and operations.

All counts here have noise: the counts of each side, of the operations on both sides, and of each
kind of person. Exact counts by kind would reveal persons even if their sum had noise: each
comparison with another side would give one more equation about the same persons. The part `RATE` is
the difference of the two figures shown, less the part `COMPOSITION`, which is the effect of who was
counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import duckdb
import numpy as np

from cruscotto.change.standardised import Codes, Pair, composition_variance, parts, standardise
from cruscotto.disclosure.head_counts import Heads, noise_of
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.change.cells import ON_SIDES, SHARED, marked, of_both, rows_of
from cruscotto.kpi.change.explained import Apart, Cause, Explained, Part
from cruscotto.kpi.query.counts import with_keys
from cruscotto.kpi.query.hidden_cells import is_sensitive
from cruscotto.kpi.query.intervals import Z95, newcombe
from cruscotto.kpi.query.own import own_cells, owners
from cruscotto.kpi.query.people import BUILDERS
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_of
from cruscotto.kpi.registry.model import Kpi, Method

Row = dict[str, Any]
Sides = tuple[Selection, Selection]
# What is known of a person at entry, what shows later work best first.
KINDS = ("entry_status", "education", "age_band", "sex")
# Persons that a kind holds at least on each side: one person moves its rate by a tenth at most.
LEAST = 10
# Axes along which an operation may be new or closed.
OVER_TIME = ("year",)
# Operations that both sides share stand apart where they hold this share of the persons of each.
ENOUGH = 1 / 3
COUNTS = ("numerator", "denominator")
READ = (*COUNTS, *(f"{name}_key" for name in COUNTS), "rows_read")


@dataclass(frozen=True)
class _Group:
    """The persons of one side of a change: in all its operations, or only in those on both sides.

    Attributes:
        rows: counts of the indicator, with the sums of their record keys.
        kinds: the columns of `rows` that define the kinds of persons.
        names: the dimensions that split a side into cells; each cell's count has its own noise.
        cells: the columns of `rows` that hold the codes of `names`.
        rules: the audience and its noise.
    """

    rows: tuple[Row, ...]
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[str, ...]
    rules: Rules

    def heads(self, name: str) -> Heads:
        """Return the sum of the cells' noisy counts; `name` is `numerator` or `denominator`."""
        codes, cells = self._by_cell()
        counts = [sum(int(row[name] or 0) for row in rows) for rows in cells]
        own = own_cells(self.names, codes, self.rules)
        found = Heads.of(counts, self._keys(cells, name), self.rules, own)
        # the two sides need not have the same cells
        return found.gathered([0] * len(cells), 1).single(0)

    def by_kind(self) -> tuple[dict[Codes, Pair], dict[Codes, Pair]]:
        """Return the noisy counts of each kind of person, and the variances of their noise.

        Returns:
            (numerator, denominator) by kind; (variance of the numerator's noise, variance of the
            denominator's noise) by kind, in persons squared.
        """
        codes, cells = self._by((*self.kinds, *self.cells))
        own = own_cells((*self.kinds, *self.names), codes, self.rules)
        seen, noises = [], []
        for name in COUNTS:
            counts = [sum(int(row[name] or 0) for row in rows) for rows in cells]
            heads = Heads.of(counts, self._keys(cells, name), self.rules, own)
            seen.append(heads.shown)
            noises.append(np.where(own | (heads.true == 0), 0.0, noise_of(self.rules)))
        return self._added(codes, seen), self._added(codes, noises)

    def _added(self, codes: Sequence[Codes], counts: Sequence[Any]) -> dict[Codes, Pair]:
        found: dict[Codes, Pair] = {}
        for code, met, known in zip(codes, *counts, strict=True):
            kind = code[: len(self.kinds)]
            before = found.get(kind, (0.0, 0.0))
            found[kind] = (before[0] + float(met), before[1] + float(known))
        return found

    def _by_cell(self) -> tuple[list[Codes], list[list[Row]]]:
        return self._by(self.cells)

    def _by(self, columns: Sequence[str]) -> tuple[list[Codes], list[list[Row]]]:
        cells: dict[Codes, list[Row]] = {}
        for row in self.rows:
            cells.setdefault(tuple(str(row[name]) for name in columns), []).append(row)
        return list(cells), list(cells.values())

    def _keys(self, cells: Iterable[Sequence[Row]], name: str) -> list[int]:
        return [sum(int(row.get(f"{name}_key") or 0) for row in rows) % 2**32 for rows in cells]


def explain_rate(
    con: duckdb.DuckDBPyConnection,
    found: Explained,
    kpi: Kpi,
    sides: Sides,
    rules: Rules,
    *,
    whole: bool = False,
) -> Explained:
    """Return the explanation of the difference of two figures of a rate, with its parts.

    Args:
        con: a read-only connection to the warehouse.
        found: the two figures, after disclosure control, still without parts.
        kpi: the rate, as read from one source of outcomes.
        sides: the two selections.
        rules: the audience and its thresholds.
        whole: if true, new and closed operations get no parts of their own. It matters only if
            the selections differ in time.
    """
    pairs = [(float(r.numerator or 0), float(r.denominator or 0)) for r in found.ends if r]
    if found.state is not State.SHOWN or len(pairs) < 2:
        return found
    margin = newcombe(pairs[1], pairs[0])
    splits = found.axis in OVER_TIME and not whole
    groups, apart = _groups(con, found, kpi, sides, rules, splits)
    shown = pairs
    if apart is Apart.YES:
        shown = [_shown(group) for group in groups]
    made, kinds = _parts(groups, shown, _least(kpi, sides, rules))
    if apart is Apart.YES:
        before, after = (pair[0] / pair[1] for pair in pairs)
        same_one, same_two = (pair[0] / pair[1] for pair in shown)
        made += [
            Part(Cause.NEW_OPERATIONS, after - same_two),
            Part(Cause.CLOSED_OPERATIONS, same_one - before),
        ]
    return replace(
        found,
        parts=tuple(made),
        margin=margin,
        apart=apart,
        strata=(groups[0].kinds, kinds),
        shared=_shares(pairs, shown) if apart is Apart.YES else None,
    )


def _shares(pairs: Sequence[Pair], shared: Sequence[Pair]) -> tuple[float, float]:
    one, two = (min(1.0, part[1] / whole[1]) for part, whole in zip(shared, pairs, strict=True))
    return one, two


def _shown(group: _Group) -> Pair:
    met, known = (int(group.heads(name).shown[0]) for name in COUNTS)
    return float(met), float(known)


def _groups(
    con: duckdb.DuckDBPyConnection,
    found: Explained,
    kpi: Kpi,
    sides: Sides,
    rules: Rules,
    splits: bool,
) -> tuple[list[_Group], Apart]:
    """Return the groups of the first and the second side, and which operations they count.

    With `Apart.YES` they count only operations on both sides. With any other value of `Apart` they
    count all operations, and the value is the reason. `splits` is whether new and closed operations
    may become separate parts.
    """
    if splits and kpi.method is Method.RATE and _are_two_years(sides):
        both = _read(con, kpi, sides, found.axis, rules, splits, at_once=True)
        whole = [replace(both, rows=tuple(r for r in both.rows if r[on])) for on in ON_SIDES]
    else:
        whole = [
            _read(con, kpi, (side, other), found.axis, rules, splits)
            for side, other in (sides, sides[::-1])
        ]
    if not splits:
        return whole, Apart.OTHER_PLACES
    if rules.guards and not _are_two_years(sides):
        return whole, Apart.SEVERAL_YEARS
    shared = [replace(g, rows=tuple(row for row in g.rows if row[SHARED])) for g in whole]
    apart = _is_apart(whole, shared, _is_sensitive(kpi, sides), rules)
    return (shared if apart is Apart.YES else whole), apart


def _are_two_years(sides: Sides) -> bool:
    """Return whether each side is a single year, and all other filters of the sides are equal.

    Only then are persons in operations on both sides counted separately. If a side could have
    several years, a reader could ask for that count with every combination of years. Each answer
    would have its own noise, and together the answers would reveal more than one answer does.
    """
    alike = sides[0].with_(year=[]).where == sides[1].with_(year=[]).where
    return alike and all(len(side.codes("year")) == 1 for side in sides)


def _is_apart(
    whole: Sequence[_Group], shared: Sequence[_Group], sensitive: bool, rules: Rules
) -> Apart:
    flags = np.array([sensitive])
    small = False
    for all_, same in zip(whole, shared, strict=True):
        heads = {name: (all_.heads(name), same.heads(name)) for name in COUNTS}
        known, kept = heads["denominator"]
        if kept.shown[0] < ENOUGH * known.shown[0]:
            return Apart.FEW_SHARED
        met = heads["numerator"][1]
        beside = [known - kept, kept, met, kept - met]
        small = small or any(bool(one.small(rules, flags)[0]) for one in beside)
        small = small or int(kept.shown[0]) <= 0
    return Apart.SMALL if small else Apart.YES


def _read(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    sides: Sides,
    axis: str,
    rules: Rules,
    splits: bool,
    *,
    at_once: bool = False,
) -> _Group:
    """Return the counts of the first of two sides, by kind of person.

    They are also split by the dimensions that have several codes in the side's filter. `splits` is
    whether rows also state if their operation is on both sides. With `at_once`, the rows are of
    both sides, as the columns `ON_SIDES` state; `_are_two_years` must then be true of the sides.
    """
    side, other = sides
    single = {axis, *(name for name, codes in side.where if len(codes) == 1)}
    kinds = tuple(name for name in KINDS if name not in single)
    several = tuple(name for name, codes in side.where if len(codes) > 1)
    several += owners((), side, rules)
    names = tuple(dict.fromkeys((*kinds, *several)))
    columns = tuple(column_of(name, kpi) for name in names)
    query = BUILDERS[kpi.method](kpi, columns, side)
    if rules.guards:
        query = with_keys(query, kpi)
    if at_once:
        query = of_both(query, kpi, other, "operation_code", READ)
    elif splits:
        query = marked(query, kpi, other, "operation_code")
    rows = rows_of(con, query, kpi, side, other if splits else None)
    return _Group(
        tuple(row for row in rows if row["rows_read"]),
        tuple(column_of(name, kpi) for name in kinds),
        several,
        tuple(column_of(name, kpi) for name in several),
        rules,
    )


def _is_sensitive(kpi: Kpi, sides: Sides) -> bool:
    return any(is_sensitive(kpi, (), side, ()) for side in sides)


def _least(kpi: Kpi, sides: Sides, rules: Rules) -> int:
    return max(LEAST, 2 * rules.threshold_for(_is_sensitive(kpi, sides)))


def _parts(groups: Sequence[_Group], shown: Sequence[Pair], least: float) -> tuple[list[Part], int]:
    """Split the difference of two groups' rates into the parts `COMPOSITION` and `RATE`.

    `shown` is (numerator, denominator) of each group. Kinds with fewer persons than `least` in a
    group are merged.

    Returns:
        The two parts, and the number of kinds of person compared.
    """
    (one, noise), (two, other) = (group.by_kind() for group in groups)
    standard = standardise(one, two, least)
    totals = [np.sum(list(counts.values()), axis=0) for counts in (one, two)]
    composition, _ = parts(totals[0], totals[1], standard.first_at_second, standard.second_at_first)
    before, after = (met / known for met, known in shown)
    rate = after - before - composition
    variance = composition_variance(standard.kinds, (one, two), (noise, other))
    chance = sum(n / d * (1 - min(1.0, n / d)) / d for n, d in shown)
    own, both = Z95 * sqrt(variance), Z95 * sqrt(variance + chance)
    made = [
        Part(Cause.COMPOSITION, composition, (composition - own, composition + own)),
        Part(Cause.RATE, rate, (rate - both, rate + both)),
    ]
    return made, len(standard.kinds)
