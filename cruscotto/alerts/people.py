"""Rules on people: targets missed or late, outcomes below chance, outcomes not known."""

from cruscotto.alerts.alert import Alert, Rule
from cruscotto.alerts.scope import is_about, shown
from cruscotto.facts import Edition, figures, programmes, targets
from cruscotto.kpi.analysis.comparison import FairComparison, FairRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M

# From this share of unknown outcomes on, a rate of placement rests on little.
MANY_UNKNOWN = 0.40


def late_targets(edition: Edition, selection: Selection) -> list[Alert]:
    """Find targets that are missed, or that the pace so far will not reach."""
    if selection.slot != "current":
        return []
    own = set(programmes.answerable(edition, selection)) & set(programmes.codes(edition, selection))
    found = []
    for row in targets.of_programmes(edition, own):
        state = targets.status(edition, row)
        if state in targets.LATE:
            found.append(
                Alert(
                    Rule.LATE_TARGETS,
                    float((row["target"] or 0) - (row["achieved"] or 0)),
                    about={
                        "programme": row["programme_code"],
                        "axis": row["axis_code"],
                        "indicator": row["indicator_code"],
                        "category_of_region": row["category_of_region_code"],
                    },
                    figures={
                        "status": str(state),
                        "year": row["target_year"],
                        "achieved": row["achieved"],
                        "target": row["target"],
                        "at": row["edition_date"],
                    },
                    filters={"programme": row["programme_code"]},
                )
            )
    return found


def unusual_outcomes(edition: Edition, selection: Selection) -> list[Alert]:
    """Find members whose outcomes are below what chance allows at 99.8 %, like with like.

    Authorities are compared with authorities where some are chosen, regions with regions otherwise.
    """
    if not is_about(PLACEMENT_RATE_6M, selection):
        return []
    by = "managing_authority" if selection.codes("managing_authority") else "region"
    compared = figures.compare(edition, PLACEMENT_RATE_6M, by, selection.with_(**{by: []}))
    if compared is None:
        return []
    chosen = selection.codes(by)
    return [
        _below_chance(row, compared)
        for row in compared.rows
        if row.is_different and row.expected > row.observed and (not chosen or row.code in chosen)
    ]


def _below_chance(row: FairRow, compared: FairComparison) -> Alert:
    return Alert(
        Rule.UNUSUAL_OUTCOMES,
        row.expected - row.observed,
        about={compared.by: row.code},
        figures={"rate": row.rate, "common": compared.common, "known": row.known},
        filters={compared.by: row.code},
        result=compared.shown,
    )


def unknown_outcomes(edition: Edition, selection: Selection) -> list[Alert]:
    """Find a selection in which the outcomes of many leavers are not known."""
    result = figures.measure(edition, PLACEMENT_RATE_6M, (), selection)
    row = shown(result)
    if row is None or not is_about(PLACEMENT_RATE_6M, selection):
        return []
    if (row.unknown_share or 0) < MANY_UNKNOWN:
        return []
    return [
        Alert(
            Rule.UNKNOWN_OUTCOMES,
            float((row.eligible or 0) - (row.denominator or 0)),
            about={},
            figures={"unknown_share": row.unknown_share, "threshold": MANY_UNKNOWN},
            result=result,
        )
    ]
