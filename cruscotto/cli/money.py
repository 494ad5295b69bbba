"""The command on money at risk of decommitment: `decommitment`."""

from typing import Annotated

import typer

from cruscotto.cli.options import Chosen, Format, OutputFormat, read_date
from cruscotto.cli.printing import print_rows
from cruscotto.config import settings
from cruscotto.finance.outlook import standings
from cruscotto.i18n import format_value
from cruscotto.kpi.registry.model import Unit
from cruscotto.warehouse import reader

EUROS = (
    "target",
    "covered",
    "gap",
    "headroom",
    "eur_per_month",
    "lost_before",
    "missing",
    "missing_low",
    "missing_high",
)
SHARES = ("cofinancing_rate",)


def decommitment(
    programme: Annotated[str | None, typer.Option(help="Only this programme (CCI).")] = None,
    at: Annotated[
        str | None, typer.Option(help="The day of the figures (YYYY-MM-DD); the data's otherwise.")
    ] = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """List the amount to certify by each due day, and what will be missing at the present pace.

    Example: cruscotto decommitment --programme 2014IT05SFOP014 --at 2018-07-31 --format json
    """
    day = read_date(at, "--at")
    found = standings(reader(Chosen.warehouse), programme, day)
    rows = [standing.as_dict() for standing in found]
    if format is OutputFormat.TABLE:
        lang = settings().lang
        for row in rows:
            row.update({n: format_value(row[n], Unit.EUR, lang) for n in EUROS})
            row.update({n: format_value(row[n], Unit.SHARE, lang) for n in SHARES})
    print_rows(rows, format)
