"""All alerts of a selection, sorted by kind: money, targets, people, data."""

from collections.abc import Callable, Mapping
from datetime import date

from cruscotto.alerts import money, people, records, reported
from cruscotto.alerts.alert import Alert, Kind, Rule
from cruscotto.config import settings
from cruscotto.facts import Edition, remembered
from cruscotto.kpi.query.selection import Selection

Find = Callable[[Edition, Selection], list[Alert]]
RULES: Mapping[Rule, Find] = {
    Rule.MONEY_AT_RISK: money.money_at_risk,
    Rule.SLOW_PROGRAMMES: money.slow_programmes,
    Rule.UNCOMMITTED_AXES: money.uncommitted_axes,
    Rule.SLOW_DECLARATIONS: reported.slow_declarations,
    Rule.UNSELECTED_PLANS: reported.unselected_plans,
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
    """Return the alerts of a selection, sorted by kind and rule, then by due day and size.

    Sizes of different rules are never compared. Each rule gives at most `CRUSCOTTO_ALERT_PER_RULE`
    alerts, so that no rule fills the list alone.
    """
    most = settings().alert_per_rule
    kept = [
        alert
        for find in RULES.values()
        for alert in sorted(find(edition, selection), key=_urgency)[:most]
    ]
    rules, kinds = list(Rule), list(Kind)
    return tuple(
        sorted(kept, key=lambda one: (kinds.index(one.kind), rules.index(one.rule), *_urgency(one)))
    )


def _urgency(alert: Alert) -> tuple[date, float]:
    """Return the key that sorts alerts of one rule: by due day, then the largest size first.

    Alerts without a due day come last.
    """
    return alert.figures.get("due") or date.max, -alert.size
