"""The whole answer on decommitment: where each account stands and what may come of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from cruscotto.finance.decommitment import NOTHING, Position, cents
from cruscotto.finance.forecast import AS_NOW, YEAR, Month, Outlook, Scenario, forecast
from cruscotto.finance.reading import Book, Place, books, last_whole_month
from cruscotto.finance.rules import tranche_rules

# Years of claims that must be known before a year can be forecast for the back-test, in months.
BACKTEST_HISTORY = 24
# The month at whose end a past year is forecast again, as an authority would in the summer.
BACKTEST_MONTH = 7


@dataclass(frozen=True)
class Standing:
    """One account towards one 31 December; `outlook` is empty where claims are too few to tell."""

    place: Place
    position: Position
    outlook: Outlook | None
    at: date
    is_ceiling_rate: bool
    is_synthetic: bool

    @property
    def is_past(self) -> bool:
        """Whether the year was over on the day of the figures."""
        return self.position.months_left == 0

    @property
    def probability(self) -> float | None:
        """Return the probability of decommitment; certain one way or the other once it is over."""
        if self.is_past:
            return 1.0 if self.position.gap_eur else 0.0
        if self.position.gap_eur == 0:
            return 0.0
        return self.outlook.probability if self.outlook else None

    @property
    def expected_loss_eur(self) -> Decimal | None:
        """Return the EU share likely to be lost: the gap itself once the year is over."""
        if self.is_past or self.position.gap_eur == 0:
            return self.position.gap_eur
        return cents(Decimal(self.outlook.expected_loss_eur)) if self.outlook else None

    def as_dict(self) -> dict[str, Any]:
        """Return the standing as the command line prints it."""
        position = self.position
        return {
            "programme": self.place.programme,
            "fund": self.place.fund,
            "category": self.place.category,
            "year": position.year,
            "at": self.at.isoformat(),
            "target": position.target_eur,
            "covered": position.covered_eur,
            "gap": position.gap_eur,
            "headroom": position.headroom_eur,
            "months_left": position.months_left,
            "eur_per_month": position.eur_per_month,
            "probability": self.probability,
            "expected_loss": self.expected_loss_eur,
            "cofinancing_rate": position.cofinancing_rate,
            "is_ceiling_rate": self.is_ceiling_rate,
            "is_synthetic": self.is_synthetic,
        }


def standings(
    con: duckdb.DuckDBPyConnection,
    programme: str | None = None,
    at: date | None = None,
    scenario: Scenario = AS_NOW,
) -> list[Standing]:
    """Return every account towards every year's end at which something falls due.

    Args:
        con: a published warehouse.
        programme: only this one.
        at: the day of the figures; otherwise the newest day that each account's data describe.
        scenario: what is supposed of the pace.

    Raises:
        NoTranches, UnknownName: see `reading.books`.
    """
    return [
        standing
        for book in books(con, programme)
        for standing in of_book(book, at or book.edition, scenario)
    ]


def of_book(book: Book, at: date, scenario: Scenario = AS_NOW) -> list[Standing]:
    """Return one account towards every year's end at which something falls due."""
    years = book.account.due_years()
    outlooks = {seen.year: seen for seen in _forecast(book, at, years, scenario)}
    return [
        Standing(
            book.place,
            book.account.position(year, at),
            outlooks.get(year),
            at,
            book.is_ceiling_rate,
            book.is_synthetic,
        )
        for year in years
    ]


def _forecast(
    book: Book, at: date, years: tuple[int, ...], scenario: Scenario
) -> tuple[Outlook, ...]:
    last, day = last_whole_month(at)
    return forecast(
        book.history(last),
        last,
        float(book.account.covered_eur(day)),
        {year: float(book.account.target_eur(year)) for year in years},
        scenario,
    )


@dataclass(frozen=True)
class Backtest:
    """How often the band held what came: forecasts of past years made again in their summer."""

    forecasts: int
    inside: int

    @property
    def coverage(self) -> float | None:
        """Return the share of forecasts whose band held the outcome."""
        return self.inside / self.forecasts if self.forecasts else None


def backtest(loaded: list[Book]) -> Backtest:
    """Forecast every past year of every account from its summer, and compare with what came."""
    hits = [hit for book in loaded for hit in _hits(book)]
    return Backtest(len(hits), sum(hits))


def _hits(book: Book) -> list[bool]:
    first = book.first_month()
    if first is None:
        return []
    end = last_whole_month(book.edition)[0]
    last = min((end.number + 1) // YEAR, max(book.account.due_years()) + 1)
    years = range(first.number // YEAR, last)
    cuts = {year: Month(year * YEAR + BACKTEST_MONTH - 1) for year in years}
    return [
        _is_inside(book, year, cut)
        for year, cut in cuts.items()
        if cut.number - first.number + 1 >= BACKTEST_HISTORY and book.history(cut).any()
    ]


def _is_inside(book: Book, year: int, cut: Month) -> bool:
    day = last_whole_month(date(year, BACKTEST_MONTH + 1, 1))[1]
    (seen,) = forecast(book.history(cut), cut, float(book.account.covered_eur(day)), {year: 0.0})
    # what comes from other sources than claims is no part of the pace
    later = book.account.covered_eur(date(year, 12, 31)) - sum(
        (r.covers_eur for r in book.account.prefinancing if day < r.day <= date(year, 12, 31)),
        NOTHING,
    )
    return seen.low_eur <= float(later) <= seen.high_eur


def bases(period: str) -> tuple[str, ...]:
    """Return the legal bases of a period's rules, each with how sure it is."""
    return tuple(f"{r.legal_basis}: {r.confidence}" for r in tranche_rules() if r.period == period)
