"""The controls on exchange files, numbered as in the national protocol.

Each is a row of `data/reference/exchange_rules.csv`, with its official effect and its source, and
has a query of the same number in `sql/checks/puc`, which finds the records to correct. Numbers from
900 on are our own. A rule reports and never stops an import.
"""

import csv
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from cruscotto.config import REFERENCE
from cruscotto.i18n import Text


class Severity(StrEnum):
    """How a broken rule affects the figures."""

    ERROR = "error"
    WARNING = "warning"


class Effect(StrEnum):
    """What the national system does with an operation that breaks a rule.

    Attributes:
        BLOCKS: it cannot be validated.
        WARNS: it is validated, and the fault is reported.
        LOCAL: the rule is not one of the protocol's.
    """

    BLOCKS = "blocks"
    WARNS = "warns"
    LOCAL = "local"


class ExchangeRule(BaseModel):
    """One numbered control."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    severity: Severity
    effect: Effect
    sentence: Text
    source: str


def _rules() -> tuple[ExchangeRule, ...]:
    with (REFERENCE / "exchange_rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            ExchangeRule(
                number=row["number"],
                severity=Severity(row["severity"]),
                effect=Effect(row["effect"]),
                sentence=Text(it=row["sentence_it"], en=row["sentence_en"]),
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )


RULES: tuple[ExchangeRule, ...] = _rules()
