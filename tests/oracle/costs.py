"""Costs computed again: public funding over people, only where both are known."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .people import Codes, Expected, Where, grouped
from .places import Operations
from .records import Record, Row


@dataclass(frozen=True)
class Part:
    """The people of an operation in one region, and their part of its money."""

    codes: Row
    records: tuple[Record, ...]
    money: Fraction


class Costs:
    """Public funding over people, only of operations whose money and people are both known."""

    def __init__(self, records: list[Record], operations: Operations) -> None:
        self.parts: list[Part] = []
        for operation in sorted({r.operation for r in records}):
            money = operations.money(operation)
            if money:
                mine = [r for r in records if r.operation == operation]
                self.parts += self._parts(mine, Fraction(money))

    def _parts(self, records: list[Record], money: Fraction) -> list[Part]:
        """Let an operation's money follow its people into their regions."""
        regions: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            regions[record.codes["region"]].append(record)
        return [
            Part(mine[0].codes, tuple(mine), money * len(mine) / len(records))
            for mine in regions.values()
        ]

    def measure(self, name: str, by: Codes, where: Where) -> dict[Codes, Expected]:
        if name == "cost_per_placed_6m_eur":
            groups = grouped(self.parts, by, where)
            return {codes: of_the_placed(parts) for codes, parts in groups.items()}
        divisor = {
            "cost_per_participant_eur": lambda records: Fraction(len(records)),
            "cost_per_attended_hour_eur": hours,
        }[name]
        known = [p for p in self.parts if divisor(p.records) is not None]
        groups = grouped(known, by, where)
        return {
            codes: ratio((p.money, divisor(p.records)) for p in parts)
            for codes, parts in groups.items()
        }


def of_the_placed(parts: Iterable[Part]) -> Expected:
    """Divide the money of those known to the registers by how many of them are at work.

    While the outcome of more than half of those without a job at entry is still to come, the figure
    is not due.
    """
    parts = list(parts)
    jobless = [r for p in parts for r in p.records if r.is_jobless]
    found = ratio((outlay(p), placed(p.records)) for p in parts)
    if 2 * sum(r.matured("6m") for r in jobless) < len(jobless):
        return Expected(found.numerator, found.denominator, is_waiting=True)
    return found


def outlay(part: Part) -> Fraction | None:
    """Return the money of those whose status the registers know, if there are any."""
    known = known_to_registers(part.records)
    return part.money * len(known) / len(part.records) if known else None


def hours(records: tuple[Record, ...]) -> Fraction | None:
    """Return the hours attended, if they are known of everybody."""
    told = [r.hours for r in records]
    return None if None in told else Fraction(sum(told, Decimal()))


def placed(records: tuple[Record, ...]) -> Fraction | None:
    """Return how many work at 6 months by the registers, if these know it of anybody."""
    known = known_to_registers(records)
    return Fraction(sum(r.works("6m") for r in known)) if known else None


def known_to_registers(records: tuple[Record, ...]) -> list[Record]:
    """Return those without a job at entry whose status at 6 months the registers know."""
    return [
        r
        for r in records
        if r.is_jobless and r.matured("6m") and r.source == "register" and r.knows("6m")
    ]


def ratio(parts: Iterable[tuple[Decimal | Fraction | None, Decimal | Fraction | None]]) -> Expected:
    """Add up what is known and divide."""
    known = [(Fraction(n), Fraction(d)) for n, d in parts if n is not None and d is not None]
    if not known:
        return Expected(None)
    top, bottom = sum(n for n, _ in known), sum(d for _, d in known)
    return Expected(top, bottom, top / bottom if bottom else None)
