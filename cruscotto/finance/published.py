"""Published amounts lost on due days, compared with our arithmetic on the same published figures.

The arithmetic is: amount due, less amount covered. Newspapers and ministry pages print the figures
of single due days. They print no series of years, so the band of a forecast cannot be tested on
their figures. The Commission publishes one series of years; on this series a forecast from the pace
of earlier years is tested too.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from cruscotto.config import REFERENCE
from cruscotto.finance.decommitment import Position
from cruscotto.i18n import Text

FILE = "certification_outcomes.csv"
# Programmes of Italy, ERDF and ESF, 2014-2020; those that lost money at the closure of 2025.
PROGRAMMES, LOST = 51, 2


@dataclass(frozen=True)
class Outcome:
    """What a publication states about programmes on one due day: amounts due, covered and lost.

    Attributes:
        programmes: the programmes.
        day: the due day.
        is_pace: whether we forecast the covered amount from the pace of earlier years; otherwise
            it is published too.
        target_eur: the amount due, EU share.
        covered_eur: the amount covered, EU share.
        precision_eur: half a unit of the last published digit, in euro.
        missing_eur: the amount lost, as published, EU share.
        source: where the outcome was published.
    """

    programmes: Text
    day: date
    is_pace: bool
    target_eur: Decimal
    covered_eur: Decimal
    precision_eur: Decimal
    missing_eur: Decimal
    source: Text

    @property
    def stated_eur(self) -> Decimal:
        """Return the amount lost by our arithmetic: target less covered amount, at least zero."""
        position = Position(self.day.year, self.target_eur, self.covered_eur, 0, None, day=self.day)
        return position.gap_eur

    @property
    def agrees(self) -> bool:
        """Return whether our arithmetic gives the published amount, within its precision."""
        return abs(self.stated_eur - self.missing_eur) <= self.precision_eur


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return the published amounts due, covered and lost, in the order of `FILE`."""
    with (REFERENCE / FILE).open(encoding="utf-8", newline="") as file:
        return tuple(_read(row) for row in csv.DictReader(file))


def _read(row: dict[str, str]) -> Outcome:
    return Outcome(
        programmes=Text(it=row["programmes_it"], en=row["programmes_en"]),
        day=date.fromisoformat(row["day"]),
        is_pace=row["basis"] == "pace",
        target_eur=Decimal(row["target_eur"]),
        covered_eur=Decimal(row["covered_eur"]),
        precision_eur=Decimal(row["precision_eur"]),
        missing_eur=Decimal(row["missing_eur"]),
        source=Text(it=row["source_it"], en=row["source_en"]),
    )
