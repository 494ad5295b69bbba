"""Targets as authorities report them: progress, year of arrival, and verdict on priorities."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from cruscotto.facts import programmes
from cruscotto.facts.edition import Edition, remembered
from cruscotto.facts.figures import Rows, measure, rows
from cruscotto.finance.arrivals import Arrivals, Goal
from cruscotto.finance.arrivals import arrivals as projected
from cruscotto.finance.milestones import Arrival, Progress, Status, Verdict, judge, progress
from cruscotto.finance.milestones import status as stands
from cruscotto.kpi.query.own import own_programmes
from cruscotto.kpi.query.reported import hide_small
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import OPERATIONS_COUNT

Row = dict[str, Any]
DAYS_PER_YEAR = 365.25
LATE = (Status.MISSED, Status.WILL_MISS, Status.BEHIND)
# The output indicators that count for the performance framework.
OUTPUTS = ("CO0", "CO1", "CO2")


@remembered(8)
def reported(edition: Edition) -> Rows:
    """Return a row for each target, with the value that the authority reported for it.

    Small values are hidden if the rules require it.
    """
    own = own_programmes(edition.con, edition.rules)
    return hide_small(rows(edition, "targets_reported"), edition.rules, own)


@remembered(alike=True)
def arrivals(edition: Edition) -> Arrivals:
    """Return when reported values will reach milestones and targets, where the pace is known."""
    return projected(edition.con)


def of_programmes(edition: Edition, programmes: Iterable[str]) -> list[Row]:
    """Return the rows of `reported` for some programmes."""
    wanted = set(programmes)
    return [row for row in reported(edition) if row["programme_code"] in wanted]


def of_selection(edition: Edition, selection: Selection) -> list[Row]:
    """Return the rows of `reported` that a page shows for a selection.

    They are those of the programmes that `answerable` returns, without programmes that have no
    operation in the selection. If axes or objectives are selected, only their rows are returned.
    """
    own = set(programmes.answerable(edition, selection)) & set(programmes.codes(edition, selection))
    found = of_programmes(edition, own)
    if not any(selection.codes(name) for name in ("axis", "theme")):
        return found
    kept = measure(edition, OPERATIONS_COUNT, ("programme", "axis"), selection)
    axes = {row.codes for row in kept.rows}
    return [row for row in found if (row["programme_code"], row["axis_code"]) in axes]


def progress_of(row: Row, goal: str = "target") -> Progress | None:
    """Return how far a reported value is from its milestone or target.

    `None` if the milestone or target has no value or no year, or if no value was reported.

    Args:
        row: a row of `reported`.
        goal: `milestone` or `target`.
    """
    value, year = row[goal], row[f"{goal}_year"]
    if not value or year is None or row["achieved"] is None:
        return None
    return progress(value, row["achieved"], year, row["edition_date"])


def status(edition: Edition, row: Row, goal: str = "target") -> Status:
    """Return the status of a milestone or target, such as reached, behind or hidden."""
    if row["is_hidden"]:
        return Status.HIDDEN
    seen = progress_of(row, goal)
    average = projected_year(row, goal) if seen else None
    return stands(seen, row["period_code"], arrival_of(edition, row, goal), average)


def arrival_of(edition: Edition, row: Row, goal: str = "target") -> Arrival | None:
    """Return the year in which a milestone or target will be reached, with its band.

    `None` if there is no projection, or if the value is hidden.
    """
    return None if row["is_hidden"] else arrivals(edition).get((Goal.of(row), goal))


def projected_year(row: Row, goal: str = "target") -> int | None:
    """Return the year in which a milestone or target is reached at the average pace so far.

    The pace is counted from the beginning of the period. `None` if the pace or the goal is not
    known.
    """
    start = int(row["period_code"][:4]) if row["period_code"][:4].isdigit() else None
    achieved = float(row["achieved"] or 0)
    if start is None or achieved <= 0 or not row[goal]:
        return None
    day = row["edition_date"]
    now = day.year + day.timetuple().tm_yday / DAYS_PER_YEAR
    left = max(0.0, float(row[goal]) - achieved) * (now - start) / achieved
    return int(now + left)


def verdicts(found: Sequence[Row]) -> dict[tuple[str, str], tuple[Verdict, int]]:
    """Return, by priority, the performance framework's verdict and the number of indicators judged.

    Only output indicators are judged, against their final target. A priority with a hidden output
    indicator gets no verdict. Result indicators carry no sanction. The financial indicator is left
    out because no imported file has its target.
    """
    shares: dict[tuple[str, str], list[Decimal]] = {}
    periods: dict[tuple[str, str], str] = {}
    outputs = [row for row in found if row["indicator_code"].startswith(OUTPUTS)]
    # a verdict on the others alone would be another one
    incomplete = {(row["programme_code"], row["axis_code"]) for row in outputs if row["is_hidden"]}
    for row in outputs:
        seen, priority = progress_of(row), (row["programme_code"], row["axis_code"])
        if seen and seen.share is not None and priority not in incomplete:
            shares.setdefault(priority, []).append(seen.share)
            periods[priority] = row["period_code"]
    judged = {key: (judge(periods[key], given), len(given)) for key, given in shares.items()}
    return {key: (verdict, n) for key, (verdict, n) in judged.items() if verdict}
