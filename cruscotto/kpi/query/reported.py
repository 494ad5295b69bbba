"""Hide small values that authorities report against their targets.

An authority publishes its own values, so no noise is added. But a value that counts few persons is
hidden below the same thresholds as any other count. In every sum, the middle of the hidden range
replaces a hidden value, so the difference of two sums does not reveal the hidden value. An
indicator that a programme defines itself may count anything: its values are treated as counts of
persons.
"""

from collections.abc import Sequence
from typing import Any

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.counts import SENSITIVE_INDICATORS

Row = dict[str, Any]
# Projects, administrations and enterprises.
COUNTS_BODIES = frozenset({"CO20", "CO21", "CO22", "CO23", "EECO18", "EECO19"})


def hide_small(rows: Sequence[Row], rules: Rules, own: frozenset[str] = frozenset()) -> list[Row]:
    """Return copies of the rows with `is_hidden`; a hidden row has `None` as its value achieved.

    Args:
        rows: targets, each with the value that its authority reported as achieved.
        rules: the audience and its thresholds.
        own: codes of the reader's own programmes, whose values are never hidden.
    """
    hidden = [row["programme_code"] not in own and _is_small(row, rules) for row in rows]
    return [
        {**row, "is_hidden": small, "achieved": None if small else row["achieved"]}
        for row, small in zip(rows, hidden, strict=True)
    ]


def _is_small(row: Row, rules: Rules) -> bool:
    indicator = row["indicator_code"]
    if not rules.guards or indicator in COUNTS_BODIES:
        return False
    limit = rules.threshold_for(indicator in SENSITIVE_INDICATORS)
    return bool(0 < round(row["achieved"]) < limit)
