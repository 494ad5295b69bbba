"""Commands on what figures will come to: settle."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from cruscotto.cli.options import By, Chosen, Format, OutputFormat, Where, separate
from cruscotto.cli.printing import print_json, print_rows
from cruscotto.config import settings
from cruscotto.errors import NotAvailableBy
from cruscotto.facts import Edition, changes
from cruscotto.i18n import format_value
from cruscotto.kpi.change.cohorts import SETTLED, Cohort, Outlook
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.wording.names import require_known_codes
from cruscotto.kpi.wording.outlooks import notes, sentence

Row = dict[str, Any]
COHORTS = ("year",)
VALUES = ("observed", "settled", "low_80", "high_80", "low_95", "high_95")
EXPECTED, REFUSED, NOT_FOLLOWED = "expected", "refused", "not_followed"


def settle(
    name: Annotated[str, typer.Argument(metavar="NAME", help=", ".join(SETTLED) + ".")],
    by: By = None,
    where: Where = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Estimate what money and placement of each year will come to when they have settled.

    Example: cruscotto settle payments_eur --by year --where fund=FSE --format json

    Example: cruscotto settle placement_rate_6m --by year --where region=ITH3
    """
    kpi = find_kpi(name)
    for dimension in separate(by):
        if dimension not in COHORTS:
            raise NotAvailableBy(kpi=name, dimension=dimension, available=list(COHORTS))
    selection, edition = Selection.parse(where or []), Edition.published(Chosen.warehouse)
    require_known_codes(edition.con, selection)
    found = changes.outlook(edition, kpi, selection)
    rows = [_row(cohort, found) for cohort in found.cohorts]
    if format is OutputFormat.JSON:
        print_json(_as_dict(found, rows))
        return
    if format is OutputFormat.TABLE:
        lang = settings().lang
        for row in rows:
            row.update({name: format_value(row[name], kpi.unit, lang) for name in VALUES})
    print_rows(rows, format)
    if format is OutputFormat.TABLE:
        print(sentence(found, settings().lang))


def _row(cohort: Cohort, found: Outlook) -> Row:
    narrow, wide = cohort.bands or ((None, None), (None, None))
    return {
        "year": str(cohort.year),
        "observed": cohort.observed,
        **_counts(cohort, found),
        "settled": cohort.settled,
        "low_80": narrow[0],
        "high_80": narrow[1],
        "low_95": wide[0],
        "high_95": wide[1],
        "state": _state(cohort, found),
    }


def _counts(cohort: Cohort, found: Outlook) -> Row:
    """Return the persons behind a rate, and how many of them will be known."""
    if not found.is_rate:
        return {}
    numerator, denominator = map(round, cohort.counts) if cohort.counts else (None, None)
    known = None if cohort.known is None else round(cohort.known)
    return {"numerator": numerator, "denominator": denominator, "known_settled": known}


def _state(cohort: Cohort, found: Outlook) -> str:
    """Return whether a value is expected; otherwise why it is not, or that nothing is to read."""
    if cohort.state is not State.SHOWN:
        return str(cohort.state)
    if found.refused:
        return REFUSED
    return EXPECTED if cohort.settled is not None else NOT_FOLLOWED


def _as_dict(found: Outlook, rows: list[Row]) -> Row:
    total = found.total and {**_row(found.total, found), "year": "all"}
    return {
        "kpi": found.kpi.name,
        "unit": str(found.kpi.unit),
        "edition": found.edition,
        "state": REFUSED if found.refused else EXPECTED,
        "refused": found.refused and str(found.refused),
        "covered_share": None if found.is_rate else found.covered,
        "editions": list(found.editions),
        "cohorts": rows,
        "total": total,
        "held_back": found.held_back and asdict(found.held_back),
        "sentence": sentence(found, settings().lang),
        "notes": notes(found, settings().lang),
        "data_kind": found.plain.data_kind,
    }
