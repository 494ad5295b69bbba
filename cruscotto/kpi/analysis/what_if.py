"""Compute what would change if training places moved to occupations that lack places.

The result is a scenario and no prediction. Places beyond the need of a region are taken away, the
largest surplus first. The money freed, and an extra sum, buys places in the occupations with most
unmet positions. A new place costs as much as other places in its occupation. Nothing else changes:
demand, prices and outcomes stay as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from cruscotto.kpi.query.result import KpiRow, State


@dataclass(frozen=True)
class Cell:
    """The training places that one occupation of a region has too many or too few.

    Attributes:
        occupation: the code of the occupation.
        unmet: the positions wanted that no place meets.
        surplus: the places beyond the positions wanted.
        cost_eur: the cost of one place, in euro.
        is_own_cost: whether the cost is that of places in this occupation. If not, it is the cost
            of places in the whole region.
    """

    occupation: str
    unmet: float
    surplus: float
    cost_eur: float
    is_own_cost: bool = True


@dataclass(frozen=True)
class Move:
    """The places that one occupation loses or gains, and the euro that this frees or costs."""

    occupation: str
    places: int
    eur: float


@dataclass(frozen=True)
class Scenario:
    """Places taken away from some occupations and added to others, with the money.

    Attributes:
        taken: places taken away from each occupation, and the money freed.
        added: places added to each occupation, and their cost.
        extra_eur: money that may be spent in addition to the money freed, in euro.
    """

    taken: tuple[Move, ...]
    added: tuple[Move, ...]
    extra_eur: float

    @property
    def places_taken(self) -> int:
        """Return how many places are taken away."""
        return sum(move.places for move in self.taken)

    @property
    def places_added(self) -> int:
        """Return how many places are added; each place meets one unmet position."""
        return sum(move.places for move in self.added)

    @property
    def freed_eur(self) -> float:
        """Return the money freed by the places taken away, in euro."""
        return sum(move.eur for move in self.taken)

    @property
    def spent_eur(self) -> float:
        """Return the cost of the places added, in euro.

        It is at most the money freed plus the extra money.
        """
        return sum(move.eur for move in self.added)

    @property
    def left_eur(self) -> float:
        """Return the money, freed or extra, that is not spent, in euro."""
        return self.freed_eur + self.extra_eur - self.spent_eur


def move_places(cells: Sequence[Cell], places: int, extra_eur: float = 0.0) -> Scenario:
    """Return the scenario in which places move from the largest surpluses to unmet positions.

    Args:
        cells: the occupations of a region in a year.
        places: how many places may be taken away.
        extra_eur: money to spend in addition to the money freed, in euro.
    """
    taken = _taken(cells, places)
    money = sum(move.eur for move in taken) + extra_eur
    return Scenario(taken, _bought(cells, money), extra_eur)


def _taken(cells: Sequence[Cell], places: int) -> tuple[Move, ...]:
    left, moves = places, []
    for cell in sorted(cells, key=lambda c: (-c.surplus, c.occupation)):
        count = min(left, floor(cell.surplus))
        if count > 0:
            moves.append(Move(cell.occupation, count, count * cell.cost_eur))
            left -= count
    return tuple(moves)


def _bought(cells: Sequence[Cell], money: float) -> tuple[Move, ...]:
    left, moves = money, []
    for cell in sorted(cells, key=lambda c: (-c.unmet, c.occupation)):
        if cell.cost_eur <= 0:
            continue
        count = min(floor(cell.unmet), floor(left / cell.cost_eur))
        if count > 0:
            moves.append(Move(cell.occupation, count, count * cell.cost_eur))
            left = max(left - count * cell.cost_eur, 0.0)
    return tuple(moves)


@dataclass(frozen=True)
class Expected:
    """The persons expected to find a job coherent with their course, and the number's interval."""

    value: float
    low: float
    high: float


def expected_placements(
    places: int, placement: KpiRow | None, coherence: KpiRow | None
) -> Expected | None:
    """Return how many persons would find a job coherent with their course, with an interval.

    The number is `places` times `placement` times `coherence`. A job is coherent if its occupation
    is one that the course prepares for, see `model.course_occupations`.

    The lower end of the interval is `places` times the lower ends of the rates' 95 % intervals. The
    upper end is `places` times their upper ends. With a probability of at least 90 %, each rate
    lies within its interval.

    Args:
        places: the number of training places.
        placement: the share of leavers in work at 6 months.
        coherence: the share of coherent jobs among those in work.

    Returns:
        The expected persons; `None` where either rate is hidden, missing or immature.
    """
    rates = (placement, coherence)
    if any(row is None or row.state is not State.SHOWN or row.low is None for row in rates):
        return None
    value, low, high = float(places), float(places), float(places)
    for row in rates:
        assert row is not None
        value, low, high = (
            value * float(row.value or 0),
            low * (row.low or 0.0),
            high * (row.high or 0.0),
        )
    return Expected(value, low, high)
