"""Rules on reports to the Commission: little of a plan declared, or selected for operations."""

from functools import partial

from cruscotto.alerts import lagging
from cruscotto.alerts.alert import Alert, Rule
from cruscotto.alerts.lagging import Lagging
from cruscotto.alerts.scope import is_about
from cruscotto.facts import Edition, figures
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.reported import REPORTED_DECLARATION_RATE, REPORTED_SELECTION_RATE


def slow_declarations(edition: Edition, selection: Selection) -> list[Alert]:
    """Return alerts on programmes that declared far less of the plan than the median programme."""
    if not is_about(REPORTED_DECLARATION_RATE, selection):
        return []
    measure = partial(figures.measure, edition)
    found = lagging.slow_programmes(measure, selection, REPORTED_DECLARATION_RATE)
    return [
        _alert(Rule.SLOW_DECLARATIONS, found, place, programmes=found.of)
        for place in range(len(found.rows))
    ]


def unselected_plans(edition: Edition, selection: Selection) -> list[Alert]:
    """Return alerts on programmes that selected operations for a small share of a large plan."""
    if not is_about(REPORTED_SELECTION_RATE, selection):
        return []
    found = lagging.unselected_plans(partial(figures.measure, edition), selection)
    return [_alert(Rule.UNSELECTED_PLANS, found, place) for place in range(len(found.rows))]


def _alert(rule: Rule, found: Lagging, place: int, **more: int) -> Alert:
    row = found.rows[place]
    (programme,) = row.codes
    is_selection = rule is Rule.UNSELECTED_PLANS
    missing = float(row.denominator or 0) - float(row.numerator or 0)
    return Alert(
        rule,
        missing if is_selection else found.gap(row),
        about={"programme": programme},
        figures={
            "rate": row.value,
            "threshold" if is_selection else "median": found.reference,
            "planned_eur": row.denominator,
            "at": found.result.editions[-1],
            **more,
        },
        filters={"programme": programme},
        result=found.result,
    )
