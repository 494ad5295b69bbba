"""Declarations that several indicators share, so that each states only what is its own."""

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
    """Declare the sum of a mart's column; its unit is a count unless another is given."""
    stated = {"unit": Unit.COUNT, "method": Method.SUM} | other
    return _declare(mart, name, label, definition, part, stated)


def ratio(
    mart: str, name: str, label: Text, definition: Text, parts: tuple[Part, Part], **other: Any
) -> Kpi:
    """Declare the ratio of two columns of a mart; its unit is a share unless another is given."""
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
