"""The command that measures indicators: `kpi`."""

from typing import Annotated

import typer

from cruscotto.cli.options import By, Chosen, Format, OutputFormat, Where, separate
from cruscotto.cli.printing import note_printed, print_results
from cruscotto.facts import Edition
from cruscotto.facts.figures import measure_whole
from cruscotto.kpi.query.measuring import asked_of
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.wording.names import require_known_codes


def kpi(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Indicators to measure.")],
    by: By = None,
    where: Where = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Measure indicators along dimensions.

    Example: cruscotto kpi payments_eur payment_rate --by region --where fund=FSE --format csv
    """
    # of `--by programme axis` the second word comes as one more name
    beside = [name for name in names if by and name in DIMENSIONS]
    kpis = [find_kpi(name) for name in names if name not in beside]
    dimensions, selection = asked_of(kpis, (*separate(by), *beside), where or [])
    edition = Edition.published(Chosen.warehouse)
    require_known_codes(edition.con, selection)
    results = [measure_whole(edition, k, dimensions, selection) for k in kpis]
    note_printed(results, dimensions, selection, edition)
    print_results(results, format)
