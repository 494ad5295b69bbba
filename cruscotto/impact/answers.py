"""Net effects for a choice of people and outcome, overall and over time.

All estimates that screens show are made here; `leagues` compares groups. The protected and the
public audience get no estimate that is based on few participants or comparison persons, or on few
persons with or without the outcome.
"""

from dataclasses import dataclass, field, replace

import duckdb

from cruscotto.disclosure import Rules
from cruscotto.evaluation import (
    Assessment,
    Cells,
    Effect,
    EvaluationError,
    MatchingOnObservables,
    assess,
    estimate,
    judge,
)
from cruscotto.evaluation.errors import (
    NobodyAlike,
    NoCovariates,
    OneArm,
    OutcomeNotDue,
    OutcomeUnknown,
    TooFewRows,
)
from cruscotto.evaluation.judgement.overlap import Propensities, propensities
from cruscotto.impact import guarding
from cruscotto.impact.amounts import as_refused, in_unit
from cruscotto.impact.choice import QUARTERS, TREATED, Choice
from cruscotto.impact.guarding import coarse_scores, coarsened, is_small, left_out, moved_step
from cruscotto.impact.levels import counter
from cruscotto.impact.marts import read_people
from cruscotto.impact.outcomes import COURSE_WORK
from cruscotto.impact.people import COUNT, FEWEST, LeftOut, People, comparable


@dataclass(frozen=True)
class Answer:
    """The answer to one choice: an assessment, or why there is none.

    Attributes:
        choice: the people and the outcome that were asked about.
        found: the assessment; `None` if the estimate is hidden or could not be made.
        refused: the error, if the data do not allow an estimate.
        is_hidden: whether the estimate is hidden because too few people are behind it.
        edition: the edition of the data.
        is_synthetic: whether the people are synthetic.
        kept: share of participants for whom there are similar comparison persons.
        left_out: number of participants of the choice who are not in the estimate, by reason.
        propensities: for each group, shares of people by their estimated probability of taking
            part; `None` without an estimate or without covariates.
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
    """Return the net effect for a choice with its verdict, or the reason why there is none."""
    people = read_people(con, choice)
    answered = Answer(
        choice,
        None,
        edition=people.edition,
        is_synthetic=people.is_synthetic,
        left_out=left_out(people, choice, rules),
    )
    if refusal := _nobody_known(people, choice, rules):
        return replace(answered, refused=refusal)
    if is_small(people, choice, rules):
        return replace(answered, is_hidden=True)
    alike, kept = comparable(people, counter(rules))
    try:
        found = coarsened(assess_alike(alike, choice, kept), alike, choice, rules)
        scores = coarse_scores(_scores(alike, choice), rules)
    except (TooFewRows, OneArm) as refusal:  # they count them
        return (
            replace(answered, is_hidden=True)
            if rules.guards
            else replace(answered, refused=refusal)
        )
    except EvaluationError as refusal:
        return replace(answered, refused=refusal)
    found = in_unit(found, choice.measured.ceiling)
    seen = guarding.kept(alike, people, choice, rules, kept)
    return replace(answered, found=found, kept=seen, propensities=scores)


def lock_in(con: duckdb.DuckDBPyConnection, choice: Choice, rules: Rules) -> Answer:
    """Return the answer on lock-in: how much less participants work during the course."""
    return answer(con, replace(choice, outcome=COURSE_WORK), rules)


def _nobody_known(people: People, choice: Choice, rules: Rules) -> EvaluationError | None:
    """Return an error if no participant's outcome is known; otherwise `None`.

    Also return `None` if the reason must be hidden because it concerns few people.
    """
    if people.count(treated=True):
        return None
    if guarding.are_unknown(people, choice, rules):
        return OutcomeUnknown(outcome=choice.outcome)
    seen = left_out(people, choice, rules)
    waits = bool(seen.too_recent or seen.not_due)
    return OutcomeNotDue(outcome=choice.outcome) if waits else None


def over_time(
    con: duckdb.DuckDBPyConnection, choice: Choice, rules: Rules
) -> tuple[tuple[int, Effect], ...]:
    """Return (months from entry, difference in work between the groups), for every third month.

    The groups are participants and comparison persons. They are made similar in characteristics at
    entry, which include work in the last year before entry. So in that year they agree by
    construction. A difference in the year before it would be a sign that the groups are not
    comparable. A difference after entry is the effect; it is usually negative during the course.
    Months with few people, or without an estimate, are left out.
    """
    whole, steps = read_people(con, choice, over_time=True), []
    if is_small(whole, choice, rules):
        return ()
    people, _ = comparable(whole, counter(rules))
    for months in QUARTERS:
        cells = people.cells_at(months)
        if cells is None or guarding.is_step_of_few(people, cells, choice, rules, months):
            continue
        try:
            one = estimate(_work_design(cells, choice), cells)
        except EvaluationError:  # nobody alike was looked up then
            continue
        step = Effect(f"{months:+d}", one.att, one.se, one.low, one.high)
        steps.append((months, moved_step(step, people, choice, rules, months)))
    return tuple(steps)


def _scores(people: People, choice: Choice) -> Propensities | None:
    try:
        return propensities(choice.design(people.covariates()), people.cells(choice.outcome))
    except NoCovariates:  # a raw difference weighs nobody
        return None


def _work_design(cells: Cells, choice: Choice) -> MatchingOnObservables:
    return replace(choice.design(tuple(cells.columns)), outcome="work", placebo=None)


def count_at_work(people: People, choice: Choice) -> tuple[int, ...]:
    """Return four numbers of people whose outcome is known.

    They are: participants with the outcome and without it, comparison persons with it and without
    it.
    """
    parts = []
    for arm in (1, 0):
        rows = people.columns[TREATED] == arm
        works = round(float(people.columns[choice.measured.counted][rows].sum()))
        parts += [works, round(float(people.columns[COUNT][rows].sum())) - works]
    return tuple(parts)


def assess_alike(people: People, choice: Choice, kept: float) -> Assessment:
    """Assess the effect on participants who have similar comparison persons.

    Participants whom `comparable` left out count as participants outside common support.

    Args:
        people: the people whom `comparable` kept.
        choice: the outcome and the method.
        kept: the share of participants whom `comparable` kept.

    Raises:
        EvaluationError: nobody was kept, or the data do not allow the estimate.
    """
    if not people.size:
        raise NobodyAlike(fewest=FEWEST)
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
        verdict=judge(lessened, placebo=found.placebo or as_refused(found), trims=found.trims),
    )
