"""The amount to certify by the end of a year, and how much of it is covered: exact arithmetic.

All amounts are in the EU share. On 31 December of a year, the target is the sum of the tranches due
by then, less amounts lost on earlier due days. The covered amount is pre-financing not yet cleared,
plus payment claims with their suspended part. The tranche of 2020, REACT-EU and the performance
reserve of 2014-2020 fall due at closure. Any other tranche falls due two or three years after its
own year (n+2, n+3); `data/reference/decommitment_rules.csv` has the number of years. An amount is
lost once: a gap on a past due day is subtracted from every later target.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cruscotto.finance.decommitment_rules import TrancheRule, closure_day, tranche_rule

CENT = Decimal("0.01")
NOTHING = Decimal(0)
DECEMBER = 12


@dataclass(frozen=True)
class Tranche:
    """The EU commitment of one year, and the part of it that is performance reserve."""

    year: int
    eu_eur: Decimal
    reserve_eur: Decimal = NOTHING


@dataclass(frozen=True)
class Receipt:
    """One covered amount: pre-financing received, or a payment claim sent.

    Attributes:
        day: the day of the payment or of the claim.
        eu_eur: the EU share, without the suspended part.
        suspended_eur: the EU share suspended or under appeal, which counts as covered.
    """

    day: date
    eu_eur: Decimal
    suspended_eur: Decimal = NOTHING

    @property
    def covers_eur(self) -> Decimal:
        """Return the EU share that this receipt covers, including the suspended part."""
        return self.eu_eur + self.suspended_eur


@dataclass(frozen=True)
class Account:
    """The tranches and receipts of one programme and fund.

    An account is about one category of region, or adds up several categories.

    Attributes:
        period: the programming period, whose rules apply.
        tranches: the yearly commitments.
        prefinancing: advances received.
        claims: payment claims sent.
        cofinancing_rate: EU share of total cost, a fraction of one; `None` where unknown, or where
            the categories added up have different rates.
        category: the category of region, which may have rules of its own; empty if several are
            added up.
    """

    period: str
    tranches: tuple[Tranche, ...]
    prefinancing: tuple[Receipt, ...] = ()
    claims: tuple[Receipt, ...] = ()
    cofinancing_rate: Decimal | None = None
    category: str = ""

    def target_eur(self, year: int) -> Decimal:
        """Return the sum of the tranches due by the end of a year.

        Amounts lost on earlier due days are not subtracted.
        """
        closure = closure_day(self.period)
        is_closed = closure is not None and closure.year <= year
        due = (t for t in self.tranches if self._rule(t).due_day(t.year).year <= year)
        return sum((self._due(t, is_closed) for t in due), NOTHING)

    def covered_eur(self, day: date) -> Decimal:
        """Return the EU share covered by receipts up to a day, that day included."""
        receipts: Iterable[Receipt] = (*self.prefinancing, *self.claims)
        return sum((r.covers_eur for r in receipts if r.day <= day), NOTHING)

    def due_years(self) -> tuple[int, ...]:
        """Return the years in which a tranche or the performance reserve falls due."""
        return tuple(day.year for day in self.due_days())

    def due_days(self) -> tuple[date, ...]:
        """Return the days on which a tranche or the performance reserve falls due, in order."""
        days = {self._rule(tranche).due_day(tranche.year) for tranche in self.tranches}
        closure = closure_day(self.period)
        if closure and any(tranche.reserve_eur for tranche in self.tranches):
            days.add(closure)
        return tuple(sorted(days))

    def lost_eur(self, before: date, at: date) -> Decimal:
        """Return the EU share lost on past due days.

        Args:
            before: only due days earlier than this one count.
            at: the day of the figures; due days after it are not past.
        """
        lost = NOTHING
        for day in self.due_days():
            if day < before and day <= at:
                missing = self.target_eur(day.year) - lost - self.covered_eur(day)
                lost += max(NOTHING, missing)
        return lost

    def position(self, year: int, at: date) -> "Position":
        """Return the account's target in a year and the amount covered, by the figures of a day.

        Args:
            year: the year in which the target is due.
            at: the day of the figures; receipts after this day or after the due day do not count.
        """
        last = date(year, DECEMBER, 31)
        day = next((day for day in self.due_days() if day.year == year), last)
        lost = self.lost_eur(day, at)
        return Position(
            year=year,
            target_eur=self.target_eur(year) - lost,
            covered_eur=self.covered_eur(min(at, day)),
            months_left=months_left(at, year, day.month),
            cofinancing_rate=self.cofinancing_rate,
            lost_before_eur=lost,
            day=day,
        )

    def _rule(self, tranche: Tranche) -> TrancheRule:
        return tranche_rule(self.period, tranche.year, self.category)

    def _due(self, tranche: Tranche, is_closed: bool) -> Decimal:
        is_reserve_due = is_closed or self._rule(tranche).is_reserve_due
        return tranche.eu_eur - (NOTHING if is_reserve_due else tranche.reserve_eur)


@dataclass(frozen=True)
class Position:
    """An account's target and covered amount on one due day: 31 December, or the day of closure.

    Attributes:
        year: the year of the due day.
        target_eur: the EU share that must be covered; amounts lost on earlier due days are
            subtracted.
        covered_eur: the EU share covered.
        months_left: number of months that end after the day of the figures, up to the due day.
        cofinancing_rate: the co-financing rate of the account; `None` where the account has none.
        lost_before_eur: the EU share lost on earlier due days.
        day: the due day.
    """

    year: int
    target_eur: Decimal
    covered_eur: Decimal
    months_left: int
    cofinancing_rate: Decimal | None
    lost_before_eur: Decimal = NOTHING
    day: date | None = None

    @property
    def is_at_closure(self) -> bool:
        """Return whether the due day is the day of closure, not the end of a year."""
        return self.day is not None and self.day.month != DECEMBER

    @property
    def gap_eur(self) -> Decimal:
        """Return the EU share still to cover, at least zero: target less covered amount."""
        return max(NOTHING, self.target_eur - self.covered_eur)

    @property
    def headroom_eur(self) -> Decimal:
        """Return the EU share covered beyond the target, at least zero."""
        return max(NOTHING, self.covered_eur - self.target_eur)

    @property
    def eur_per_month(self) -> Decimal | None:
        """Return the total cost to certify in each month left, zero if the target is covered.

        Otherwise `None` where no month is left, or no co-financing rate is known.
        """
        if self.gap_eur == 0:
            return NOTHING
        if not self.months_left or not self.cofinancing_rate:
            return None
        return cents(self.gap_eur / self.months_left / self.cofinancing_rate)

    @property
    def total_cost_eur(self) -> Decimal | None:
        """Return the total cost to certify by the due day, zero if the target is covered.

        Otherwise `None` without a co-financing rate.
        """
        if self.gap_eur == 0:
            return NOTHING
        return cents(self.gap_eur / self.cofinancing_rate) if self.cofinancing_rate else None


def cents(amount: Decimal) -> Decimal:
    """Return an amount rounded to the cent, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def months_left(at: date, year: int, month: int = DECEMBER) -> int:
    """Return the number of months that end after a day, up to and including a given month.

    The number is zero if that month is past.

    Args:
        at: the day from which months are counted.
        year: the year of the given month.
        month: the given month, from 1 to 12.
    """
    is_month_end = at.day == monthrange(at.year, at.month)[1]
    return max(0, (year - at.year) * DECEMBER + month - at.month + (not is_month_end))
