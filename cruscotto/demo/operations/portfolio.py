"""All operations of the demonstration: their budget lines, places, money, dates and texts.

The portfolio has the whole life of each operation; a `snapshot` has the part that one edition
shows.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TypeVar

import numpy as np

from cruscotto.demo.chance import Days, Floats, Ints, stream, whole
from cruscotto.demo.labels import Labels, draw_labels
from cruscotto.demo.territory import places
from cruscotto.demo.territory.money import Money, draw_money
from cruscotto.demo.territory.programmes import (
    FIRST,
    SECOND,
    BudgetLine,
    budget_lines,
    recovery_lines,
)
from cruscotto.demo.territory.territory import areas, habits
from cruscotto.demo.territory.timeline import Timeline, draw_timeline

# Operations in the newest edition, by period and kind of line.
COUNTS = {
    (FIRST, "esf"): 14_500,
    (FIRST, "FSC"): 420,
    (FIRST, "FESR"): 170,
    (SECOND, "esf"): 8_350,
    (SECOND, "FSC"): 330,
    (SECOND, "FESR"): 80,
}
RECOVERY_COUNTS = {(FIRST, "esf"): 60}  # few and large: they paid wages more than training
FEWEST = 3  # operations of the smallest line
FLAGGED_SHARE = 0.006  # rows that the publisher marks as duplicate (1) or excluded (2, 3)
ECONOMY_OF_SCALE = 0.7  # a line ten times as rich has five times as many operations


@dataclass(frozen=True)
class Portfolio:
    """Arrays with one entry per operation, in the order of the files.

    Attributes:
        lines: the budget lines.
        line: the index in `lines` of each operation's budget line.
        number: the operation's number within its programme.
        area: the index in `territory.areas()` of the area whose `Habits` the operation has.
        book: the possible places.
        place: the index in `book.places` of each operation's place.
        flag: the publisher's mark on the row; 0 if the operation is published.
    """

    lines: tuple[BudgetLine, ...]
    line: Ints
    number: Ints
    area: Ints
    book: places.Gazetteer
    place: Ints
    flag: Ints
    timeline: Timeline
    money: Money
    labels: Labels

    @property
    def size(self) -> int:
        """Return the number of operations."""
        return self.line.size


Arrays = TypeVar("Arrays", Timeline, Money, Labels)


@lru_cache(maxsize=1)  # every kind of data starts from the same one
def portfolio(seed: int) -> Portfolio:
    """Return the random operations of all budget lines but REACT-EU, which has no participants."""
    return _draw(budget_lines(seed), COUNTS, seed)


@lru_cache(maxsize=1)
def whole_portfolio(seed: int) -> Portfolio:
    """Return every operation: those of `portfolio`, then those of REACT-EU.

    REACT-EU has random numbers of its own, so that it does not change any other operation.
    """
    return _joined(portfolio(seed), _draw(recovery_lines(seed), RECOVERY_COUNTS, seed, "recovery"))


def _draw(
    lines: tuple[BudgetLine, ...], counts: dict[tuple[str, str], int], seed: int, *names: str
) -> Portfolio:
    ways, book = habits(seed), places.gazetteer(seed)
    line = np.repeat(np.arange(len(lines)), _counts(lines, ways.size, counts))
    area = _draw_areas(lines, line, stream(seed, "areas", *names))
    timeline = draw_timeline(lines, line, area, ways, stream(seed, "timeline", *names))
    flag = _draw_flags(line.size, stream(seed, "flags", *names))
    return Portfolio(
        lines=lines,
        line=line,
        number=_numbers(lines, line, timeline.registered),
        area=area,
        book=book,
        place=_draw_places(lines, line, area, book, stream(seed, "location", *names)),
        flag=flag,
        timeline=timeline,
        money=draw_money(lines, line, flag, stream(seed, "money", *names)),
        labels=draw_labels(lines, line, area, ways, stream(seed, "labels", *names)),
    )


def _joined(first: Portfolio, second: Portfolio) -> Portfolio:
    """Return one portfolio with the operations of the first, then those of the second.

    Where both have operations of one programme, the second's numbers follow the first's.
    """
    last = dict.fromkeys((x.programme for x in second.lines), 0)
    for place, line in enumerate(first.lines):
        if line.programme in last:
            of_line = first.number[first.line == place]
            last[line.programme] = max(last[line.programme], int(of_line.max(initial=0)))
    after = np.array([last[x.programme] for x in second.lines])[second.line]
    return Portfolio(
        lines=first.lines + second.lines,
        line=np.concatenate((first.line, second.line + len(first.lines))),
        number=np.concatenate((first.number, second.number + after)),
        area=np.concatenate((first.area, second.area)),
        book=first.book,
        place=np.concatenate((first.place, second.place)),
        flag=np.concatenate((first.flag, second.flag)),
        timeline=_end_to_end(first.timeline, second.timeline),
        money=_end_to_end(first.money, second.money),
        labels=_end_to_end(first.labels, second.labels),
    )


def _end_to_end(first: Arrays, second: Arrays) -> Arrays:
    return type(first)(
        **{
            field.name: np.concatenate((getattr(first, field.name), getattr(second, field.name)))
            for field in fields(first)
        }
    )


def _counts(
    lines: tuple[BudgetLine, ...], size: Floats, totals: dict[tuple[str, str], int]
) -> Ints:
    """Return how many operations each budget line has.

    A line with more money has more operations. A line whose areas have larger operations has fewer.

    Args:
        lines: the budget lines.
        size: by area, the factor on the size of its operations (`Habits.size`).
        totals: how many operations there are, by period and fund; `esf` stands for ESF and YEI.
    """
    kinds = [(line.period, "esf" if line.is_esf else line.fund) for line in lines]
    weights = np.array(
        [line.target_eur**ECONOMY_OF_SCALE / float(size[list(line.areas)].mean()) for line in lines]
    )
    counts = np.zeros(len(lines), dtype=np.int64)
    for kind, total in totals.items():
        chosen = np.array([k == kind for k in kinds])
        exact = total * weights[chosen] / weights[chosen].sum()
        counts[chosen] = np.maximum(np.rint(exact), FEWEST).astype(np.int64)
    return counts


def _draw_areas(lines: tuple[BudgetLine, ...], line: Ints, rng: np.random.Generator) -> Ints:
    """Return a random area for each operation, among the areas of its budget line.

    An area with a larger population and higher unemployment is more likely.
    """
    need = np.array([area.population * area.unemployment_pct**0.5 for area in areas()])
    drawn = np.empty(line.size, dtype=np.int64)
    for index, budget_line in enumerate(lines):
        chosen, pool = line == index, np.array(budget_line.areas)
        drawn[chosen] = rng.choice(pool, size=chosen.sum(), p=need[pool] / need[pool].sum())
    return drawn


def _draw_places(
    lines: tuple[BudgetLine, ...],
    line: Ints,
    area: Ints,
    book: places.Gazetteer,
    rng: np.random.Generator,
) -> Ints:
    """Return a random place for each operation, usually in its area.

    Some operations of national lines lie in several areas, in the whole nation, abroad or nowhere.
    """
    place = np.empty(line.size, dtype=np.int64)
    for index, (indexes, shares) in enumerate(book.local):
        chosen = area == index
        place[chosen] = rng.choice(indexes, size=chosen.sum(), p=shares)
    national = ~np.array([budget_line.is_regional for budget_line in lines])[line]
    reach = np.where(national, rng.random(line.size), 0.0)
    pools = np.array([_pool_name(budget_line) for budget_line in lines])[line]
    for pool, indexes in book.shared.items():
        chosen = (reach > 0.72) & (pools == pool)
        place[chosen] = rng.choice(indexes, size=chosen.sum())
    chosen = reach > 0.88
    place[chosen] = rng.choice(book.special[0], size=chosen.sum(), p=book.special[1])
    return place


def _pool_name(line: BudgetLine) -> str:
    """Return the category of region that a line's areas share; empty if they differ.

    A line with transition areas and less developed areas, and no others, counts as less developed.
    """
    categories = {areas()[i].category for i in line.areas}
    if "more_developed" not in categories:
        categories.discard("transition" if len(categories) > 1 else "")
    return categories.pop() if len(categories) == 1 else ""


def _draw_flags(size: int, rng: np.random.Generator) -> Ints:
    return np.where(rng.random(size) < FLAGGED_SHARE, whole(rng, 1, 3, size), 0)


def _numbers(lines: tuple[BudgetLine, ...], line: Ints, registered: Days) -> Ints:
    """Number the operations of each programme by date of registration; return each one's number."""
    codes, programme = np.unique([x.programme for x in lines], return_inverse=True)
    of_operation = programme[line]
    order = np.lexsort((registered, of_operation))
    counts = np.bincount(of_operation, minlength=codes.size)
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    number = np.empty(line.size, dtype=np.int64)
    number[order] = np.arange(line.size) - np.repeat(starts, counts) + 1
    return number
