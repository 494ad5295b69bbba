"""Pay before and after, one leaver at a time, from the months of work as delivered."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor, sqrt
from pathlib import Path

from .people import Z95, Codes, Expected, Where, grouped, in_year, where_in_year
from .records import YES, Record, read, to_day, to_number

Pay = dict[tuple[str, int], Decimal]
QUARTILES = {"median": Fraction(1, 2), "lower": Fraction(1, 4), "upper": Fraction(3, 4)}


def count(day: date) -> int:
    return day.year * 12 + day.month


def pay_of(files: list[tuple[date, Path]]) -> Pay:
    """Return the known pay of each person and month; of a month delivered twice the later."""
    found: dict[tuple[str, int], Decimal | None] = {}
    for _, path in sorted(files):
        for row in read(path):
            month = to_day(row["month"])
            assert month is not None
            pay = to_number(row["earnings"]) if row["employed"] in YES else None
            found[row["person_id"], count(month)] = pay
    return {key: pay for key, pay in found.items() if pay}


class Earnings:
    """The indicators of pay, counted on the records of one slot."""

    def __init__(self, records: list[Record], files: list[tuple[date, Path]]) -> None:
        self.leavers = [r for r in records if r.left]
        self.pay = pay_of(files)

    def measure(self, name: str, by: Codes, where: Where) -> dict[Codes, Expected]:
        """Return the quantile that a name asks for, group by group."""
        share = QUARTILES[name.split("_")[0]]
        if "change" in name:
            return self._changes(by, where, share)
        months = -12 if "before_12m" in name else -6 if "before_6m" in name else 0
        months = months or (6 if "_6m" in name else 12)
        groups = grouped(self.leavers, in_year(by, "exit_year"), where_in_year(where, "exit_year"))
        return {codes: self._quantile(records, months, share) for codes, records in groups.items()}

    def _changes(self, by: Codes, where: Where, share: Fraction) -> dict[Codes, Expected]:
        """Return the quantile of the pay a year after less that of a year before."""
        found = {}
        groups = grouped(self.leavers, in_year(by, "exit_year"), where_in_year(where, "exit_year"))
        for codes, records in groups.items():
            pairs = [
                [self.pay.get((r.person, self._month(r, months))) for months in (-12, 12)]
                for r in records
            ]
            amounts = sorted(after - before for before, after in pairs if before and after)
            found[codes] = self._of(amounts, records, 12, share, -10_000)
        return found

    def _quantile(self, records: list[Record], months: int, share: Fraction) -> Expected:
        amounts = sorted(
            self.pay[key]
            for r in records
            if (key := (r.person, self._month(r, months))) in self.pay
        )
        return self._of(amounts, records, months, share, 0)

    def _of(
        self,
        amounts: list[Decimal],
        records: list[Record],
        months: int,
        share: Fraction,
        lowest: int,
    ) -> Expected:
        waits = months > 0 and any(self._month(r, months) > count(r.edition) for r in records)
        if not amounts:
            return Expected(None, 0, is_waiting=waits)
        rank = share * (len(amounts) - 1)
        low = floor(rank)
        high = min(low + 1, len(amounts) - 1)
        lower, upper = Fraction(amounts[low]), Fraction(amounts[high])
        value = lower + (rank - low) * (upper - lower)
        return Expected(value, len(amounts), value, ends(amounts, float(share), lowest))

    def _month(self, record: Record, months: int) -> int:
        day = record.entry if months < 0 else record.exit
        assert day is not None
        return count(day) + months


def ends(amounts: list[Decimal], share: float, lowest: int = 0) -> tuple[float, float]:
    """Return the interval of a quantile by ranks, amounts known to the class of fifty euro."""
    half = Z95 * sqrt(share * (1 - share) / len(amounts))
    classes = [0] * 401
    for amount in amounts:
        classes[max(0, min(400, floor((amount - lowest) / 50)))] += 1
    return tuple(lowest + _at(classes, share + side * half) for side in (-1, 1))  # type: ignore[return-value]


def _at(classes: list[int], share: float) -> float:
    rank, below = min(1.0, max(0.0, share)) * sum(classes), 0
    for place, persons in enumerate(classes):
        if below + persons >= rank:
            return 50 * (place + (rank - below) / max(1, persons))
        below += persons
    return 50.0 * len(classes)
