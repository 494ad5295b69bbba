"""Net effects on the participants in the warehouse, estimated with comparison persons."""

from dataclasses import replace

from cruscotto.evaluation import Effect, Interval, cost_per_additional
from cruscotto.facts.edition import Edition, remembered
from cruscotto.facts.figures import measure
from cruscotto.impact import answers, leagues, marts
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import Choice
from cruscotto.impact.leagues import League
from cruscotto.impact.outcomes import COURSE_WORK
from cruscotto.impact.returns import Returns, returns
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.earnings import MEDIAN_EARNINGS_12M_EUR
from cruscotto.kpi.registry.outcomes import COST_PER_PARTICIPANT_EUR

Path = tuple[tuple[int, Effect], ...]


@remembered(128)
def answer(edition: Edition, choice: Choice) -> Answer:
    """Return the net effect for a choice with its verdict, or the reason why there is none."""
    return answers.answer(edition.con, choice, edition.rules)


def lock_in(edition: Edition, choice: Choice) -> Answer:
    """Return how much less participants work during the course than similar people do (lock-in)."""
    return answer(edition, replace(choice, outcome=COURSE_WORK))


@remembered(64)
def by_region(edition: Edition, choice: Choice) -> League:
    """Return the net effect on the participants of each region."""
    return leagues.by_region(edition.con, choice, edition.rules)


@remembered(64)
def by_subgroup(edition: Edition, choice: Choice) -> League:
    """Return the net effect on each group of participants, such as women."""
    return leagues.by_subgroup(edition.con, choice, edition.rules)


@remembered(64)
def over_time(edition: Edition, choice: Choice) -> Path:
    """Return (months from entry, difference in work between the groups), for every third month.

    The groups are participants and similar comparison persons. Months before entry are negative.
    """
    return answers.over_time(edition.con, choice, edition.rules)


@remembered(8, alike=True)
def themes(edition: Edition) -> tuple[str, ...]:
    """Return the codes of the objectives that have participants and comparison persons."""
    return tuple(marts.themes_with_people(edition.con))


@remembered(128, alike=True)
def types(edition: Edition, choice: Choice) -> tuple[str, ...]:
    """Return the types of course that the participants of a choice attended.

    A choice can be limited to one of them.
    """
    return tuple(marts.types_of_course(edition.con, choice))


def returned(edition: Edition, estimated: Answer) -> Returns | None:
    """Return what participants and the public budget gain from a net effect.

    `None` if the effect is not credible or a figure needed is not known (see `returns`).
    """
    spent, _ = cost(edition, estimated)
    selection = Selection.from_codes(dict(estimated.choice.where))
    pay = measure(edition, MEDIAN_EARNINGS_12M_EUR, (), selection).value()
    return returns(estimated, spent, None if pay is None else float(pay))


def cost(edition: Edition, estimated: Answer) -> tuple[float | None, Interval | None]:
    """Return the cost per participant, and the cost of one more person in work; in euro.

    The cost per participant is that of the chosen operations, assumed equal for all groups of
    participants. The result is (`None`, `None`) if a type of course is chosen, if the outcome is a
    mean, such as pay, or if there is no estimate or no cost.
    """
    if estimated.choice.type or not estimated.found or estimated.choice.measured.is_mean:
        return None, None
    selection = Selection.from_codes(dict(estimated.choice.where))
    value = measure(edition, COST_PER_PARTICIPANT_EUR, (), selection).value()
    if value is None:
        return None, None
    return float(value), cost_per_additional(estimated.found.estimate, float(value))
