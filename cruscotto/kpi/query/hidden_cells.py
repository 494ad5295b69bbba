"""Apply disclosure control to figures of persons, after the query and before they are shown.

Every figure of persons passes here, whether a screen, the command line or a file asked for it. The
noise of a count depends only on the records counted. So two indicators that count the same persons
show the same number. A rate and its complement are hidden together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cruscotto.disclosure.head_counts import Heads, concerns_everybody
from cruscotto.disclosure.noise import Flags, Floats
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.counts import BESIDE, CHAINS, SENSITIVE_INDICATORS, WAITING
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Method

Row = dict[str, Any]
Codes = Sequence[tuple[str, ...]]
# Persons from whom on a mean has a decimal: the fraction of a few persons' mean gives their number.
MANY = 100
# Of what is carried; the means of shares have as many.
DECIMALS = 8


@dataclass(frozen=True, eq=False)
class Counted:
    """How many persons an indicator counts in each group.

    Attributes:
        heads: the numbers of persons in each group, by the name of the count.
        carried: the denominator of each group, if the denominator is an amount such as hours. In
            each cell it is the mean amount per person times the noisy number of persons; a group
            has the sum over its cells. Zero for indicators without `Kpi.counted`.
    """

    heads: dict[str, Heads]
    carried: Floats


# A quantile of fewer persons would be nearly one person's own value.
LEAST = 20


def head_counts(
    kpi: Kpi,
    cells: Sequence[Row],
    places: Sequence[int] | None,
    size: int,
    rules: Rules,
    own: Flags | None = None,
) -> Counted:
    """Return how many persons an indicator counts in each group: exact counts and noisy counts.

    Args:
        kpi: an indicator of persons.
        cells: a row for each cell, with its counts and their sums of record keys.
        places: the index of each cell's group; `None` where each cell is a group.
        size: how many groups there are.
        rules: the audience and its noise.
        own: whether each cell counts participants of the reader's own authorities, without noise.
    """
    names = [name for chain in CHAINS[kpi.method] for name in chain]
    names += BESIDE if _pairs(kpi) else ()
    names += WAITING if kpi.method is Method.COST and kpi.at_risk else ()
    of_cells = {name: _counted(name, cells, rules, own) for name in names}
    carried = _carried(kpi, cells, of_cells, rules, own)
    if places is None:
        return Counted(of_cells, carried)
    heads = {name: one.gathered(places, size) for name, one in of_cells.items()}
    at = np.asarray(places, dtype=np.int64)
    return Counted(heads, np.asarray(np.bincount(at, carried, size), dtype=np.float64))


def _carried(
    kpi: Kpi, cells: Sequence[Row], heads: dict[str, Heads], rules: Rules, own: Flags | None
) -> Floats:
    """Return the denominator of each cell, which fits its noisy number of persons.

    It is the mean amount per person (hours, for example) times the noisy number of persons. It is
    zero for indicators without `Kpi.counted`.
    """
    if "counted" not in heads:
        return np.zeros(len(cells))
    wholes = np.array([float(cell["denominator"] or 0) for cell in cells])
    counted = heads["counted"]
    mean = wholes / np.maximum(counted.true, 1)
    if kpi.method is Method.COST:
        seen = _per_person(mean, counted, rules)
        mean = seen if own is None else np.where(own, mean, seen)
    return np.asarray(np.round(mean * counted.shown, DECIMALS))


def _per_person(means: Floats, counted: Heads, rules: Rules) -> Floats:
    """Return each cell's mean amount per person; for a small cell, the mean of all cells.

    Means are rounded. Amounts such as hours are whole numbers, so a mean of 37.5 would show that
    the number of persons is even. A small cell's own mean might be the amount of one person.
    """
    few = counted.small(rules, np.zeros(len(means), dtype=np.bool_))
    of_all = float(means @ counted.true) / max(int(counted.true.sum()), 1)
    seen = np.where(few, of_all, means)
    return np.where(counted.shown >= MANY, np.round(seen, 1), np.rint(seen))


def _counted(name: str, cells: Sequence[Row], rules: Rules, own: Flags | None) -> Heads:
    counts = np.array([int(cell[name] or 0) for cell in cells], dtype=np.int64)
    keys = [cell.get(f"{name}_key") for cell in cells]
    # an authority's own report has no records, so no noise to take from them
    exact = np.array([key is None for key in keys], dtype=np.bool_)
    return Heads.of(counts, [int(key or 0) % 2**32 for key in keys], rules, own, exact)


def guard(
    kpi: Kpi, rows: Sequence[Row], counted: Counted, sensitive: Flags, uniform: Flags, rules: Rules
) -> list[Row]:
    """Return the rows as an audience may see them: either marked `is_hidden` or with noisy counts.

    Args:
        kpi: an indicator of persons.
        rows: the indicator's rows, as read from the warehouse.
        counted: the numbers of persons of each row, from `head_counts`.
        sensitive: whether each row is about a sensitive characteristic.
        uniform: whether, in each row's group, nobody or everybody has the sensitive characteristic.
        rules: the audience and its thresholds.

    Returns:
        New rows in the same order.
    """
    hidden = uniform | hides(kpi, counted.heads, sensitive, rules)
    beside = {
        name: _small(counted.heads, pair, sensitive, rules) for name, pair in _pairs(kpi).items()
    }
    made = []
    for place, row in enumerate(rows):
        if hidden[place]:
            made.append({**row, "is_hidden": True})
            continue
        shown = {name: int(heads.shown[place]) for name, heads in counted.heads.items()}
        noisy = {**row, **shown}
        noisy |= {f"hides_{name}": bool(small[place]) for name, small in beside.items()}
        made.append(_follow(kpi, row, noisy, float(counted.carried[place])))
    return made


def hides(kpi: Kpi, counted: dict[str, Heads], sensitive: Flags, rules: Rules) -> Flags:
    """Return whether each row must be hidden.

    A row is hidden if one of its counts is small, or if the difference of its numerator and its
    denominator is small. It is hidden if it would show that nobody, or everybody, has a sensitive
    characteristic. A row of a quantile is also hidden if it has too few persons for a quantile.

    Args:
        kpi: an indicator of persons.
        counted: the numbers of persons of each row, by the name of the count.
        sensitive: whether each row is about a sensitive characteristic.
        rules: the audience and its thresholds.
    """
    hidden = np.zeros(len(sensitive), dtype=np.bool_)
    for chain in CHAINS[kpi.method]:
        for name in chain:
            hidden |= counted[name].small(rules, sensitive)
        if len(chain) == 2:
            part, whole = (counted[name] for name in chain)
            hidden |= (whole - part).small(rules, sensitive)
            if kpi.sensitive:
                hidden |= concerns_everybody(part, whole)
        elif kpi.method is Method.QUANTILE:
            # by noisy figures alone: sums that cross an exact limit would give what they add up
            hidden |= _are_few(counted[chain[0]], rules)
        elif kpi.needs == "indicator" or kpi.method is Method.TARGET:
            hidden |= sensitive & (counted[chain[0]].true == 0)
    return hidden


def _are_few(persons: Heads, rules: Rules) -> Flags:
    """Return whether each group has too few persons for a quantile to be shown.

    It needs at least `LEAST` persons, and as many without the persons of the reader's own
    authorities. The noisy number must exceed this minimum by the largest noise.
    """
    sure = LEAST + (rules.noise_bound if rules.guards else 0)
    few = (np.minimum(persons.protected, persons.shown) < sure) & (persons.true > 0)
    return np.asarray(few | _are_few(persons.others, rules) if persons.others else few)


def _pairs(kpi: Kpi) -> dict[str, tuple[str, str]]:
    """Return the counts from which the numbers of unknown and of immature persons are computed.

    The keys are `unknown` (persons whose outcome is not known) and `immature`. Each number is the
    second count of its pair less the first. The result is empty if an indicator has neither.
    """
    immature = {"immature": ("eligible", "at_risk")}
    if kpi.method is Method.RATE:
        return {"unknown": ("denominator", "eligible"), **immature}
    return immature if kpi.method is Method.GENDER_GAP else {}


def _small(
    counted: dict[str, Heads], pair: tuple[str, str], sensitive: Flags, rules: Rules
) -> Flags:
    inner, outer = (counted[name] for name in pair)
    beside = (outer - inner).small(rules, sensitive)
    return np.asarray(beside | inner.small(rules, sensitive) | outer.small(rules, sensitive))


def _follow(kpi: Kpi, row: Row, noisy: Row, carried: float) -> Row:
    """Return a row whose amounts fit its noisy number of persons.

    For example, the hours of a row change as its number of persons does. A row without a number of
    persons beside its figure (`counted`) is returned unchanged.

    Args:
        kpi: an indicator of persons.
        row: the row as read from the warehouse.
        noisy: the same row with noise in its counts, but with exact amounts.
        carried: the row's entry of `Counted.carried`.
    """
    if not row.get("counted"):
        return noisy
    if kpi.method is Method.TARGET:
        moved = noisy["counted"] - int(row["counted"]) + int(row["shift"])
        noisy["numerator"] = float(row["numerator"] or 0) + moved
    elif kpi.counted == kpi.denominator:
        noisy["denominator"] = noisy["counted"]
        noisy |= row.get("protected", {})  # a quantile, read from perturbed classes
    elif row["denominator"] is not None:
        noisy["denominator"] = carried
    return noisy


def is_sensitive(
    kpi: Kpi, by: tuple[str, ...], selection: Selection, codes: tuple[str, ...]
) -> bool:
    """Return whether a row is about a sensitive characteristic.

    Args:
        kpi: the indicator of the row.
        by: the dimensions of the row.
        selection: the selection of the row.
        codes: the codes of the row, in the order of the dimensions.
    """
    if kpi.sensitive or "vulnerable" in by or selection.codes("vulnerable"):
        return True
    place = by.index("indicator") if "indicator" in by else None
    named = selection.codes("indicator") if place is None else (codes[place],)
    return not SENSITIVE_INDICATORS.isdisjoint(named)
