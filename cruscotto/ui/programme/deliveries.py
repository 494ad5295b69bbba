"""The newest exchange files of each authority, and the error rules they break."""

from typing import Any

from cruscotto.model.exchange_rules import RULES, Severity
from cruscotto.ui.state import session

Row = dict[str, Any]
SENTENCES = {rule.number: rule for rule in RULES}


def newest(deliveries: list[Row]) -> dict[str, Row]:
    """Return the newest delivery of each authority."""
    return {row["managing_authority_code"]: row for row in deliveries}


def errors_of(authorities: list[str]) -> tuple[int, int]:
    """Return the records that break an error rule in the newest deliveries, and the operations."""
    last = newest(session.rows("exchange_deliveries"))
    found = [
        row
        for row in session.rows("exchange_scorecard")
        if row["managing_authority_code"] in authorities
        and row["edition_date"] == last[row["managing_authority_code"]]["edition_date"]
        and SENTENCES[row["rule_number"]].severity is Severity.ERROR
    ]
    return sum(row["records"] for row in found), sum(row["operations"] for row in found)
