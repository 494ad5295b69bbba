"""The n+2 and n+3 rules of each period, kept in `data/reference` with their legal basis.

For a rule marked `da verificare` the legal text was not read; its figures are shown with that mark.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from cruscotto.errors import UnknownName
from cruscotto.model.reference import reference_rows

TO_VERIFY = "da verificare"


@dataclass(frozen=True)
class TrancheRule:
    """When the yearly tranches of a period must be covered.

    Attributes:
        years_after: the due day is 31 December this many years after the tranche's year.
        last_day: the due day, if the law names a date instead of a number of years.
        is_reserve_due: whether the target includes the performance reserve before closure.
        category: the category of region that the rule applies to; empty if it applies to all
            categories without their own rule.
        is_closure: whether the due day is the closure day of the programmes.
    """

    version: str
    period: str
    first_tranche: int
    last_tranche: int
    years_after: int | None
    last_day: date | None
    is_reserve_due: bool
    legal_basis: str
    confidence: str
    category: str = ""
    is_closure: bool = False

    def due_day(self, tranche: int) -> date:
        """Return the day by which a tranche must be covered."""
        return self.last_day or date(tranche + (self.years_after or 0), 12, 31)


@dataclass(frozen=True)
class PerformanceRule:
    """One rule of a period's performance framework: a threshold in per cent, or a year."""

    period: str
    rule: str
    year: int | None
    threshold_pct: Decimal | None
    legal_basis: str
    confidence: str


@cache
def tranche_rules() -> tuple[TrancheRule, ...]:
    """Return the tranche rules of every period."""
    return tuple(
        TrancheRule(
            version=row["version"],
            period=row["period"],
            first_tranche=int(row["first_tranche"]),
            last_tranche=int(row["last_tranche"]),
            years_after=int(row["years_after"]) if row["years_after"] else None,
            last_day=date.fromisoformat(row["last_day"]) if row["last_day"] else None,
            is_reserve_due=row["is_reserve_due"] == "true",
            legal_basis=row["legal_basis"],
            confidence=row["confidence"],
            category=row["category_of_region"],
            is_closure=row["is_closure"] == "true",
        )
        for row in reference_rows("decommitment_rules.csv")
    )


def tranche_rule(period: str, tranche: int, category: str = "") -> TrancheRule:
    """Return the rule of a yearly tranche.

    A rule for the category of region comes before a rule for all categories.

    Args:
        period: the programming period, such as "2014-2020".
        tranche: the year of the tranche.
        category: the category of region; empty where unknown.

    Raises:
        UnknownName: the period has no rule for that year.
    """
    for rule in tranche_rules():
        is_of_year = rule.first_tranche <= tranche <= rule.last_tranche
        if rule.period == period and is_of_year and rule.category in ("", category):
            return rule
    raise UnknownName(
        kind="tranche",
        name=f"{period} {tranche}",
        similar=[],
        known=[f"{r.period} {r.first_tranche}-{r.last_tranche}" for r in tranche_rules()],
    )


@cache
def closure_day(period: str) -> date | None:
    """Return a period's closure day, on which uncovered amounts are lost; `None` if none is set."""
    days = {rule.last_day for rule in tranche_rules() if rule.period == period and rule.is_closure}
    return max((day for day in days if day), default=None)


@cache
def cofinancing_ceilings() -> dict[tuple[str, str], Decimal]:
    """Return the highest EU share allowed, a fraction of one, by period and category of region."""
    return {
        (row["period"], row["category_of_region"]): Decimal(row["ceiling_pct"]) / 100
        for row in reference_rows("cofinancing_ceilings.csv")
    }


@cache
def performance_rules(period: str) -> dict[str, PerformanceRule]:
    """Return the rules of a period's performance framework by name; empty if there are none."""
    return {
        row["rule"]: PerformanceRule(
            period=period,
            rule=row["rule"],
            year=int(row["year"]) if row["year"] else None,
            threshold_pct=Decimal(row["threshold_pct"]) if row["threshold_pct"] else None,
            legal_basis=row["legal_basis"],
            confidence=row["confidence"],
        )
        for row in reference_rows("performance_rules.csv")
        if row["period"] == period
    }
