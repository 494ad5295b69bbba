"""All alerts of a selection, in one order: money first, then people, then records."""

from collections.abc import Callable, Mapping

from cruscotto.alerts import money, people, records
from cruscotto.alerts.alert import Alert, Rule, Unit
from cruscotto.config import settings
from cruscotto.facts import Edition, remembered
from cruscotto.kpi.query.selection import Selection

Find = Callable[[Edition, Selection], list[Alert]]
RULES: Mapping[Rule, Find] = {
    Rule.MONEY_AT_RISK: money.money_at_risk,
    Rule.SLOW_PROGRAMMES: money.slow_programmes,
    Rule.UNCOMMITTED_AXES: money.uncommitted_axes,
    Rule.LATE_TARGETS: people.late_targets,
    Rule.UNUSUAL_OUTCOMES: people.unusual_outcomes,
    Rule.UNKNOWN_OUTCOMES: people.unknown_outcomes,
    Rule.INCOMPLETE_RECORDS: records.incomplete_records,
    Rule.BROKEN_EXCHANGE: records.broken_exchange,
    Rule.REFUSED_ROWS: records.refused_rows,
    Rule.UNREADABLE_FIELDS: records.unreadable_fields,
}


@remembered(256)
def found(edition: Edition, selection: Selection) -> tuple[Alert, ...]:
    """Return what the rules find in a selection, the largest first within each unit.

    Each rule gives its largest (`CRUSCOTTO_ALERT_PER_RULE`), so that none fills the list alone.
    """
    most = settings().alert_per_rule
    kept = [
        alert
        for find in RULES.values()
        for alert in sorted(find(edition, selection), key=lambda one: -one.size)[:most]
    ]
    units = list(Unit)
    return tuple(sorted(kept, key=lambda one: (units.index(one.unit), -one.size)))
