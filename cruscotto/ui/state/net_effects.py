"""Net impact as the screens ask for it: every answer kept, under the edition's name.

As in `session`, a cache key begins with the path of the published file.
"""

from functools import lru_cache

from cruscotto.disclosure.rules import current_rules
from cruscotto.evaluation import Effect, Interval, cost_per_additional
from cruscotto.i18n import Lang
from cruscotto.impact import answers, leagues, marts
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import Choice, column_label
from cruscotto.impact.leagues import League
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import COST_PER_PARTICIPANT_EUR
from cruscotto.ui.state import session
from cruscotto.ui.state.places import short_names

Path = tuple[tuple[int, Effect], ...]


def answer(choice: Choice) -> Answer:
    """Return what may be said of everybody that a choice speaks of."""
    return _answer(session.edition(), choice)


@lru_cache(maxsize=128)
def _answer(edition: str, choice: Choice) -> Answer:
    return answers.answer(session.warehouse(), choice, current_rules())


def by_region(choice: Choice) -> League:
    """Return the regions side by side."""
    return _by_region(session.edition(), choice)


@lru_cache(maxsize=64)
def _by_region(edition: str, choice: Choice) -> League:
    return leagues.by_region(session.warehouse(), choice, current_rules())


def by_subgroup(choice: Choice) -> League:
    """Return groups of persons side by side."""
    return _by_subgroup(session.edition(), choice)


@lru_cache(maxsize=64)
def _by_subgroup(edition: str, choice: Choice) -> League:
    return leagues.by_subgroup(session.warehouse(), choice, current_rules())


def over_time(choice: Choice) -> Path:
    """Return the effect before and after entry."""
    return _over_time(session.edition(), choice)


@lru_cache(maxsize=64)
def _over_time(edition: str, choice: Choice) -> Path:
    return answers.over_time(session.warehouse(), choice, current_rules())


def themes() -> list[str]:
    """Return the objectives that have comparison persons."""
    return list(_themes(session.edition()))


@lru_cache(maxsize=8)
def _themes(edition: str) -> tuple[str, ...]:
    return tuple(marts.themes_with_people(session.warehouse()))


def types(choice: Choice) -> list[str]:
    """Return the types of course that a choice may be narrowed to."""
    return list(_types(session.edition(), choice))


@lru_cache(maxsize=128)
def _types(edition: str, choice: Choice) -> tuple[str, ...]:
    return tuple(marts.types_of_course(session.warehouse(), choice))


def cost(said: Answer) -> tuple[float | None, Interval | None]:
    """Return the cost of a participant, and of one more person at work.

    The cost is that of the operations chosen; it is not known by type of course, and taken to be
    the same for every target.
    """
    if said.choice.type or not said.found:
        return None, None
    selection = Selection.from_codes(dict(said.choice.where))
    value = session.measure(COST_PER_PARTICIPANT_EUR, (), selection).value()
    if value is None:
        return None, None
    return float(value), cost_per_additional(said.found.estimate, float(value))


def label(name: str, lang: Lang) -> str:
    """Return the words of a column of the cells."""
    return column_label(name, lang, short_names())
