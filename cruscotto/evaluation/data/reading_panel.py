"""Read a design that follows units over time into the arrays that its estimator needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cruscotto.evaluation.data.columns import Array, Codes, Columns, Table
from cruscotto.evaluation.data.panel import LongPanel
from cruscotto.evaluation.data.panel_sample import NEVER, PanelSample
from cruscotto.evaluation.data.reading import Data, open_table, read_covariates, rows_only
from cruscotto.evaluation.data.timeline import read_timeline
from cruscotto.evaluation.design import PanelRegression, StaggeredAdoption
from cruscotto.evaluation.errors import (
    CohortChanges,
    ConstantOutcome,
    MomentMissing,
    PeriodMissing,
    PeriodRepeated,
    TooFewObservations,
)


@dataclass(frozen=True, eq=False)
class PanelCells:
    """Units grouped by cohort, covariates and cluster, with the moments of all periods.

    Attributes:
        columns: grouping columns, counts and moments, one row per cell.
        means: for each period, the name of the column with the mean outcome.
        products: for each pair of periods, the name of the column with the mean product of the
            outcomes in the two periods. The earlier period stands first in its pair; each period is
            also paired with itself.
        count: column with the number of units.
    """

    columns: Columns
    means: Mapping[float, str]
    products: Mapping[tuple[float, float], str]
    count: str = "count"


def read_panel(design: StaggeredAdoption, data: Data | PanelCells) -> PanelSample:
    """Read units followed over the same periods: one row per unit and period, or cells.

    Covariates and cluster have their values of the first period. Cohorts treated in the first
    period are left out, since they were not observed before treatment.

    Raises:
        EvaluationError: a column cannot be read, or the panel is broken.
    """
    if isinstance(data, PanelCells):
        return _read_panel_cells(design, data)
    columns = rows_only(data, design)
    table = open_table(design, columns)
    timeline = read_timeline(table, design.time, design.cohort)
    periods, when = np.unique(timeline.time, return_inverse=True)
    order = _order_by_unit(design, table.codes(design.unit), when, len(periods))
    cohort = timeline.cohort[order]
    if (cohort != cohort[:, :1]).any():
        raise CohortChanges(unit=design.unit, cohort=design.cohort)
    first = order[:, 0]
    matrix, names = read_covariates(table, design.covariates, design.categories)
    return _observed_before(
        PanelSample(
            outcome=table.numbers(design.outcome)[order],
            periods=periods,
            cohort=cohort[:, 0],
            covariates=matrix[first],
            names=names,
            count=np.ones(len(order)),
            cluster=table.codes(design.cluster)[first] if design.cluster else None,
            outcome_name=design.outcome,
            labels=timeline.labels,
        )
    )


def read_long_panel(design: PanelRegression, data: Data) -> LongPanel:
    """Read one row per unit and period, with a dummy for each period but the first.

    Raises:
        EvaluationError: a column cannot be read, or a unit has two rows for a period.
    """
    table = open_table(design, rows_only(data, design))
    unit = table.codes(design.unit)
    when, labels = table.coded(design.time)
    if len(np.unique(unit * len(labels) + when)) < len(unit):
        raise PeriodRepeated(unit=design.unit, time=design.time)
    matrix, names = read_covariates(table, (design.treated, *design.covariates), design.categories)
    outcome = table.numbers(design.outcome)
    _require_panel(design, outcome)
    dummies = (when[:, None] == np.arange(1, len(labels))).astype(np.float64)
    return LongPanel(
        outcome=outcome,
        regressors=np.column_stack([matrix, dummies]),
        names=(*names, *(f"{design.time}={label}" for label in labels[1:])),
        unit=unit,
        cluster=table.codes(design.cluster) if design.cluster else None,
    )


def widen(
    columns: Columns, unit: str, time: str, changing: tuple[str, ...]
) -> dict[str, NDArray[Any]]:
    """Turn one row per unit and period into one row per unit.

    Each column in `changing` becomes one column per period, such as `earnings@2024`. All other
    columns keep their value in the first period. The new columns can be the `outcome`, `before` and
    `earlier` of a design `DifferenceInDifferences`.

    Raises:
        PeriodMissing: a unit lacks a period.
        PeriodRepeated: a unit has two rows for one period.
    """
    table = Table(columns)
    when, labels = table.coded(time)
    order = _order(unit, time, table.codes(unit), when, len(labels))
    wide: dict[str, NDArray[Any]] = {}
    for name in (str(name) for name in columns):
        values = np.asarray(columns[name])
        if name not in changing:
            wide[name] = values[order[:, 0]]
            continue
        for position, label in enumerate(labels):
            wide[f"{name}@{label}"] = values[order[:, position]]
    return wide


def _order_by_unit(design: StaggeredAdoption, unit: Codes, when: Codes, periods: int) -> Codes:
    return _order(design.unit, design.time, unit, when, periods)


def _order(unit_name: str, time_name: str, unit: Codes, when: Codes, periods: int) -> Codes:
    """Return an array (units, periods): the index of the row of each unit at each period."""
    seen = np.unique(unit * periods + when)
    if len(seen) < len(unit):
        raise PeriodRepeated(unit=unit_name, time=time_name)
    units = len(np.unique(unit))
    if len(unit) != units * periods:
        lacking = int((np.bincount(unit) < periods).sum())
        raise PeriodMissing(unit=unit_name, time=time_name, units=lacking, of=units)
    return np.lexsort((when, unit)).reshape(units, periods).astype(np.int64)


def _observed_before(panel: PanelSample) -> PanelSample:
    """Return a panel without the units that were treated in its first period.

    Units first treated after the last period count as never treated.
    """
    first, last = panel.periods[0], panel.periods[-1]
    kept = (panel.cohort == NEVER) | (panel.cohort > first)
    cohort = np.where(panel.cohort > last, NEVER, panel.cohort)[kept]
    return PanelSample(
        outcome=panel.outcome[kept],
        periods=panel.periods,
        cohort=cohort,
        covariates=panel.covariates[kept],
        names=panel.names,
        count=panel.count[kept],
        spread=None if panel.spread is None else panel.spread[kept],
        cluster=None if panel.cluster is None else panel.cluster[kept],
        outcome_name=panel.outcome_name,
        labels=panel.labels,
    )


def _read_panel_cells(design: StaggeredAdoption, cells: PanelCells) -> PanelSample:
    table = Table(cells.columns)
    periods = np.array(sorted(cells.means), dtype=np.float64)
    outcome = np.column_stack([table.numbers(cells.means[t]) for t in sorted(cells.means)])
    count = table.numbers(cells.count)
    matrix, names = read_covariates(table, design.covariates, design.categories)
    return _observed_before(
        PanelSample(
            outcome=outcome,
            periods=periods,
            cohort=table.numbers(design.cohort, empty=NEVER),
            covariates=matrix,
            names=names,
            count=count,
            spread=_spread(cells, table, outcome, count),
            cluster=table.codes(design.cluster) if design.cluster else None,
            outcome_name=design.outcome,
        )
    )


def _spread(cells: PanelCells, table: Table, outcome: Array, count: Array) -> Array:
    periods = sorted(cells.means)
    spread = np.empty((len(count), len(periods), len(periods)))
    for i, early in enumerate(periods):
        for j, late in enumerate(periods[i:], start=i):
            if (early, late) not in cells.products:
                raise MomentMissing(early=f"{early:g}", late=f"{late:g}")
            product = table.numbers(cells.products[(early, late)])
            spread[:, i, j] = count * (product - outcome[:, i] * outcome[:, j])
            spread[:, j, i] = spread[:, i, j]
    # people alone in their cell have no spread: what is left is rounding
    return np.where(count[:, None, None] > 1, spread, 0.0)


def _require_panel(design: PanelRegression, outcome: Array) -> None:
    if len(outcome) < 3:
        raise TooFewObservations(rows=len(outcome), needed=3)
    if np.ptp(outcome) == 0:
        raise ConstantOutcome(outcome=design.outcome, value=f"{outcome[0]:g}")
