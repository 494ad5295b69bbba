"""Adjust a target to the people served and the labour market of another year.

A target agreed on for the people of one year is not right for the people of another year. So the
target is moved by as much as the change of people alone would have moved the rate, if each kind of
persons had kept its rate. It is also moved by as much as the change of unemployment usually moves
the rate. The adjusted gap is the rate less the moved target. If only the people change, and each
kind keeps its rate, the gap stays the same. The method follows the adjustment model of the
Workforce Innovation and Opportunity Act, section 116(b)(3)(A)(viii).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.analysis.comparison import FairComparison
from cruscotto.kpi.change.explained import Cause, Explained
from cruscotto.kpi.change.explaining import explain, is_explained
from cruscotto.kpi.errors import NotFair
from cruscotto.kpi.query.intervals import Interval
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.warehouse.reading import ask

AXIS = "year"
# Indicators whose target can be moved: rates of persons.
FAIR = tuple(name for name, kpi in KPIS.items() if kpi.method is Method.RATE and is_explained(kpi))
# A year of which one in so many still waits for the outcome is not compared.
WAITING = 10


@dataclass(frozen=True)
class FairTarget:
    """A target adjusted to the people served and the labour market; rates are fractions of one.

    Attributes:
        change: the figures of the first and the last year, and the parts of their difference.
        level: the target before it is moved: the target agreed on, or the rate of the first year.
        composition: by how much the change of people alone moves the target.
        market: by how much the change of unemployment moves the target; `None` where not known.
        unemployment: the unemployment of the regions served, in the first year and in the last, in
            per cent.
        is_agreed: whether the level is a target agreed on. If not, it is a rate with its own
            sampling error.
    """

    change: Explained
    level: float | None = None
    composition: float | None = None
    market: float | None = None
    unemployment: tuple[float, float] | None = None
    is_agreed: bool = False

    @property
    def state(self) -> State:
        """Return `SHOWN`, or the state that is the reason why there is no moved target."""
        if self.change.state is State.SHOWN and self.composition is None:
            return State.HIDDEN
        return self.change.state

    @property
    def target(self) -> float | None:
        """Return the moved target, a fraction of one; `None` where it cannot be moved."""
        if self.level is None or self.composition is None:
            return None
        return self.level + self.composition + (self.market or 0.0)

    @property
    def observed(self) -> float | None:
        """Return the rate of the last year, a fraction of one; `None` where it is not shown."""
        row = self.change.ends[1]
        return None if row is None or row.value is None else float(row.value)

    @property
    def gap(self) -> float | None:
        """Return the rate of the last year less the moved target, a difference of fractions.

        Return `None` where either of the two is missing.
        """
        if self.target is None or self.observed is None:
            return None
        return self.observed - self.target

    @property
    def interval(self) -> Interval | None:
        """Return the 95 % interval of `gap`; `None` where `gap` has no interval.

        The amount by which the target moves is taken to be exact.
        """
        row, margin = self.change.ends[1], self.change.margin
        if self.target is None or row is None or row.low is None or row.high is None:
            return None
        if self.is_agreed or margin is None:
            return row.low - self.target, row.high - self.target
        moved = (self.composition or 0.0) + (self.market or 0.0)
        return margin[0] - moved, margin[1] - moved


def require_fair(kpi: Kpi) -> None:
    """Raise an error where the target of an indicator cannot be adjusted to the people served.

    Raises:
        NotFair: the indicator is not a rate of persons.
    """
    if kpi.name not in FAIR:
        raise NotFair(kpi=kpi.name, known=list(FAIR))


def fair_target(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    sides: tuple[Selection, Selection],
    rules: Rules,
    level: float | None = None,
    regions: FairComparison | None = None,
) -> FairTarget:
    """Return a first year's target, adjusted to the people and labour market of a last year.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a rate of persons.
        sides: the same selection in the first year and in the last.
        rules: the audience and its thresholds.
        level: the target agreed on, a fraction of one; when left out, the rate of the first year.
        regions: all regions compared on the rate (selection: `everywhere`), from which the effect
            of unemployment is estimated; without them, unemployment does not move the target.
    """
    found = explain(con, kpi, AXIS, sides, rules, whole=True)
    moved = found.value_of(Cause.COMPOSITION)
    first = found.ends[0]
    if moved is None or first is None or first.value is None:
        return FairTarget(found)
    rates = _unemployment(con, kpi, sides, rules)
    slope = _slope(regions)
    return FairTarget(
        found,
        float(first.value) if level is None else level,
        float(moved),
        slope * (rates[1] - rates[0]) if rates and slope is not None else None,
        rates,
        is_agreed=level is not None,
    )


def last_years(by_year: KpiResult) -> tuple[str, str] | None:
    """Return the last two complete years in which nearly all records are mature.

    Return `None` with fewer than two such years.

    Args:
        by_year: a rate of persons by year.
    """
    now = max(by_year.editions, default="")[:4]
    years = [
        row.codes[0]
        for row in by_year.rows
        if row.state is State.SHOWN
        and row.value is not None
        and row.codes[0].isdigit()
        and row.codes[0] < now
        and WAITING * (row.immature or 0) <= (row.eligible or 0)
    ]
    return (years[-2], years[-1]) if len(years) > 1 else None


def everywhere(selection: Selection) -> Selection:
    """Return a selection of all regions and years; only the filters of period and fund stay."""
    kept = {name: codes for name, codes in selection.where if name in ("period", "fund")}
    return Selection.from_codes(kept, selection.slot)


def _slope(found: FairComparison | None) -> float | None:
    """Return by how much the rates of regions change per percentage point of unemployment.

    Return `None` where it cannot be estimated.
    """
    placed = [row.labour for row in found.rows if row.labour] if found else []
    if not placed:
        return None
    low, high = (pick(placed, key=lambda one: one.unemployment) for pick in (min, max))
    apart = high.unemployment - low.unemployment
    return (high.rate - low.rate) / apart if apart else None


def _unemployment(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, sides: Sequence[Selection], rules: Rules
) -> tuple[float, float] | None:
    """Return the unemployment in the first year and in the last, in per cent.

    For each year, the regions' unemployment is averaged, weighted by the persons served in each
    region in the last year.
    """
    known = {
        (str(row["region_code"]), str(row["year"])): float(row["value"])
        for row in ask(con, "unemployment_by_year")
    }
    served = measure(con, kpi, ("region",), sides[1], rules).rows
    years = [side.codes(AXIS)[0] for side in sides]
    weights = {
        row.codes[0]: float(row.denominator)
        for row in served
        if row.denominator and all((row.codes[0], year) in known for year in years)
    }
    if not weights:
        return None
    total = sum(weights.values())
    first, last = (
        sum(weight * known[region, year] for region, weight in weights.items()) / total
        for year in years
    )
    return first, last
