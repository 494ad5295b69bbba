"""An operation in the form that exchange files need, and the formats of days and euro."""

from dataclasses import dataclass
from datetime import date

from cruscotto.demo.chance import Ints
from cruscotto.demo.territory.programmes import BudgetLine

Row = dict[str, str]

Delivery = dict[str, list[Row]]


@dataclass(frozen=True)
class Operation:
    """An operation with its cumulative commitments and payments by month, in cents."""

    code: str
    line: BudgetLine
    area: int
    public: int
    eu: int
    number: int
    levels: tuple[tuple[str, int], ...]
    days: tuple[date, ...]
    committed: Ints
    paid: Ints
    start: date
    planned_end: date
    end: date | None


def parts(operation: Operation, before: int, after: int) -> list[tuple[str, int]]:
    """Split the change of an operation's cumulative amount among its levels; return (level, cents).

    Args:
        operation: the operation, with one level or two.
        before: the cumulative amount before the change, in cents.
        after: the cumulative amount after the change, in cents.

    Returns:
        The part of each level that changes, without its sign. The first level's cumulative amount
        is rounded down, so that payments stay within commitments at each level, as they do in
        total.
    """
    share = operation.levels[0][1]
    first = after * share // 100 - before * share // 100
    split = (first, after - before - first) if len(operation.levels) > 1 else (after - before,)
    pairs = zip(operation.levels, split, strict=True)
    return [(level, abs(part)) for (level, _), part in pairs if part]


def day(value: date) -> str:
    """Return a day as exchange files write it: DD/MM/YYYY."""
    return f"{value:%d/%m/%Y}"


def euros(cents: int) -> str:
    """Return cents as exchange files write euro, with a decimal comma."""
    return f"{cents // 100},{cents % 100:02}"
