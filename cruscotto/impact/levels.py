"""Levels of characteristics at entry, as the protected or the public audience may see them.

The balance compares the shares of participants and comparison persons at each level. Exact shares
of several regions together, with and without one region, would reveal how many persons of that
region are at a level. So every line of the balance is computed from the counts shown.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from cruscotto.disclosure import Heads, Rules
from cruscotto.disclosure.noise import Ints
from cruscotto.evaluation.judgement.diagnostics import BalanceLine
from cruscotto.impact.arms import KNOWN
from cruscotto.impact.choice import TREATED
from cruscotto.impact.people import COUNT, Counted, People
from cruscotto.kpi.registry.dimensions import VULNERABLE

# Shares are shown to a point.
COARSE = 2
ARMS = (1, 0)
# A group of people by the levels of a characteristic, and the place of one of them.
Groups = tuple[Heads, int]
Levels = Mapping[str, tuple[Heads, Heads]]


def by_level(people: People, name: str, rules: Rules) -> tuple[Heads, Heads]:
    """Return the numbers of participants and of comparison persons by level of a characteristic.

    Each number is given twice: exact and with noise.
    """
    columns, levels = people.raw.columns, len(people.levels[name])
    found = []
    for one in ARMS:
        mine = (columns[TREATED] == one) & (columns[KNOWN] == 1)
        cell = columns["cell"][mine].astype(np.int64)
        width = int(cell.max(initial=0)) + 1
        at = people.raw.codes[name][mine].astype(np.int64) * width + cell
        counts, keys = (
            np.bincount(at, columns[n][mine], levels * width) for n in (COUNT, f"{COUNT}_key")
        )
        whole = np.rint(counts).astype(np.int64)
        cells = Heads.of(whole, keys.astype(np.int64) % 2**32, rules)
        found.append(cells.gathered(np.repeat(np.arange(levels), width), levels))
    return found[0], found[1]


def counter(rules: Rules) -> Counted | None:
    """Return a function that counts people by level of a characteristic, with noise.

    `None` if the reader may see exact counts.
    """

    def counted(people: People, name: str) -> tuple[Ints, Ints]:
        treated, compared = by_level(people, name, rules)
        return treated.shown, compared.shown

    return counted if rules.guards else None


def at_level(line: BalanceLine, people: People, levels: Levels) -> tuple[Groups, Groups]:
    """Return, for each group, its counts by level, and the index of the level of a balance line.

    Args:
        line: a balance line, which is about one level of a characteristic.
        people: the people counted.
        levels: by characteristic, the result of `by_level`.
    """
    name, _, level = line.covariate.partition("=")
    place = people.levels[name].index(level)
    return (levels[name][0], place), (levels[name][1], place)


def moved_line(line: BalanceLine, groups: tuple[Groups, Groups]) -> BalanceLine:
    """Return a balance line with its shares moved by the noise of the counts shown.

    Exact shares of several regions together, with and without one region, would reveal how many
    persons of that region are at the level. Weighted comparison persons resemble participants, so
    their share moves as much as that of participants.
    """
    moved = [_share(heads.shown, n) - _share(heads.true, n) for heads, n in groups]
    treated, compared = line.treated + moved[0], line.comparison + moved[1]
    weighted = line.weighted + moved[0]
    apart = line.treated - line.comparison
    scale = line.smd_before / apart if apart else 0.0
    spreads = [min(max(p, 0.0), 1.0) for p in (treated, compared, weighted)]
    own, before, after = (p * (1 - p) for p in spreads)
    return replace(
        line,
        treated=treated,
        comparison=compared,
        weighted=weighted,
        smd_before=(treated - compared) * scale,
        ratio_before=own / before if before else line.ratio_before,
        ratio_after=own / after if after else line.ratio_after,
    )


def _share(counts: Ints, place: int) -> float:
    return float(counts[place] / max(int(counts.sum()), 1))


def is_of_few(line: BalanceLine, groups: tuple[Groups, Groups], rules: Rules) -> bool:
    """Return whether few participants, or few comparison persons, are at a balance line's level.

    The counts shown decide, not the exact counts.
    """
    flag = np.array([line.covariate.partition("=")[0] == VULNERABLE.column])
    return any(bool(heads.single(place).small(rules, flag)[0]) for heads, place in groups)


def coarse_line(line: BalanceLine) -> BalanceLine:
    """Return a balance line rounded to percentage points.

    Finer shares, multiplied by the number of people in the group, would reveal the count of a
    level.
    """
    shares = {f.name: getattr(line, f.name) for f in fields(line) if f.name != "covariate"}
    rounded: dict[str, Any] = {
        name: share if share is None else round(share, COARSE) for name, share in shares.items()
    }
    return replace(line, **rounded)
