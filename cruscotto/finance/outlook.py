"""Decommitment of every account: target and covered amount on each due day, and the forecast.

An account has the tranches and receipts of one programme, fund and category of region.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from cruscotto.finance.decommitment import NOTHING, Position, cents
from cruscotto.finance.decommitment_rules import tranche_rules
from cruscotto.finance.forecast import AS_NOW, YEAR, Month, Outlook, Scenario, forecast
from cruscotto.finance.reading import Book, Place, books, last_whole_month, whole_programmes

# Years of claims that must be known before a year can be forecast for the back-test, in months.
BACKTEST_HISTORY = 24
# The month at whose end a past year is forecast again, as an authority would in the summer.
BACKTEST_MONTH = 7
# A band of 80 % is kept where it holds the outcome in this share of cases.
HELD = (0.75, 0.85)


@dataclass(frozen=True)
class Standing:
    """An account on one due day: its target, covered amount and forecast.

    Attributes:
        place: the programme, fund and category of region of the account.
        position: the target and covered amount of the account.
        outlook: the forecast; `None` if too few claims are known, or if the due day is past.
        at: the day of the figures.
        is_ceiling_rate: whether the co-financing rate is the highest rate allowed in the period,
            used if no financial plan is known.
        is_synthetic: whether any row of the account's data is synthetic.
        is_whole: whether the account adds up several categories of region of a programme.
    """

    place: Place
    position: Position
    outlook: Outlook | None
    at: date
    is_ceiling_rate: bool
    is_synthetic: bool
    is_whole: bool = False

    @property
    def is_past(self) -> bool:
        """Return whether the due day is the day of the figures, or an earlier day."""
        return self.position.months_left == 0

    @property
    def state(self) -> str:
        """Return the state of the account on the due day.

        From the due day on, the state is `met`, or `lost` if there is a gap. Before the due day it
        is `covered`, or `open` if there is a gap.
        """
        if self.is_past:
            return "lost" if self.position.gap_eur else "met"
        return "open" if self.position.gap_eur else "covered"

    @property
    def missing_eur(self) -> Decimal | None:
        """Return the EU share missing on the due day.

        If the state is `open`, it is the median of the forecast, or `None` without a forecast;
        otherwise it is the gap.
        """
        return self._missing("missing_eur")

    @property
    def missing_band_eur(self) -> tuple[Decimal, Decimal] | None:
        """Return the ends of the 80 % band of the EU share missing on the due day.

        `None` if the state is not `open`, or if there is no forecast.
        """
        ends = self._missing("missing_low_eur"), self._missing("missing_high_eur")
        if self.state != "open" or self.outlook is None or None in ends:
            return None
        return ends[0] or NOTHING, ends[1] or NOTHING

    def _missing(self, name: str) -> Decimal | None:
        if self.state != "open":
            return self.position.gap_eur
        return cents(Decimal(getattr(self.outlook, name))) if self.outlook else None

    def as_dict(self) -> dict[str, Any]:
        """Return the standing as a dictionary with the keys that the command line prints."""
        position, band = self.position, self.missing_band_eur
        return {
            "level": "programme" if self.is_whole else "category",
            "programme": self.place.programme,
            "fund": self.place.fund,
            "category": self.place.category,
            "year": position.year,
            "due": position.day.isoformat() if position.day else None,
            "at": self.at.isoformat(),
            "target": position.target_eur,
            "covered": position.covered_eur,
            "gap": position.gap_eur,
            "headroom": position.headroom_eur,
            "months_left": position.months_left,
            "eur_per_month": position.eur_per_month,
            "state": self.state,
            "lost_before": position.lost_before_eur,
            "missing": self.missing_eur,
            "missing_low": band[0] if band else None,
            "missing_high": band[1] if band else None,
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
    """Return a `Standing` for each account on each of its due days.

    A programme with several categories of region also has one account for all categories together,
    because it is not yet verified whether a surplus in one category may offset a gap in another.
    The sum of all accounts would count such a programme twice.

    Args:
        con: a connection to a published warehouse.
        programme: the code of the only programme to return.
        at: the day of the figures; when left out, the newest day of each account's data.
        scenario: an assumption about the pace.

    Raises:
        NoTranches, UnknownName: see `reading.books`.
    """
    found = books(con, programme)
    return [
        standing
        for book in (*found, *whole_programmes(found))
        for standing in of_book(book, at or book.edition, scenario)
    ]


def of_book(book: Book, at: date, scenario: Scenario = AS_NOW) -> list[Standing]:
    """Return a `Standing` of one account for each of its due days."""
    years = book.account.due_years()
    outlooks = {seen.year: seen for seen in _forecast(book, at, scenario)}
    return [
        Standing(
            book.place,
            book.account.position(year, at),
            outlooks.get(year),
            at,
            book.is_ceiling_rate,
            book.is_synthetic,
            book.is_whole,
        )
        for year in years
    ]


def _forecast(book: Book, at: date, scenario: Scenario) -> tuple[Outlook, ...]:
    last, day = last_whole_month(at)
    account = book.account
    # the targets of days that are over play no part; what was lost on them is no longer due
    lost = account.lost_eur(date.max, at)
    return forecast(
        book.history(last),
        last,
        float(account.covered_eur(day)),
        {due.year: float(account.target_eur(due.year) - lost) for due in account.due_days()},
        scenario,
        months={due.year: due.month for due in account.due_days()},
    )


@dataclass(frozen=True)
class Backtest:
    """The number of forecasts of past years, and how many bands contained the outcome."""

    forecasts: int
    inside: int

    @property
    def coverage(self) -> float | None:
        """Return the share of forecasts whose band contained the outcome."""
        return self.inside / self.forecasts if self.forecasts else None

    @property
    def holds(self) -> bool:
        """Return whether the 80 % band contained the outcome in 75 to 85 % of forecasts."""
        return self.coverage is not None and HELD[0] <= self.coverage <= HELD[1]


def backtest(loaded: list[Book]) -> Backtest:
    """Forecast each past year of each account from the data of July.

    Return how many of the forecasts had a band that contained the outcome.
    """
    held = [is_inside for book in loaded for _, is_inside in hits(book)]
    return Backtest(len(held), sum(held))


def hits(book: Book) -> list[tuple[int, bool]]:
    """Return (year, whether the forecast's band contained the outcome) for past years.

    A year is left out if the claims before it do not allow a forecast.
    """
    first = book.first_month()
    if first is None:
        return []
    end = last_whole_month(book.edition)[0]
    last = min((end.number + 1) // YEAR, max(book.account.due_years()) + 1)
    years = range(first.number // YEAR, last)
    cuts = {year: Month(year * YEAR + BACKTEST_MONTH - 1) for year in years}
    return [
        (year, _is_inside(book, year, cut))
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
    """Return the legal basis of each rule of a period, and whether its legal text was read."""
    return tuple(f"{r.legal_basis}: {r.confidence}" for r in tranche_rules() if r.period == period)
