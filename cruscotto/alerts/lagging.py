"""Find programmes and axes that lag: a rate far below the median, or little of a plan used."""

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
# Filters that take a part of a programme.
PARTS = ("axis", "theme", "status")


@dataclass(frozen=True)
class Lagging:
    """Programmes or axes that lag, the one with the largest gap first.

    Attributes:
        rows: the rows of the programmes or axes that lag.
        reference: the rate that they should reach: a median, or a least share of the plan.
        of: how many programmes or axes were compared.
        result: the indicator as measured, with the rows of all programmes or axes of the selection.
    """

    rows: tuple[KpiRow, ...]
    reference: float
    of: int
    result: KpiResult

    def gap(self, row: KpiRow) -> float:
        """Return the amount in euro that a row lacks to reach the reference rate."""
        return self.reference * float(row.denominator or 0) - float(row.numerator or 0)


def slow_programmes(measure: Measure, selection: Selection, rate: Kpi = PAYMENT_RATE) -> Lagging:
    """Find the programmes of a selection whose rate is far below the median of all programmes.

    The setting `CRUSCOTTO_ALERT_POINTS_BELOW` states how far. If fewer than three programmes have a
    rate, none is found.
    """
    everything = measure(rate, ("programme",), without_places(selection))
    rates = [float(row.value) for row in everything.rows if row.value is not None]
    here = _of_whole_programmes(measure, selection, rate)
    if len(rates) < FEWEST_PROGRAMMES:
        return Lagging((), 0.0, len(rates), here)
    middle = median(rates)
    return _largest_first(
        Lagging(_below(here, middle - settings().alert_points_below), middle, len(rates), here)
    )


def uncommitted_axes(measure: Measure, selection: Selection) -> Lagging:
    """Find the axes with a large plan whose commitments are a small share of the plan."""
    limit = settings().alert_low_commitment
    result = measure(COMMITMENT_RATE, ("programme", "axis"), selection)
    return _short_of_plan(result, limit)


def unselected_plans(measure: Measure, selection: Selection) -> Lagging:
    """Find the programmes that selected operations for a small share of a large plan."""
    result = _of_whole_programmes(measure, selection, REPORTED_SELECTION_RATE)
    return _short_of_plan(result, settings().alert_low_selection)


def _of_whole_programmes(measure: Measure, selection: Selection, rate: Kpi) -> KpiResult:
    """Return the rate of each programme that a selection concerns, over the whole programme.

    Filters on axis, theme and status decide which programmes are meant. They do not restrict the
    rates, since alerts name whole programmes.
    """
    here = measure(rate, ("programme",), selection)
    codes = [row.codes[0] for row in here.rows]
    if not codes or not any(selection.codes(name) for name in PARTS):
        return here
    whole = selection.with_(**{name: [] for name in PARTS})
    return measure(rate, ("programme",), whole.with_(programme=codes))


def _short_of_plan(result: KpiResult, limit: float) -> Lagging:
    smallest = settings().alert_smallest_plan_eur
    large = tuple(row for row in _below(result, limit) if float(row.denominator or 0) >= smallest)
    return _largest_first(Lagging(large, limit, len(result.rows), result))


def without_places(selection: Selection) -> Selection:
    """Return a selection without its filters on places, programmes and parts of programmes.

    They are the filters on region, managing authority, programme, axis, theme and status.
    """
    places = ("region", "managing_authority", "programme")
    return selection.with_(**{name: [] for name in (*places, *PARTS)})


def _below(result: KpiResult, threshold: float) -> tuple[KpiRow, ...]:
    return tuple(r for r in result.rows if r.value is not None and float(r.value) < threshold)


def _largest_first(found: Lagging) -> Lagging:
    ordered = tuple(sorted(found.rows, key=lambda row: -found.gap(row)))
    return Lagging(ordered, found.reference, found.of, found.result)
