"""Texts and bodies of demonstration operations, mostly as indices in lists.

The texts are titles, investment priorities, classes of the project code (CUP), and calls for
proposals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cruscotto.demo.chance import Ints, Mask, by_rank, whole
from cruscotto.demo.territory.programmes import BudgetLine
from cruscotto.demo.territory.territory import Habits, areas
from cruscotto.demo.texts_of_operations import Theme, themes

BODY_KINDS = (
    (
        "Ente di formazione dimostrativo",
        "1.7.90",
        "Altra forma di ente privato con personalita' giuridica",
    ),
    ("Fondazione formativa dimostrativa", "1.7.20", "Fondazione (esclusa fondazione bancaria)"),
    ("Associazione formativa dimostrativa", "1.7.10", "Associazione riconosciuta"),
    (
        "Consorzio formativo dimostrativo",
        "1.7.90",
        "Altra forma di ente privato con personalita' giuridica",
    ),
)
CALLS_PER_LINE = 6
BODIES_PER_MILLION = 9  # inhabitants; at least a dozen bodies in each area
PUBLIC_THEMES = ("TA", "11")
NO_STATUS_SHARE = 0.008


@dataclass(frozen=True)
class Deck:
    """The texts of all objectives, in one list.

    Attributes:
        words: the texts, ordered by objective.
        first: for each objective, the index of its first text.
        count: for each objective, the number of its texts.
    """

    words: tuple[str, ...]
    first: Ints
    count: Ints

    def draw(self, theme: Ints, rng: np.random.Generator) -> Ints:
        """Draw a random text for each objective given, and return the texts' indices in `words`."""
        step = np.floor(rng.random(theme.size) * self.count[theme]).astype(np.int64)
        return np.asarray(self.first[theme] + step)


@dataclass(frozen=True)
class Labels:
    """Arrays with one entry per operation, most of them indices in lists of texts.

    Attributes:
        title: index in `titles()`.
        programme_title: index in `programme_titles()`, used in place of `title` for large
            operations.
        call: number of the call for proposals within the budget line, 0 to `CALLS_PER_LINE - 1`.
        body: number of the body that carries out the operation, unique over all areas.
        is_public: whether the programme's own authority is the beneficiary.
        has_no_status: whether the publisher does not know the operation's status.
    """

    title: Ints
    programme_title: Ints
    variant: Ints
    priority: Ints
    cup: Ints
    call: Ints
    body: Ints
    is_public: Mask
    trainees: Ints
    has_no_status: Mask


def theme_codes() -> tuple[str, ...]:
    """Return the codes of the objectives, in the order in which a `Deck` lists their texts."""
    return tuple(themes())


def titles() -> Deck:
    """Return the titles of invented operations, by objective, except those of large operations."""
    return _deck(lambda theme: theme.titles)


def programme_titles() -> Deck:
    """Return the titles of large operations, by objective."""
    return _deck(lambda theme: theme.programmes)


def priorities() -> Deck:
    """Return the investment priorities, by objective."""
    return _deck(lambda theme: theme.priorities)


def cup_names() -> Deck:
    """Return the names of the classes of the project code (CUP), by objective."""
    return _deck(lambda theme: theme.cup)


def draw_labels(
    lines: tuple[BudgetLine, ...], line: Ints, area: Ints, ways: Habits, rng: np.random.Generator
) -> Labels:
    """Return random texts and bodies for every operation, fitting its objective and area."""
    codes, size = theme_codes(), line.size
    theme = np.array([codes.index(x.theme) for x in lines])[line]
    is_public = np.isin(theme, [codes.index(code) for code in PUBLIC_THEMES])
    return Labels(
        title=titles().draw(theme, rng),
        programme_title=programme_titles().draw(theme, rng),
        variant=whole(rng, 1, 12, size),
        priority=priorities().draw(theme, rng),
        cup=cup_names().draw(theme, rng),
        call=whole(rng, 0, CALLS_PER_LINE - 1, size),
        body=_draw_bodies(area, ways, rng),
        is_public=is_public & (rng.random(size) < 0.8),
        trainees=whole(rng, 8, 240, size),
        has_no_status=rng.random(size) < NO_STATUS_SHARE,
    )


def body_name(number: int) -> str:
    """Return the name of a body by its number; it is recognisably fictional."""
    return f"{BODY_KINDS[number % len(BODY_KINDS)][0]} {number}"


def _draw_bodies(area: Ints, ways: Habits, rng: np.random.Generator) -> Ints:
    body, first = np.empty(area.size, dtype=np.int64), 1
    for index, place in enumerate(areas()):
        count = 12 + round(place.population / 1e6 * BODIES_PER_MILLION)
        chosen = area == index
        shares = by_rank(count, float(ways.concentration[index]))
        body[chosen] = first + rng.choice(count, size=chosen.sum(), p=shares)
        first += count
    return body


def _deck(words_of: Callable[[Theme], Sequence[str]]) -> Deck:
    lists = [words_of(theme) for theme in themes().values()]
    count = np.array([len(words) for words in lists])
    first = np.concatenate(([0], np.cumsum(count)[:-1]))
    return Deck(tuple(word for words in lists for word in words), first, count)
