"""The command that adjusts targets to the people served: `fair-target`."""

from typing import Annotated, Any

import typer

from cruscotto.cli.options import Chosen, Format, OutputFormat, Where
from cruscotto.cli.printing import note_printed, print_json, print_rows
from cruscotto.config import settings
from cruscotto.errors import WrongValue
from cruscotto.facts import Edition, changes, figures
from cruscotto.kpi.change.fair_targets import AXIS, FAIR, FairTarget, require_fair
from cruscotto.kpi.query.measuring import require_dimensions
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import dimensions_of
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.wording.fair_targets import as_row, sentence
from cruscotto.kpi.wording.names import require_known_codes

Row = dict[str, Any]
PROGRAMME = "programme"


def fair_target(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A rate of people.")],
    from_: Annotated[str, typer.Option("--from", metavar="YEAR", help="The year agreed on.")],
    to: Annotated[str, typer.Option("--to", metavar="YEAR", help="The year that is judged.")],
    where: Where = None,
    level: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="The target agreed on, as a share; the first year's figure if absent.",
        ),
    ] = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Adjust each programme's target to the persons actually served and to the labour market.

    Example: cruscotto fair-target placement_rate_6m --from 2019 --to 2022 --format csv
    """
    kpi = find_kpi(name, FAIR)
    require_fair(kpi)
    selection = Selection.parse(where or [], dimensions_of(kpi))
    require_dimensions(kpi, (), selection)
    for option, year in (("--from", from_), ("--to", to)):
        if not (year.isdigit() and len(year) == len("2019")):
            raise WrongValue(option=option, value=year, expected="2019")
    edition = Edition.published(Chosen.warehouse)
    require_known_codes(edition.con, selection.with_(**{AXIS: [from_, to]}))
    found = [
        (code, _moved(edition, kpi, selection.with_(programme=code), (from_, to), level))
        for code in _programmes(edition, kpi, selection.with_(year=to))
    ]
    whole = _moved(edition, kpi, selection, (from_, to), level)
    rows = [{PROGRAMME: code, **as_row(one)} for code, one in (*found, ("all", whole))]
    note_printed([whole.change.last], (PROGRAMME,), selection, edition)
    if format is OutputFormat.JSON:
        print_json(_account(whole, rows))
        return
    print_rows(rows, format)
    if format is OutputFormat.TABLE:
        print(sentence(whole, settings().lang))


def _account(whole: FairTarget, rows: list[Row]) -> Row:
    """Return the result of the command as values for JSON."""
    last = whole.change.last
    return {
        "kpi": last.kpi.name,
        "programmes": rows,
        "sentence": sentence(whole, settings().lang),
        "editions": list(last.editions),
        "audience": last.audience and str(last.audience),
        "data_kind": last.data_kind,
    }


def _moved(
    edition: Edition, kpi: Kpi, selection: Selection, years: tuple[str, str], level: float | None
) -> FairTarget:
    first, last = (selection.with_(**{AXIS: year}) for year in years)
    return changes.fair_target(edition, kpi, first, last, level)


def _programmes(edition: Edition, kpi: Kpi, selection: Selection) -> list[str]:
    rows = figures.measure_whole(edition, kpi, (PROGRAMME,), selection).rows
    return [row.codes[0] for row in rows if row.state in (State.SHOWN, State.HIDDEN)]
