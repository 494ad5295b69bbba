"""Rules on records: incomplete records, broken exchange rules, rows and fields not read."""

from cruscotto.alerts.alert import Alert, Rule
from cruscotto.alerts.scope import is_about, is_everything, shown
from cruscotto.facts import Edition, figures, programmes
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.people import RECORD_COMPLETENESS

# Below this share of complete records figures by sex, age or education lose their ground.
COMPLETE = 0.90


def incomplete_records(edition: Edition, selection: Selection) -> list[Alert]:
    """Return an alert if many participants' records of a selection are not complete."""
    result = figures.measure(edition, RECORD_COMPLETENESS, (), selection)
    row = shown(result)
    if row is None or not is_about(RECORD_COMPLETENESS, selection):
        return []
    if float(row.value or 0) >= COMPLETE:
        return []
    return [
        Alert(
            Rule.INCOMPLETE_RECORDS,
            float(row.denominator or 0) - float(row.numerator or 0),
            about={},
            figures={"complete_share": row.value, "threshold": COMPLETE},
            result=result,
        )
    ]


def broken_exchange(edition: Edition, selection: Selection) -> list[Alert]:
    """Return alerts on authorities whose newest delivery breaks exchange rules of severity "error".

    An earlier edition gives no alert.
    """
    if selection.slot != "current":
        return []
    found = []
    for code, delivered in programmes.newest_deliveries(edition).items():
        if not is_everything(selection) and code not in _authorities(edition, selection):
            continue
        records, cases = programmes.broken_rules(edition, code)
        if records:
            found.append(
                Alert(
                    Rule.BROKEN_EXCHANGE,
                    float(records),
                    about={"managing_authority": code},
                    figures={"cases": cases, "at": delivered["edition_date"]},
                )
            )
    return found


def _authorities(edition: Edition, selection: Selection) -> set[str]:
    """Return the codes of the authorities that run the programmes of a selection."""
    own = set(programmes.answerable(edition, selection))
    return {
        row["managing_authority_code"]
        for row in figures.rows(edition, "programmes")
        if row["programme_code"] in own
    }


def refused_rows(edition: Edition, selection: Selection) -> list[Alert]:
    """Return an alert if imports refused rows and the whole current edition is selected."""
    return _of_files(edition, selection, Rule.REFUSED_ROWS, "rows_refused")


def unreadable_fields(edition: Edition, selection: Selection) -> list[Alert]:
    """Return an alert if imports left fields unread and the whole current edition is selected."""
    return _of_files(edition, selection, Rule.UNREADABLE_FIELDS, "field_issues")


def _of_files(edition: Edition, selection: Selection, rule: Rule, column: str) -> list[Alert]:
    files = figures.rows(edition, "files")
    size = sum(row[column] for row in files)
    if not size or not is_everything(selection) or selection.slot != "current":
        return []
    concerned = sum(bool(row[column]) for row in files)
    return [Alert(rule, float(size), about={}, figures={"files": concerned})]
