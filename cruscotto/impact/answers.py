"""Answers to a question to the warehouse, overall and over time; `leagues` compares groups.

Everything a screen shows passes here, with its small groups already left out: an estimate with few
participants or few comparison persons, or few of either at work or not, is never given.
"""

from dataclasses import astuple, dataclass, field, replace
from typing import Any

import duckdb
import numpy as np

from cruscotto.disclosure import Audience, Rules
from cruscotto.evaluation import (
    Assessment,
    Attrition,
    Cells,
    Effect,
    EvaluationError,
    ImpactEstimate,
    MatchingOnObservables,
    assess,
    estimate,
    judge,
)
from cruscotto.evaluation.errors import NoCovariates, TooFewRows
from cruscotto.evaluation.judgement.diagnostics import BalanceLine
from cruscotto.evaluation.judgement.overlap import Propensities, propensities
from cruscotto.impact.choice import QUARTERS, TREATED, Choice
from cruscotto.impact.marts import read_people
from cruscotto.impact.people import COUNT, LeftOut, People, comparable
from cruscotto.kpi.registry.dimensions import VULNERABLE

# What guarded audiences read: persons by tens, shares to a tenth of a point.
PUBLIC_STEP, PUBLIC_DIGITS = 10, 3


@dataclass(frozen=True)
class Answer:
    """All that may be concluded from a choice.

    Attributes:
        choice: what was asked.
        found: the assessment; missing if hidden or refused.
        refused: why the data cannot carry one.
        is_hidden: too few people to be shown.
        edition: of the data.
        is_synthetic: whether they are a demonstration.
        kept: share of participants who have somebody to be compared with.
        left_out: participants of the choice whom the estimate does not speak of.
        propensities: how likely the two groups were to take part.
    """

    choice: Choice
    found: Assessment | None
    refused: EvaluationError | None = None
    is_hidden: bool = False
    edition: str = ""
    is_synthetic: bool = False
    kept: float = 1.0
    left_out: LeftOut = field(default_factory=LeftOut)
    propensities: Propensities | None = None


def answer(con: duckdb.DuckDBPyConnection, choice: Choice, rules: Rules) -> Answer:
    """Assess the net effect for everybody that a choice speaks of."""
    people = read_people(con, choice)
    answered = Answer(
        choice,
        None,
        edition=people.edition,
        is_synthetic=people.is_synthetic,
        left_out=_guarded(people.left_out, choice, rules),
    )
    if is_small(people, choice, rules):
        return replace(answered, is_hidden=True)
    alike, kept = comparable(people)
    try:
        found = coarsened(assess_alike(alike, choice, kept), rules)
        scores = _scores(alike, choice)
    except TooFewRows as refusal:  # it counts them
        return (
            replace(answered, is_hidden=True)
            if rules.guards
            else replace(answered, refused=refusal)
        )
    except EvaluationError as refusal:
        return replace(answered, refused=refusal)
    return replace(answered, found=found, kept=kept, propensities=scores)


def over_time(
    con: duckdb.DuckDBPyConnection, choice: Choice, rules: Rules
) -> tuple[tuple[int, Effect], ...]:
    """Compare work of the two groups every third month before and after entry.

    The groups are made alike by the characteristics at entry, the last year's work included: in
    that year they agree by construction. Differences in the year before it are a test; those after
    entry are the effect, which is negative while participants sit in the course.
    """
    people, _ = comparable(read_people(con, choice, over_time=True))
    steps = []
    for months in QUARTERS:
        cells = people.cells_at(months)
        if cells is None or _few(cells.columns[TREATED], cells.columns[COUNT], rules, choice):
            continue
        try:
            one = estimate(_work_design(cells, choice), cells)
        except EvaluationError:  # nobody alike was looked up then
            continue
        steps.append((months, Effect(f"{months:+d}", one.att, one.se, one.low, one.high)))
    return tuple(steps)


def _scores(people: People, choice: Choice) -> Propensities | None:
    try:
        return propensities(choice.design(people.covariates()), people.cells(choice.outcome))
    except NoCovariates:  # a raw difference weighs nobody
        return None


