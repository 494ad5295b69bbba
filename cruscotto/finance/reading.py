"""Read from the warehouse the tranches, receipts and co-financing rates that decommitment needs."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb
import numpy as np

from cruscotto.errors import NoTranches, UnknownName
from cruscotto.finance.decommitment import Account, Receipt, Tranche
from cruscotto.finance.forecast import YEAR, YEARS, Month, Numbers
from cruscotto.warehouse.reading import records

# A category of region with a rule of its own, and the name of all the others together.
REACT_EU, WHOLE = "react_eu", "all"


class Place(NamedTuple):
    """The programme, fund and category of region of an account."""

    programme: str
    fund: str
    category: str


@dataclass(frozen=True)
class Book:
    """One account, with facts about its data.

    Attributes:
        place: the programme, fund and category of region.
        account: the tranches and receipts.
        edition: the newest day that the data of the account describe.
        is_ceiling_rate: whether the co-financing rate is the highest rate allowed in the period,
            used if no financial plan is known.
        is_synthetic: whether any row of the data is synthetic.
        is_whole: whether the account adds up several categories of region of a programme.
    """

    place: Place
    account: Account
    edition: date
    is_ceiling_rate: bool
    is_synthetic: bool
    is_whole: bool = False
    _months: dict[int, float] = field(default_factory=dict, compare=False)

    def history(self, last: Month) -> Numbers:
        """Return the EU share claimed in each month, for three years up to the month `last`.

        If the first claim is less than three years old, the history begins with its month, because
        months before it show no pace. Without claims the history is empty.
        """
        if not self._months:
            return np.zeros(0)
        first = max(min(self._months), last.number - YEARS * YEAR + 1)
        return np.array([self._months.get(m, 0.0) for m in range(first, last.number + 1)])

    def first_month(self) -> Month | None:
        """Return the month of the first claim; `None` without claims."""
        return Month(min(self._months)) if self._months else None


def books(con: duckdb.DuckDBPyConnection, programme: str | None = None) -> list[Book]:
    """Return the accounts in the warehouse, by programme, fund and category of region.

    Args:
        con: a connection to a published warehouse.
        programme: the code of the only programme to return.

    Raises:
        NoTranches: no yearly commitments were imported.
        UnknownName: there are yearly commitments, but none of the programme asked for.
    """
    tranches = records(con, "select * from marts.commitment_tranche order by tranche_year")
    if not tranches:
        raise NoTranches()
    known = sorted({row["programme_code"] for row in tranches})
    if programme and programme not in known:
        raise UnknownName(kind="code", name=programme, similar=[], known=known)
    receipts = _by_place(records(con, "select * from marts.eu_receipt order by day"))
    return [
        _book(place, rows, receipts.get(place, []))
        for place, rows in sorted(_by_place(tranches).items())
        if programme in (None, place.programme)
    ]


def _by_place(rows: Iterable[dict[str, Any]]) -> dict[Place, list[dict[str, Any]]]:
    found: dict[Place, list[dict[str, Any]]] = {}
    for row in rows:
        place = Place(row["programme_code"], row["fund_code"], row["category_of_region_code"])
        found.setdefault(place, []).append(row)
    return found


def _book(place: Place, tranches: list[dict[str, Any]], receipts: list[dict[str, Any]]) -> Book:
    first = tranches[0]
    claims = tuple(_receipt(row) for row in receipts if row["kind_code"] == "claim")
    account = Account(
        period=first["period_code"],
        tranches=tuple(
            Tranche(r["tranche_year"], r["eu_amount_eur"], r["reserve_eur"]) for r in tranches
        ),
        prefinancing=tuple(_receipt(r) for r in receipts if r["kind_code"] == "prefinancing"),
        claims=claims,
        cofinancing_rate=_rate(first["eu_rate"]),
        category=place.category,
    )
    rows = [*tranches, *receipts]
    return Book(
        place,
        account,
        edition=max(row["edition_date"] for row in rows),
        is_ceiling_rate=first["is_ceiling_rate"],
        is_synthetic=any(row["is_synthetic"] for row in rows),
        _months=_monthly(claims),
    )


def whole_programmes(found: Iterable[Book]) -> list[Book]:
    """Return one account for each programme and fund with several categories of region.

    The account adds up the categories. REACT-EU is left out: it has a rule of its own.
    """
    groups: dict[tuple[str, str], list[Book]] = {}
    for book in found:
        if book.place.category != REACT_EU:
            groups.setdefault((book.place.programme, book.place.fund), []).append(book)
    return [_together(books) for books in groups.values() if len(books) > 1]


def _together(books: list[Book]) -> Book:
    first, accounts = books[0], [book.account for book in books]
    rates = {account.cofinancing_rate for account in accounts}
    months: dict[int, float] = {}
    for book in books:
        for month, amount in book._months.items():
            months[month] = months.get(month, 0.0) + amount
    return Book(
        first.place._replace(category=WHOLE),
        Account(
            accounts[0].period,
            tuple(tranche for account in accounts for tranche in account.tranches),
            tuple(receipt for account in accounts for receipt in account.prefinancing),
            tuple(claim for account in accounts for claim in account.claims),
            # categories are paid for at rates of their own: there is one only where they agree
            rates.pop() if len(rates) == 1 else None,
        ),
        max(book.edition for book in books),
        any(book.is_ceiling_rate for book in books),
        any(book.is_synthetic for book in books),
        is_whole=True,
        _months=months,
    )


def _receipt(row: dict[str, Any]) -> Receipt:
    return Receipt(row["day"], row["eu_amount_eur"], row["suspended_eur"])


def _rate(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 6)))


def _monthly(claims: Iterable[Receipt]) -> dict[int, float]:
    months: dict[int, float] = {}
    for claim in claims:
        number = Month.of(claim.day).number
        months[number] = months.get(number, 0.0) + float(claim.covers_eur)
    return months


def last_whole_month(at: date) -> tuple[Month, date]:
    """Return the last month that is over at the end of a day, and the last day of that month."""
    if at.day != monthrange(at.year, at.month)[1]:
        at = at.replace(day=1) - timedelta(days=1)
    return Month.of(at), at
