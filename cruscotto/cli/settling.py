"""The command that estimates the values at which figures will settle: `settle`."""

from typing import Annotated

import typer

from cruscotto.cli.options import By, Chosen, Format, OutputFormat, Where, separate
from cruscotto.cli.printing import print_json, print_rows
from cruscotto.config import settings
from cruscotto.errors import NotAvailableBy
from cruscotto.export.outlooks import VALUES, cohort_rows, outlook_row
from cruscotto.facts import Edition, changes
from cruscotto.i18n import format_value, t
from cruscotto.kpi.change.cohorts import SETTLED
from cruscotto.kpi.change.settling import followed_by, require_followed
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.wording.names import require_known_codes
from cruscotto.kpi.wording.outlooks import sentence

COHORTS = ("year",)


def settle(
    name: Annotated[str, typer.Argument(metavar="NAME", help=", ".join(SETTLED) + ".")],
    by: By = None,
    where: Where = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Estimate each year's money, claims or placement as they will be once late reports are in.

    Example: cruscotto settle payments_eur --by year --where fund=FSE --format json

    Example: cruscotto settle certified_eur --by year --where region=ITC4

    Example: cruscotto settle placement_rate_6m --by year --where region=ITH3
    """
    kpi, lang = find_kpi(name, SETTLED), settings().lang
    for dimension in separate(by):
        if dimension not in COHORTS:
            raise NotAvailableBy(kpi=name, dimension=dimension, available=list(COHORTS))
    selection = Selection.parse(where or [], followed_by(kpi))
    require_followed(kpi, selection)
    edition = Edition.published(Chosen.warehouse)
    require_known_codes(edition.con, selection)
    found = changes.outlook(edition, kpi, selection)
    if format is OutputFormat.JSON:
        print_json(outlook_row(found, lang))
        return
    rows = cohort_rows(found)
    if format is OutputFormat.TABLE:
        for row in rows:
            row.update({name: format_value(row[name], kpi.unit, lang) for name in VALUES})
    print_rows(rows, format)
    if not rows and found.years:
        typer.echo(t("settle.not_listed", lang, first=found.first, last=found.last), err=True)
    if format is OutputFormat.TABLE or not (rows or found.years):
        typer.echo(sentence(found, lang), err=format is not OutputFormat.TABLE)
