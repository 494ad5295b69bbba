"""Protected results: which rows of a result to hide, given who may be counted in them.

Promise, for every hidden row with somebody in it and every part of it (a count; or a numerator and
its complement, and so their sum), where t is the threshold:

- *Reader*: knows every row shown, the grand total, the totals along each dimension as the results
  by that dimension alone show them (but for those in `withdrawn`), and that persons are integers
  not below zero. The values he cannot exclude span at least t - 1. For a part from 1 to t - 1 they
  reach from 1, or below, to t - 1, or above.
- *Rule*: knows besides that zeros are shown, so that hidden rows hold somebody. The values he
  cannot exclude span at least t - 2: for a part from 1 to t - 1 of one row, no value from 1 to
  t - 1 can be excluded, which is what the rule itself says. A total reaches down to the number of
  its cells that hold somebody.

Rows with nobody in them are shown. Zero parts of a hidden row are promised nothing: that nobody
succeeded, or that everybody did, follows wherever a total shown is zero.

Not covered: results of different filters or editions set against each other (that is what the
audience `public` is for), totals along two of three dimensions, and what somebody deduces from how
companions are chosen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cruscotto.disclosure.pattern import Pattern, choose
from cruscotto.disclosure.rules import Rules
from cruscotto.disclosure.table import TOTAL, Codes, CountTable, Parents, build

Counts = Sequence[int | None]


@dataclass(frozen=True)
class Protection:
    """What is to be hidden of a result.

    Attributes:
        hidden: per row given, in the order given.
        primary: per row given: hidden because of its own small counts.
        withheld: no choice of rows keeps the promise; every row is hidden, zeros too, and no list
            of codes should be shown.
        withdrawn: codes of totals that their own results show but that must not stand beside this
            one: with them the promise would not hold against who knows the rule nor, in rare
            tables with many zeros, against any reader.
        told: whether the promise also holds, as far as the rule goes, against somebody who was
            told which of the hidden figures are small.
    """

    hidden: tuple[bool, ...]
    primary: tuple[bool, ...]
    withheld: bool = False
    withdrawn: tuple[Codes, ...] = ()
    told: bool = True


def protect(
    codes: Sequence[Sequence[str]],
    counts: Sequence[Counts | None],
    rules: Rules,
    *,
    sensitive: bool | Sequence[bool] = False,
    parents: Sequence[Parents] = (),
) -> Protection:
    """Say which rows of a result to hide from the audience `protected`.

    The answer depends on what the rows say and not on their order.

    Args:
        codes: the codes of each row; `TOTAL` or the code of a parent where a row is a total.
        counts: persons in each row: `(count,)`, or `(numerator, denominator - numerator)` for a
            rate, or any other parts that do not overlap; all zero where there is nobody. `None`
            for a row that is not shown for another reason (missing, immature): it is left out,
            and so must be its persons from the totals.
        rules: the thresholds.
        sensitive: whether the higher threshold applies, to all rows or to each.
        parents: for each dimension, the parent of a code (region to macro-area); empty when flat.

    Raises:
        ValueError: two rows have the same codes, or rows differ in the number of parts.
    """
    rows = _Rows.read(codes, counts, rules, sensitive, parents)
    small = [_is_small(count, limit) for count, limit in zip(counts, rows.limits, strict=True)]
    if not rows.leaves:
        return Protection(tuple(small), tuple(small))
    decision = decide(rows.leaves, rows.thresholds, rows.parents, rows.totals)
    hidden = [
        count is not None and (alone or decision.hides(row))
        for row, count, alone in zip(rows.codes, counts, small, strict=True)
    ]
    return Protection(
        tuple(hidden),
        tuple(small),
        decision.pattern.withheld,
        decision.withdrawn,
        decision.pattern.told,
    )


@dataclass(frozen=True)
class Decision:
    """A table with its pattern, to be asked by codes."""

    table: CountTable
    pattern: Pattern
    withdrawn: tuple[Codes, ...]
    place: dict[Codes, int] = field(repr=False)

    def hides(self, codes: Codes) -> bool:
        """Say whether a cell is hidden; a cell that nobody is in is not."""
        place = self.place.get(codes)
        return self.pattern.withheld if place is None else bool(self.pattern.hidden[place])


def decide(
    leaves: Mapping[Codes, Sequence[int]],
    thresholds: Mapping[Codes, int],
    parents: Sequence[Parents],
    listed: set[Codes],
) -> Decision:
    """Choose what to hide of some leaves and their totals.

    A total along one dimension is hidden here wherever the result by that dimension alone hides
    it, so that the two results can stand on one page.
    """
    table = build(leaves, thresholds, parents, listed)
    start = table.mark(_hidden_alone(leaves, thresholds, parents))
    pattern = choose(table, start)
    beyond = pattern.hidden & ~table.listed & ~start & ~table.primary & ~table.fixed
    withdrawn = () if pattern.withheld else tuple(table.cells[i] for i in np.flatnonzero(beyond))
    place = {codes: position for position, codes in enumerate(table.cells)}
    return Decision(table, pattern, withdrawn, place)


def _hidden_alone(
    leaves: Mapping[Codes, Sequence[int]],
    thresholds: Mapping[Codes, int],
    parents: Sequence[Parents],
) -> Iterator[Codes]:
    """Yield the totals along one dimension that the results by that dimension alone hide."""
    for dimension, climbs in enumerate(parents):
        alone = len(parents) == 1
        if alone and not any(climbs.get(codes[0], codes[0]) != codes[0] for codes in leaves):
            return
        sums: dict[Codes, list[int]] = {}
        limits: dict[Codes, int] = {}
        for codes, counts in leaves.items():
            code = codes[dimension]
            key = (climbs.get(code, code) if alone else code,)
            sums[key] = [
                a + b for a, b in zip(sums.get(key, [0] * len(counts)), counts, strict=True)
            ]
            limits[key] = min(limits.get(key, thresholds[codes]), thresholds[codes])
        decision = decide(sums, limits, (climbs,), set())
        before, after = (TOTAL,) * dimension, (TOTAL,) * (len(parents) - dimension - 1)
        for (code,), hidden in zip(decision.table.cells, decision.pattern.hidden, strict=True):
            if hidden:
                yield (*before, code, *after)


@dataclass(frozen=True)
class _Rows:
    """The rows of a result, sorted into leaves and totals."""

    codes: list[Codes]
    leaves: dict[Codes, tuple[int, ...]]
    thresholds: dict[Codes, int]
    totals: set[Codes]
    limits: list[int]
    parents: Sequence[Parents]

    @classmethod
    def read(
        cls,
        codes: Sequence[Sequence[str]],
        counts: Sequence[Counts | None],
        rules: Rules,
        sensitive: bool | Sequence[bool],
        parents: Sequence[Parents],
    ) -> "_Rows":
        rows = [tuple(row) for row in codes]
        if len(set(rows)) < len(rows):
            raise ValueError("two rows have the same codes")
        flags = [sensitive] * len(rows) if isinstance(sensitive, bool) else list(sensitive)
        limits = [rules.threshold_for(flag) for flag in flags]
        width = len(rows[0]) if rows else 0
        parents = [*parents, *({} for _ in range(width - len(parents)))]
        above = [{p for code, p in climbs.items() if p != code} | {TOTAL} for climbs in parents]
        leaves, thresholds, totals = {}, {}, set()
        for row, count, limit in zip(rows, counts, limits, strict=True):
            if any(code in tops for code, tops in zip(row, above, strict=True)):
                totals.add(row)
            elif count is not None:
                leaves[row] = tuple(int(part or 0) for part in count)
                thresholds[row] = limit
        if len({len(parts) for parts in leaves.values()}) > 1:
            raise ValueError("rows differ in the number of parts")
        return cls(rows, leaves, thresholds, totals, limits, parents)


def _is_small(counts: Counts | None, threshold: int) -> bool:
    """Say whether a row is hidden for its own sake."""
    return counts is not None and any(0 < (part or 0) < threshold for part in counts)
