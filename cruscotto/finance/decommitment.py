"""What must be certified by the end of a year, and how far an account is: exact arithmetic.

At 31 December of year Y, in the EU share: the target is the sum of the tranches due by then, the
covered amount is pre-financing plus payment claims plus what of them is suspended. Amounts already
lost are not taken off the target: load the tranches as the financial plan in force states them.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cruscotto.finance.rules import tranche_rule

CENT = Decimal("0.01")
NOTHING = Decimal(0)
DECEMBER = 12


@dataclass(frozen=True)
class Tranche:
    """A yearly EU commitment, with the part of it that is performance reserve."""

    year: int
    eu_eur: Decimal
    reserve_eur: Decimal = NOTHING


@dataclass(frozen=True)
class Receipt:
    """A day on which something was covered: pre-financing received, or a payment claim sent.

    Attributes:
        day: the day of the payment or of the claim.
        eu_eur: the EU share, without what is suspended.
        suspended_eur: the EU share suspended or under appeal, which counts as covered.
    """

    day: date
    eu_eur: Decimal
    suspended_eur: Decimal = NOTHING

    @property
    def covers_eur(self) -> Decimal:
        """Return what the receipt covers."""
        return self.eu_eur + self.suspended_eur


@dataclass(frozen=True)
class Account:
    """The tranches and receipts of one programme, fund and category of region.

    Attributes:
        period: the programming period, whose rules apply.
        tranches: the yearly commitments.
        prefinancing: advances received.
        claims: payment claims sent.
        cofinancing_rate: EU share of total cost, a fraction of one; nothing where unknown.
    """

    period: str
    tranches: tuple[Tranche, ...]
    prefinancing: tuple[Receipt, ...] = ()
    claims: tuple[Receipt, ...] = ()
    cofinancing_rate: Decimal | None = None

    def target_eur(self, year: int) -> Decimal:
        """Return what must be covered at the end of a year."""
        return sum((self._due(t) for t in self.tranches if self._due_year(t) <= year), NOTHING)

    def covered_eur(self, day: date) -> Decimal:
        """Return what is covered on a day."""
        receipts: Iterable[Receipt] = (*self.prefinancing, *self.claims)
        return sum((r.covers_eur for r in receipts if r.day <= day), NOTHING)

    def due_years(self) -> tuple[int, ...]:
        """Return the years at whose end something falls due."""
        return tuple(sorted({self._due_year(tranche) for tranche in self.tranches}))

    def position(self, year: int, at: date) -> "Position":
        """Return how the account stands, on a day, towards the end of a year.

        Args:
            year: the year at whose end the target is measured.
            at: the day of the figures; receipts after it, or after the year, do not count.
        """
        return Position(
            year=year,
            target_eur=self.target_eur(year),
            covered_eur=self.covered_eur(min(at, date(year, DECEMBER, 31))),
            months_left=months_left(at, year),
            cofinancing_rate=self.cofinancing_rate,
        )

    def _due_year(self, tranche: Tranche) -> int:
        return tranche_rule(self.period, tranche.year).due_year(tranche.year)

    def _due(self, tranche: Tranche) -> Decimal:
        is_reserve_due = tranche_rule(self.period, tranche.year).is_reserve_due
        return tranche.eu_eur - (NOTHING if is_reserve_due else tranche.reserve_eur)


@dataclass(frozen=True)
class Position:
    """An account's standing towards one 31 December."""

    year: int
    target_eur: Decimal
    covered_eur: Decimal
    months_left: int
    cofinancing_rate: Decimal | None

    @property
    def gap_eur(self) -> Decimal:
        """Return what is missing, in the EU share."""
        return max(NOTHING, self.target_eur - self.covered_eur)

    @property
    def headroom_eur(self) -> Decimal:
        """Return what is covered beyond the target."""
        return max(NOTHING, self.covered_eur - self.target_eur)

    @property
    def eur_per_month(self) -> Decimal | None:
        """Return the total cost to certify each month; nothing when time or rate is missing."""
        if self.gap_eur == 0:
            return NOTHING
        if not self.months_left or not self.cofinancing_rate:
            return None
        return cents(self.gap_eur / self.months_left / self.cofinancing_rate)

    @property
    def total_cost_eur(self) -> Decimal | None:
        """Return the total cost to certify by the end of the year; nothing without a rate."""
        if self.gap_eur == 0:
            return NOTHING
        return cents(self.gap_eur / self.cofinancing_rate) if self.cofinancing_rate else None


def cents(amount: Decimal) -> Decimal:
    """Round an amount to the cent, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def months_left(at: date, year: int) -> int:
    """Return how many month ends are still to come by 31 December: none once the year is over."""
    is_month_end = at.day == monthrange(at.year, at.month)[1]
    return max(0, (year - at.year) * DECEMBER + DECEMBER - at.month + (not is_month_end))
