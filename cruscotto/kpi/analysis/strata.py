"""Find the characteristics of participants for which a difference of two rates reverses.

The difference reverses if it has the opposite sign within the strata of the characteristic; see
`simpson`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cruscotto.kpi.analysis.simpson import Pair, Paradox, turned
from cruscotto.kpi.query.fitting import Measure
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi

# The length of a course is not known; the others are known of every participant.
STRATA = ("sex", "age_band", "education", "entry_status", "theme")

Groups = Mapping[str, Mapping[str, Pair]]
Found = tuple[str, Paradox]


def between(
    measure: Measure, kpi: Kpi, by: str, pair: tuple[str, str], selection: Selection
) -> list[Found]:
    """Return the characteristics that reverse the difference between two groups.

    See `simpson.turned` for when a difference reverses (Simpson's paradox).

    Args:
        measure: a function that measures an indicator by dimensions on a selection.
        kpi: a rate of people.
        by: the dimension whose codes are the groups.
        pair: the codes of the two groups.
        selection: the rows compared.

    Returns:
        For each characteristic found, its name and how the difference reverses.
    """
    first, second = pair
    return [
        (name, found)
        for name, groups in _groups(measure, kpi, by, selection)
        if (found := turned(groups.get(first, {}), groups.get(second, {})))
    ]


def against_others(
    measure: Measure, kpi: Kpi, by: str, member: str, selection: Selection
) -> list[Found]:
    """Return the characteristics for which a group's difference from all other groups reverses.

    Args:
        measure: a function that measures an indicator by dimensions on a selection.
        kpi: a rate of people.
        by: the dimension whose codes are the groups.
        member: the code of the group, compared with all other groups together.
        selection: the rows compared.

    Returns:
        For each characteristic found, its name and how the difference reverses.
    """
    return [
        (name, found)
        for name, groups in _groups(measure, kpi, by, selection)
        if (found := turned(groups.get(member, {}), _others(groups, member)))
    ]


def _groups(
    measure: Measure, kpi: Kpi, by: str, selection: Selection
) -> Iterator[tuple[str, Groups]]:
    for name in STRATA:
        if name != by and len(selection.codes(name)) != 1:
            yield name, _shown(measure(kpi, (by, name), selection))


def _shown(result: KpiResult) -> Groups:
    """Return (people with the outcome, people) by group, then by stratum, of the rows shown."""
    groups: dict[str, dict[str, Pair]] = defaultdict(dict)
    for row in result.rows:
        if row.state is State.SHOWN and row.denominator:
            member, stratum = row.codes
            groups[member][stratum] = (float(row.numerator or 0), float(row.denominator))
    return groups


def _others(groups: Groups, member: str) -> dict[str, Pair]:
    sums: dict[str, Pair] = {}
    for code, strata in groups.items():
        for stratum, (outcomes, people) in strata.items() if code != member else ():
            before = sums.get(stratum, (0.0, 0.0))
            sums[stratum] = (before[0] + outcomes, before[1] + people)
    return sums
