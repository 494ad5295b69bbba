"""The controls on exchange files, numbered as in the national protocol.

Each control is a row of `data/reference/exchange_rules.csv`, with its official effect and its
source, and has a query of the same number in `sql/checks/puc`, which finds the records to correct.
Controls from number 900 on are not in the protocol. A rule reports and never stops an import.
"""

import csv
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from cruscotto.config import REFERENCE
from cruscotto.i18n import Text


class Severity(StrEnum):
    """How much a broken rule affects the figures: an error, or only a warning."""

    ERROR = "error"
    WARNING = "warning"


class Effect(StrEnum):
    """What the national system does with an operation that breaks a rule.

    Attributes:
        BLOCKS: the operation cannot be validated.
        WARNS: the operation is validated, and the fault is reported.
        LOCAL: the rule is not in the protocol, so the national system does nothing.
    """

    BLOCKS = "blocks"
    WARNS = "warns"
    LOCAL = "local"


class ExchangeRule(BaseModel):
    """One numbered control on exchange files."""

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
