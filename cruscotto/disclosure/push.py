"""What both ways of searching a table are asked, and what they answer."""

from dataclasses import dataclass
from typing import Protocol

from cruscotto.disclosure.table import Floats, Ints


@dataclass(frozen=True)
class Question:
    """A cell to be moved away from its true value while all that is known stays true.

    Attributes:
        cell: the cell.
        amount: persons to move it by; below zero is down.
        values: the true figures of one part.
        low: lowest value each cell may take.
        high: highest value each cell may take; equal to the lowest where it may not move.
        prices: what moving a cell costs; 0 for those hidden already.
        by_steps: whether less than the amount is of any use.
    """

    cell: int
    amount: int
    values: Ints
    low: Floats
    high: Floats
    prices: Floats
    by_steps: bool


@dataclass(frozen=True)
class Push:
    """The outcome of moving one cell.

    Attributes:
        moved: how many persons it moved, of those asked.
        leaves: the table that results.
        used: the cells moved with it that have a price.
        price: what they cost together.
    """

    moved: int
    leaves: Ints
    used: frozenset[int]
    price: float


class Engine(Protocol):
    """A way of searching: along a network, or by linear programs."""

    def push(self, question: Question) -> Push:
        """Move a cell as asked at a low price, or as far as it goes where that is of use."""
        ...


def read(question: Question, leaves: Ints, figures: Ints) -> Push:
    """Describe a table in answer to a question.

    Args:
        question: what was asked.
        leaves: the leaves of the table found.
        figures: all its cells.
    """
    used = (figures != question.values) & (question.prices > 0)
    used[question.cell] = False
    cells = used.nonzero()[0]
    moved = abs(int(figures[question.cell] - question.values[question.cell]))
    return Push(moved, leaves, frozenset(cells.tolist()), float(question.prices[cells].sum()))
