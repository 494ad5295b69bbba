"""Certified expenditure, from the protocol's record FN09 and the definition of the indicator.

A claim (C) adds its total expenditure on its day, a withdrawal (D) takes it away; those of a day
after the edition's are none of the edition. Regions share an operation as they share its payments.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

SIGNS = {"C": 1, "D": -1}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Operation:
    """What claims are placed by: the year of start, the programme, and the places' shares."""

    start_year: int
    programme: str
    shares: dict[str, Fraction]


@dataclass(frozen=True)
class Certified:
    """One amount in its place: the age in whole years, counted back from the edition's day."""

    region: str
    programme: str
    year: int
    age: int
    amount: Decimal


def years_back(day: date, edition: date) -> int:
    """Return how many whole years lie between a day and the edition's."""
    apart = edition.year - day.year
    return apart if (day.month, day.day) <= (edition.month, edition.day) else apart - 1


def certified(
    rows: Iterable[dict[str, str]], operations: dict[str, Operation], edition: date
) -> list[Certified]:
    """Return what is certified, each place and age to the cent."""
    sums: dict[tuple[str, str, int, int], Fraction] = defaultdict(Fraction)
    for row in rows:
        day = datetime.strptime(row["data_domanda"], "%d/%m/%Y").date()
        if day > edition:
            continue
        one = operations[row["cod_locale_progetto"]]
        euro = SIGNS[row["tipologia_importo"]] * Decimal(row["importo_spesa_tot"].replace(",", "."))
        age = max(0, edition.year - years_back(day, edition) - one.start_year)
        for region, share in one.shares.items():
            sums[region, one.programme, one.start_year, age] += Fraction(euro) * share
    return [Certified(*place, to_cents(amount)) for place, amount in sums.items()]


def to_cents(amount: Fraction) -> Decimal:
    """Return an amount to the cent, halves away from nought."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP)


def triangle(found: Iterable[Certified], edition: date) -> list[list[Fraction]]:
    """Return what each year of start had come to at each age, the oldest year first."""
    sums: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for one in found:
        sums[one.year, one.age] += Fraction(one.amount)
    rows = []
    for year in range(min(sums)[0], max(sums)[0] + 1):
        steps = [sums[year, age] for age in range(edition.year - year + 1)]
        rows.append([sum(steps[: age + 1], Fraction(0)) for age in range(len(steps))])
    return rows