def _work_design(cells: Cells, choice: Choice) -> MatchingOnObservables:
    return replace(choice.design(tuple(cells.columns)), outcome="work", placebo=None)


def is_small(people: People, choice: Choice, rules: Rules, sensitive: bool = False) -> bool:
    """Return whether too few people stand behind an estimate to show it."""
    limit = rules.threshold_for(choice.is_sensitive or sensitive)
    return not people.size or (
        rules.guards and any(0 < part < limit for part in count_at_work(people, choice))
    )


def count_at_work(people: People, choice: Choice) -> tuple[int, ...]:
    """Return the people of each group at work and not."""
    parts = []
    for arm in (1, 0):
        rows = people.columns[TREATED] == arm
        works = round(float(people.columns[choice.outcome][rows].sum()))
        parts += [works, round(float(people.columns[COUNT][rows].sum())) - works]
    return tuple(parts)


def _few(treated: object, count: object, rules: Rules, choice: Choice) -> bool:
    arms = [np.asarray(count)[np.asarray(treated) == arm].sum() for arm in (0, 1)]
    return rules.guards and bool(min(arms) < rules.threshold_for(choice.is_sensitive))


def assess_alike(people: People, choice: Choice, kept: float) -> Assessment:
    """Assess, and judge with the participants whom nobody resembles off the common support."""
    if not people.size:
        raise TooFewRows(treated=0, compared=0, needed=2)
    found = assess(
        choice.design(people.covariates()), people.cells(choice.outcome), attrition=people.attrition
    )
    overlap = found.estimate.overlap
    if kept >= 1 or overlap is None:
        return found
    less = replace(overlap, support_share=overlap.support_share * kept)
    lessened = replace(found.estimate, overlap=less)
    return replace(
        found,
        estimate=lessened,
        verdict=judge(lessened, placebo=found.placebo or _as_refused(found), trims=found.trims),
    )


def _guarded(left_out: LeftOut, choice: Choice, rules: Rules) -> LeftOut:
    """Hide the counts of few people, which are no part of the estimate's own guard."""
    if rules.audience is Audience.EXACT:
        return left_out
    threshold = rules.threshold_for(choice.is_sensitive)
    counts = {name: getattr(left_out, name) for name in LeftOut.__dataclass_fields__}
    return LeftOut(**{k: None if n and 0 < n < threshold else n for k, n in counts.items()})


def coarsened(found: Assessment, rules: Rules) -> Assessment:
    """Give guarded audiences no more than they read on a screen: rounded counts and points.

    Levels of a characteristic that few people have are left out of the balance; the public reads
    none of it.
    """
    if not rules.guards:
        return found
    one, fine = found.estimate, ("att", "se", "low", "high", "gross", "counterfactual")
    changed: dict[str, Any] = {name: _rounded(getattr(one, name)) for name in fine}
    changed |= {name: _tens(getattr(one, name)) for name in ("n_treated", "n_comparison")}
    if one.attrition is not None:
        changed["attrition"] = Attrition(*map(_tens, astuple(one.attrition)))
    kept = () if rules.audience is Audience.PUBLIC else one.balance
    changed["balance"] = tuple(line for line in kept if not _is_of_few(line, one, rules))
    return replace(found, estimate=replace(one, **changed))


def _is_of_few(line: BalanceLine, one: ImpactEstimate, rules: Rules) -> bool:
    """Return whether a share is that of a few people of either group."""
    limit = rules.threshold_for(line.covariate.startswith(VULNERABLE.column))
    shares = ((line.treated, one.n_treated), (line.comparison, one.n_comparison))
    return any(0 < round(share * n) < limit for share, n in shares)


def _tens(count: int) -> int:
    return PUBLIC_STEP * round(count / PUBLIC_STEP)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PUBLIC_DIGITS)


def _as_refused(found: Assessment) -> EvaluationError | None:
    if found.placebo_refused is None:
        return None
    refusal = EvaluationError()
    refusal.key = found.placebo_refused  # type: ignore[misc]
    return refusal
