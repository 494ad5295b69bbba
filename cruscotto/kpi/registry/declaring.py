"""Functions that declare indicators and set the fields that many indicators have in common."""

from typing import Any

from cruscotto.i18n import Text
from cruscotto.kpi.registry.model import Kpi, Method, Unit

# Each mart speaks of one source; an indicator that does not names its own.
SOURCES = {
    "operation_share": "opencoesione",
    "programme_money": "opencoesione",
    "dated_money": "puc",
    "participation": "participations",
    "common_indicator": "participations",
    "operation_outcome": "participations",
    "target": "targets",
    "reported_money": "cohesion_implementation",
    "reported_indicator": "cohesion_achievements",
    "declared_paid": "cohesion_implementation",
    "plan_2127": "plans_2127",
    "earnings": "employment_history",
    "need": "needs",
    "need_place": "need_operations",
    "need_money": "funding_sources",
}
Part = tuple[str, Text]  # a column and its words


def total(mart: str, name: str, label: Text, definition: Text, part: Part, **other: Any) -> Kpi:
    """Return an indicator that sums a column of a mart; its unit is `COUNT` unless given.

    Args:
        mart: the mart.
        name: the indicator's name.
        label: the indicator's label.
        definition: the sentence that defines it.
        part: the column and its label.
        other: further fields of `Kpi`.
    """
    stated = {"unit": Unit.COUNT, "method": Method.SUM} | other
    return _declare(mart, name, label, definition, part, stated)


def ratio(
    mart: str, name: str, label: Text, definition: Text, parts: tuple[Part, Part], **other: Any
) -> Kpi:
    """Return an indicator that is the ratio of two columns; its unit is `SHARE` unless given.

    Args:
        mart: the mart of the columns.
        name: the indicator's name.
        label: the indicator's label.
        definition: the sentence that defines it.
        parts: column and label of the numerator, column and label of the denominator.
        other: further fields of `Kpi`.
    """
    below = {"denominator": parts[1][0], "denominator_label": parts[1][1]}
    stated = {"unit": Unit.SHARE, "method": Method.RATIO} | below | other
    return _declare(mart, name, label, definition, parts[0], stated)


def _declare(
    mart: str, name: str, label: Text, definition: Text, part: Part, stated: dict[str, Any]
) -> Kpi:
    facts = {"source": SOURCES[mart]} | stated
    return Kpi(
        name=name,
        label=label,
        definition=definition,
        mart=mart,
        numerator=part[0],
        numerator_label=part[1],
        **facts,
    )
