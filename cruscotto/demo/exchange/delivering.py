"""One operation of an exchange file, its money by month, and how days and euro are written."""

from dataclasses import dataclass
from datetime import date

from cruscotto.demo.chance import Ints
from cruscotto.demo.territory.programmes import BudgetLine

Row = dict[str, str]

Delivery = dict[str, list[Row]]


@dataclass(frozen=True)
class Operation:
    """One operation with its money month by month, in cents."""

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
    """Split the change of a cumulative sum among the operation's levels, in cents.

    The first level's sum is rounded down, so that a stage within another (paid within committed)
    stays within it at each level.
    """
    share = operation.levels[0][1]
    first = after * share // 100 - before * share // 100
    split = (first, after - before - first) if len(operation.levels) > 1 else (after - before,)
    pairs = zip(operation.levels, split, strict=True)
    return [(level, abs(part)) for (level, _), part in pairs if part]


def day(value: date) -> str:
    """Write a day as exchange files do."""
    return f"{value:%d/%m/%Y}"


def euros(cents: int) -> str:
    """Write cents as exchange files write euro."""
    return f"{cents // 100},{cents % 100:02}"
