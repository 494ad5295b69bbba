"""Which programmes and axes lag: a rate far below the median, little of a plan used."""

from dataclasses import dataclass
from statistics import median

from cruscotto.config import settings
from cruscotto.kpi.query.fitting import Measure
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import COMMITMENT_RATE, PAYMENT_RATE
from cruscotto.kpi.registry.reported import REPORTED_SELECTION_RATE

# A median of fewer programmes shows nothing of any of them.
FEWEST_PROGRAMMES = 3


@dataclass(frozen=True)
class Lagging:
    """Rows that are behind, the largest gap first.

    Attributes:
        rows: with their codes in the order of the result.
        reference: the rate they are held against.
        of: how many there are to compare.
        result: what the rows were taken from.
    """

    rows: tuple[KpiRow, ...]
    reference: float
    of: int
    result: KpiResult

    def gap(self, row: KpiRow) -> float:
        """Return the euro that the reference would take from where a row stands."""
        return self.reference * float(row.denominator or 0) - float(row.numerator or 0)


def slow_programmes(measure: Measure, selection: Selection, rate: Kpi = PAYMENT_RATE) -> Lagging:
    """Find programmes whose rate is far below the median of all."""
    everything = measure(rate, ("programme",), without_places(selection))
    rates = [float(row.value) for row in everything.rows if row.value is not None]
    here = measure(rate, ("programme",), selection)
    if len(rates) < FEWEST_PROGRAMMES:
        return Lagging((), 0.0, len(rates), here)
    middle = median(rates)
    return _largest_first(
        Lagging(_below(here, middle - settings().alert_points_below), middle, len(rates), here)
    )


def uncommitted_axes(measure: Measure, selection: Selection) -> Lagging:
    """Find axes that have committed little of a plan worth looking at."""
    limit = settings().alert_low_commitment
    result = measure(COMMITMENT_RATE, ("programme", "axis"), selection)
    return _short_of_plan(result, limit)


def unselected_plans(measure: Measure, selection: Selection) -> Lagging:
    """Find programmes that reported operations selected for little of a plan worth looking at."""
    result = measure(REPORTED_SELECTION_RATE, ("programme",), selection)
    return _short_of_plan(result, settings().alert_low_selection)


def _short_of_plan(result: KpiResult, limit: float) -> Lagging:
    smallest = settings().alert_smallest_plan_eur
    large = tuple(row for row in _below(result, limit) if float(row.denominator or 0) >= smallest)
    return _largest_first(Lagging(large, limit, len(result.rows), result))


def without_places(selection: Selection) -> Selection:
    """Return a selection over all programmes, to compare one of them with the others."""
    return selection.with_(region=[], managing_authority=[], programme=[], axis=[], status=[])


def _below(result: KpiResult, threshold: float) -> tuple[KpiRow, ...]:
    return tuple(r for r in result.rows if r.value is not None and float(r.value) < threshold)


def _largest_first(found: Lagging) -> Lagging:
    ordered = tuple(sorted(found.rows, key=lambda row: -found.gap(row)))
    return Lagging(ordered, found.reference, found.of, found.result)
