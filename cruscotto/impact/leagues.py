"""Compare the net effects of groups: regions, or subgroups of persons.

First, the disclosure rules of the audience are applied to every group. Then the estimates that
remain are shrunk towards the average, get funnel limits, and are judged with p-values adjusted for
the number of groups.
"""

from dataclasses import dataclass, replace

import duckdb
import numpy as np

from cruscotto.disclosure import Rules
from cruscotto.evaluation import (
    Assessment,
    EvaluationError,
    FunnelLimits,
    ImpactEstimate,
    Pooled,
    Shrunken,
    adjust_p_values,
    funnel_limits,
    pool,
    shrink,
)
from cruscotto.evaluation.errors import OneArm, TooFewRows
from cruscotto.impact.amounts import in_unit
from cruscotto.impact.answers import assess_alike
from cruscotto.impact.choice import SUBGROUPS, Choice
from cruscotto.impact.guarding import coarsened, is_small
from cruscotto.impact.levels import counter
from cruscotto.impact.marts import read_people
from cruscotto.impact.people import People, comparable
from cruscotto.kpi.registry.dimensions import REGION, VULNERABLE


@dataclass(frozen=True)
class Group:
    """One group of a comparison: its assessment, or why there is none.

    Attributes:
        code: the code of the region, or the level of the characteristic.
        column: the characteristic that distinguishes the groups.
        found: the assessment; `None` if the estimate is hidden or could not be made.
        refused: the error, if the data do not allow an estimate.
        is_hidden: whether the group has too few people to be shown.
        adjusted_p: p-value adjusted for the number of groups compared.
        shrunken: the estimate shrunk towards the average.
        funnel: the limits within which the estimate would usually lie if all groups had the same
            effect.
    """

    code: str
    column: str
    found: Assessment | None = None
    refused: EvaluationError | None = None
    is_hidden: bool = False
    adjusted_p: float | None = None
    shrunken: Shrunken | None = None
    funnel: FunnelLimits | None = None


@dataclass(frozen=True)
class League:
    """Groups compared with one another, and the average of their effects.

    The average is `None` if fewer than two groups have an estimate.
    """

    groups: tuple[Group, ...]
    pooled: Pooled | None = None

    @property
    def shown(self) -> tuple[Group, ...]:
        """Return the groups that have an estimate."""
        return tuple(group for group in self.groups if group.found)


def by_region(con: duckdb.DuckDBPyConnection, choice: Choice, rules: Rules) -> League:
    """Assess the effect in each region.

    The regions get shrunken estimates, funnel limits and adjusted p-values.
    """
    return _league(_groups(read_people(con, choice), choice, rules, (REGION.column,)))


def by_subgroup(con: duckdb.DuckDBPyConnection, choice: Choice, rules: Rules) -> League:
    """Assess the effect at each level of each characteristic at entry, such as women.

    P-values are adjusted for the number of all levels together.
    """
    columns = tuple(one.column for one in SUBGROUPS)
    return _league(_groups(read_people(con, choice), choice, rules, columns))


def _groups(
    people: People, choice: Choice, rules: Rules, columns: tuple[str, ...]
) -> tuple[Group, ...]:
    return tuple(group for column in columns for group in _groups_of(people, choice, rules, column))


def _groups_of(people: People, choice: Choice, rules: Rules, column: str) -> list[Group]:
    sensitive = column == VULNERABLE.column
    parts = {level: people.at_level(column, level) for level in people.present(column)}
    return [
        Group(level, column, is_hidden=True)
        if is_small(part, choice, rules, sensitive)
        else _group(part, choice, rules, column, level)
        for level, part in parts.items()
    ]


def _group(people: People, choice: Choice, rules: Rules, column: str, level: str) -> Group:
    alike, kept = comparable(people, counter(rules))
    try:
        found = coarsened(assess_alike(alike, choice, kept), alike, choice, rules)
        return Group(level, column, in_unit(found, choice.measured.ceiling))
    except EvaluationError as refusal:
        if rules.guards and isinstance(refusal, TooFewRows | OneArm):  # they count them
            return Group(level, column, is_hidden=True)
        return Group(level, column, refused=refusal)


def _league(groups: tuple[Group, ...]) -> League:
    """Return the groups with adjusted p-values, shrunken estimates and funnel limits.

    Groups are unchanged if fewer than two of them have an estimate.
    """
    found = [group for group in groups if group.found]
    estimates = [_estimate(group) for group in found]
    if len(found) < 2:
        return League(groups)
    values = np.array([one.att for one in estimates])
    errors = np.array([one.normal_error for one in estimates])
    pooled = pool(values, errors)
    adjusted = adjust_p_values(np.array([one.p_value for one in estimates]))
    drawn, limits = shrink(values, errors), funnel_limits(pooled.mean, errors)
    assessed = {
        (group.column, group.code): replace(
            group,
            found=_among_others(group, float(p)),
            adjusted_p=float(p),
            shrunken=one,
            funnel=funnel,
        )
        for group, p, one, funnel in zip(found, adjusted, drawn, limits, strict=True)
    }
    return League(tuple(assessed.get((g.column, g.code), g) for g in groups), pooled)


def _estimate(group: Group) -> ImpactEstimate:
    assert group.found
    return group.found.estimate


def _among_others(group: Group, adjusted: float) -> Assessment:
    assert group.found
    verdict = group.found.verdict.among_others(adjusted, group.found.estimate)
    return replace(group.found, verdict=verdict)
