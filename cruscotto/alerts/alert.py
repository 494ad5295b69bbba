"""An alert: a fact that needs attention, with its size, its figures and its page of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cruscotto.finance.outlook import Standing
from cruscotto.kpi.query.result import KpiResult


class Rule(StrEnum):
    """The rules of alerts, in the order in which alerts of one kind are listed."""

    MONEY_AT_RISK = "money_at_risk"
    SLOW_PROGRAMMES = "slow_programmes"
    UNCOMMITTED_AXES = "uncommitted_axes"
    SLOW_DECLARATIONS = "slow_declarations"
    UNSELECTED_PLANS = "unselected_plans"
    LATE_TARGETS = "late_targets"
    UNUSUAL_OUTCOMES = "unusual_outcomes"
    UNKNOWN_OUTCOMES = "unknown_outcomes"
    INCOMPLETE_RECORDS = "incomplete_records"
    BROKEN_EXCHANGE = "broken_exchange"
    REFUSED_ROWS = "refused_rows"
    UNREADABLE_FIELDS = "unreadable_fields"


class Kind(StrEnum):
    """The kinds of alerts, by subject, in the order in which they are listed.

    Sizes of alerts are compared only between alerts of the same rule.
    """

    MONEY = "money"
    TARGETS = "targets"
    PEOPLE = "people"
    DATA = "data"


class Unit(StrEnum):
    """The unit of an alert's size."""

    EURO = "euro"
    PERSONS = "persons"
    RECORDS = "records"


UNITS: Mapping[Rule, Unit] = {
    Rule.MONEY_AT_RISK: Unit.EURO,
    Rule.SLOW_PROGRAMMES: Unit.EURO,
    Rule.UNCOMMITTED_AXES: Unit.EURO,
    Rule.SLOW_DECLARATIONS: Unit.EURO,
    Rule.UNSELECTED_PLANS: Unit.EURO,
    Rule.LATE_TARGETS: Unit.PERSONS,
    Rule.UNUSUAL_OUTCOMES: Unit.PERSONS,
    Rule.UNKNOWN_OUTCOMES: Unit.PERSONS,
    Rule.INCOMPLETE_RECORDS: Unit.RECORDS,
    Rule.BROKEN_EXCHANGE: Unit.RECORDS,
    Rule.REFUSED_ROWS: Unit.RECORDS,
    Rule.UNREADABLE_FIELDS: Unit.RECORDS,
}
KINDS: Mapping[Rule, Kind] = {
    Rule.MONEY_AT_RISK: Kind.MONEY,
    Rule.SLOW_PROGRAMMES: Kind.MONEY,
    Rule.UNCOMMITTED_AXES: Kind.MONEY,
    Rule.SLOW_DECLARATIONS: Kind.MONEY,
    Rule.UNSELECTED_PLANS: Kind.MONEY,
    Rule.LATE_TARGETS: Kind.TARGETS,
    Rule.UNUSUAL_OUTCOMES: Kind.PEOPLE,
    Rule.UNKNOWN_OUTCOMES: Kind.PEOPLE,
    Rule.INCOMPLETE_RECORDS: Kind.DATA,
    Rule.BROKEN_EXCHANGE: Kind.DATA,
    Rule.REFUSED_ROWS: Kind.DATA,
    Rule.UNREADABLE_FIELDS: Kind.DATA,
}
# What the size measures: euro missing and euro below a median are not one measure.
MEASURES: Mapping[Rule, str] = {
    Rule.MONEY_AT_RISK: "eu_share_missing",
    Rule.SLOW_PROGRAMMES: "payments_below_median",
    Rule.UNCOMMITTED_AXES: "plan_not_committed",
    Rule.SLOW_DECLARATIONS: "declared_below_median",
    Rule.UNSELECTED_PLANS: "plan_not_selected",
    Rule.LATE_TARGETS: "short_of_target",
    Rule.UNUSUAL_OUTCOMES: "fewer_at_work",
    Rule.UNKNOWN_OUTCOMES: "not_known",
    Rule.INCOMPLETE_RECORDS: "incomplete",
    Rule.BROKEN_EXCHANGE: "against_rules",
    Rule.REFUSED_ROWS: "refused",
    Rule.UNREADABLE_FIELDS: "unreadable",
}
# The frame of that page that proves it, by the name of its exhibit.
FRAMES: Mapping[Rule, str] = {
    Rule.MONEY_AT_RISK: "decommitment",
    Rule.SLOW_PROGRAMMES: "stages",
    Rule.UNCOMMITTED_AXES: "axes",
    Rule.SLOW_DECLARATIONS: "reported_declaration_rate_axis",
    Rule.UNSELECTED_PLANS: "reported_declaration_rate_axis",
    Rule.LATE_TARGETS: "promises",
    Rule.UNUSUAL_OUTCOMES: "ratios",
    Rule.UNKNOWN_OUTCOMES: "pathway",
    Rule.INCOMPLETE_RECORDS: "records",
    Rule.BROKEN_EXCHANGE: "scorecard",
    Rule.REFUSED_ROWS: "ledger",
    Rule.UNREADABLE_FIELDS: "unreadable",
}
# The page that shows what an alert is about.
PAGES: Mapping[Rule, str] = {
    Rule.MONEY_AT_RISK: "authorities",
    Rule.SLOW_PROGRAMMES: "authorities",
    Rule.UNCOMMITTED_AXES: "authorities",
    Rule.SLOW_DECLARATIONS: "authorities",
    Rule.UNSELECTED_PLANS: "authorities",
    Rule.LATE_TARGETS: "authorities",
    Rule.UNUSUAL_OUTCOMES: "regions",
    Rule.UNKNOWN_OUTCOMES: "outcomes",
    Rule.INCOMPLETE_RECORDS: "data_quality",
    Rule.BROKEN_EXCHANGE: "data_quality",
    Rule.REFUSED_ROWS: "data_quality",
    Rule.UNREADABLE_FIELDS: "data_quality",
}


