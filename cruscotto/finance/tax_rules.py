"""The rules of Italian income tax, contributions and unemployment benefit (NASpI) for employees.

The figures are in `data/reference`. For a rule marked `da verificare` the legal text was not read;
its figures are shown with that mark.
"""

import csv
from dataclasses import dataclass
from functools import cache

from cruscotto.config import REFERENCE

TO_VERIFY = "da verificare"
Steps = tuple[tuple[float, float], ...]
MONTHS = 12
# Pay up to which the credit of employees is whole, and from which it has gone.
FULL_CREDIT, NO_CREDIT = 28_000.0, 50_000.0


@dataclass(frozen=True)
class TaxRules:
    """The tax rules of one year.

    Attributes:
        version: when the table of rules was written.
        year: the year of the rules.
        steps: for each rule, pairs of an amount (euro) and the value that applies from this amount
            on.
        is_verified: whether every rule was read in the legal text.
    """

    version: str
    year: int
    steps: dict[str, Steps]
    is_verified: bool

    def value(self, rule: str) -> float:
        """Return the value of a rule whose value is the same for every amount."""
        return self.steps[rule][0][1]

    def employee_contribution(self, gross: float) -> float:
        """Return the contributions that an employee pays on a year's gross pay, in euro."""
        return gross * self.value("employee_contribution_pct") / 100

    def employer_contribution(self, gross: float) -> float:
        """Return the contributions that an employer adds to a year's gross pay, in euro."""
        return gross * self.value("employer_contribution_pct") / 100

    def income_tax(self, gross: float) -> float:
        """Return the income tax on a year's gross pay, without other income, in euro."""
        base = gross - self.employee_contribution(gross)
        return max(0.0, _progressive(base, self.steps["income_tax_pct"]) - self._credit(base))

    def _credit(self, base: float) -> float:
        (_, whole), (edge, at_edge) = self.steps["employee_credit_eur"]
        if base <= edge:
            return whole
        if base <= FULL_CREDIT:
            extra = self.value("employee_credit_extra_eur")
            return at_edge + extra * (FULL_CREDIT - base) / (FULL_CREDIT - edge)
        return at_edge * max(0.0, NO_CREDIT - base) / (NO_CREDIT - FULL_CREDIT)

    def naspi(self, monthly: float) -> float:
        """Return the monthly unemployment benefit (NASpI) after a job with this monthly pay.

        `monthly` is gross, in euro.
        """
        due = _progressive(monthly, self.steps["naspi_share_pct"])
        return min(due, self.value("naspi_most_eur"))


def _progressive(amount: float, steps: Steps) -> float:
    """Return a progressive tax: each step has a percentage, paid on the amount within the step."""
    edges = [*(start for start, _ in steps[1:]), float("inf")]
    return sum(
        max(0.0, min(amount, end) - start) * percent / 100
        for (start, percent), end in zip(steps, edges, strict=True)
    )


@cache
def tax_rules() -> TaxRules:
    """Return the tax rules of the newest version and year."""
    with (REFERENCE / "tax_rules.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    newest = max(rows, key=lambda row: (row["version"], row["year"]))
    mine = [r for r in rows if (r["version"], r["year"]) == (newest["version"], newest["year"])]
    steps: dict[str, Steps] = {}
    for row in mine:
        one = (float(row["from_eur"]), float(row["value"]))
        steps[row["rule"]] = (*steps.get(row["rule"], ()), one)
    is_verified = all(row["confidence"] != TO_VERIFY for row in mine)
    return TaxRules(newest["version"], int(newest["year"]), steps, is_verified)
