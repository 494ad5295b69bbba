"""The command that lists what needs attention: `alerts`."""

from typing import Any

import typer

from cruscotto.alerts import Alert, Unit, found
from cruscotto.cli.options import Chosen, Format, OutputFormat, Where
from cruscotto.cli.printing import note_named, print_rows
from cruscotto.config import settings
from cruscotto.facts import Edition
from cruscotto.facts.figures import rows
from cruscotto.i18n import format_number, format_value, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.wording.names import require_known_codes


def alerts(where: Where = None, format: Format = OutputFormat.TABLE) -> None:
    """List what needs attention: the alerts that screens and dossiers show as sentences.

    Example: cruscotto alerts --where region=ITG1 --where fund=FSE --format json
    """
    selection = Selection.parse(where or [])
    edition = Edition.published(Chosen.warehouse)
    require_known_codes(edition.con, selection)
    listed = found(edition, selection)
    of_persons = sorted({one.rule for one in listed if _is_of_persons(one)})
    if of_persons:
        note_named(of_persons, (), selection, edition)
    as_row = (lambda one: one.as_dict()) if format is OutputFormat.JSON else _row
    print_rows([as_row(one) for one in listed], format)
    if not listed:
        has_operations = bool(rows(edition, "editions"))
        key = "alerts.none" if has_operations else "alerts.nothing_to_read"
        typer.echo(t(key, settings().lang), err=True)


def _is_of_persons(alert: Alert) -> bool:
    return alert.unit is Unit.PERSONS or bool(alert.result and alert.result.audience)


def _row(alert: Alert) -> dict[str, Any]:
    """Return an alert as one row of text: its subject and its figures are `name=value` pairs."""
    lang = settings().lang
    is_money = alert.unit is Unit.EURO
    size = format_value(alert.size, "eur", lang) if is_money else format_number(alert.size, lang)
    return {
        "rule": alert.rule,
        "size": size,
        "unit": alert.unit,
        "about": _pairs(alert.about),
        "figures": _pairs(alert.figures),
        "page": alert.page,
    }


def _pairs(named: Any) -> str:
    return " ".join(f"{name}={value}" for name, value in named.items())