@dataclass(frozen=True)
class Alert:
    """One thing that needs attention.

    Attributes:
        rule: the rule that gave the alert.
        size: how much is at stake, in the rule's unit.
        about: codes of the alert's subject, by dimension; empty if the subject is the whole
            selection.
        figures: the figures and the threshold that the rule used.
        filters: the filters of the page that shows the evidence.
        result: the measured indicator that the rule used, where there is one.
        standing: the programme's account that the rule used, where there is one.
    """

    rule: Rule
    size: float
    about: Mapping[str, str]
    figures: Mapping[str, Any]
    filters: Mapping[str, str] = field(default_factory=dict)
    result: KpiResult | None = field(default=None, compare=False, repr=False)
    standing: Standing | None = field(default=None, compare=False, repr=False)

    @property
    def kind(self) -> Kind:
        """Return the kind of the alert's rule."""
        return KINDS[self.rule]

    @property
    def measure(self) -> str:
        """Return the name of the quantity that the alert's size measures."""
        return MEASURES[self.rule]

    @property
    def frame(self) -> str:
        """Return the name of the chart or table, on the alert's page, that shows the evidence."""
        return FRAMES[self.rule]

    @property
    def unit(self) -> Unit:
        """Return the unit of the alert's size."""
        return UNITS[self.rule]

    @property
    def page(self) -> str:
        """Return the name of the page that shows the alert's evidence."""
        return PAGES[self.rule]

    def as_dict(self) -> dict[str, Any]:
        """Return the alert as a dictionary for JSON: figures and codes, no sentences."""
        return {
            "rule": str(self.rule),
            "kind": str(self.kind),
            "measure": self.measure,
            "unit": str(self.unit),
            "size": self.size,
            "about": dict(self.about),
            "figures": dict(self.figures),
            "page": self.page,
            "frame": self.frame,
            "filters": dict(self.filters),
        }
