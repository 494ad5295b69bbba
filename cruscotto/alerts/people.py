"""Rules on people: targets missed or late, outcomes worse than chance allows, unknown outcomes."""

from cruscotto.alerts.alert import Alert, Rule
from cruscotto.alerts.scope import is_about, shown
from cruscotto.facts import Edition, figures, targets
from cruscotto.kpi.analysis.comparison import FairComparison, FairRow
from cruscotto.kpi.analysis.labour_market import Labour
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M

# From this share of unknown outcomes on, a rate of placement rests on little.
MANY_UNKNOWN = 0.40


def late_targets(edition: Edition, selection: Selection) -> list[Alert]:
    """Return alerts on targets that were missed, or will be missed at the pace so far.

    An earlier edition gives no alert.
    """
    if selection.slot != "current":
        return []
    found = []
    for row in targets.of_selection(edition, selection):
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
    """Return alerts on regions whose adjusted outcomes are below the funnel limits of 99.8 %.

    Outcomes are adjusted for the participants' characteristics and for the region's unemployment.
    There are no unemployment rates of authorities. So a selection with a filter on the authority
    gives no alert.
    """
    if not is_about(PLACEMENT_RATE_6M, selection) or selection.codes("managing_authority"):
        return []
    by = "region"
    compared = figures.compare(edition, PLACEMENT_RATE_6M, by, selection.with_(**{by: []}))
    if compared is None:
        return []
    chosen = selection.codes(by)
    return [
        _lower_than_usual(row, row.labour, compared)
        for row in compared.rows
        if row.labour is not None
        and row.stands_out
        and row.rate < min(row.labour.rate, compared.common)
        and (not chosen or row.code in chosen)
    ]


def _lower_than_usual(row: FairRow, labour: Labour, compared: FairComparison) -> Alert:
    return Alert(
        Rule.UNUSUAL_OUTCOMES,
        (labour.rate - row.rate) * row.known,
        about={compared.by: row.code},
        figures={"rate": row.rate, "common": labour.rate, "known": row.known},
        filters={compared.by: row.code},
        result=compared.shown,
    )


def unknown_outcomes(edition: Edition, selection: Selection) -> list[Alert]:
    """Return an alert if the outcomes of many leavers of a selection are not known."""
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
