"""Read the data of a design of two arms, or around a cutoff, into arrays for its estimator.

Data are either one row per person (any mapping from names to arrays) or `Cells`, which an engine
makes with one `GROUP BY` of the columns in `cell_plan`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from cruscotto.evaluation.data.columns import Array, Codes, Columns, Flags, Table, rows_within
from cruscotto.evaluation.data.sample import Sample, build_sample
from cruscotto.evaluation.design import (
    Design,
    DifferenceInDifferences,
    RegressionDiscontinuity,
    RepeatedCrossSections,
    TwoArms,
    change_name,
)
from cruscotto.evaluation.errors import CellsNotSupported, GroupAbsent, RuleBroken
from cruscotto.evaluation.estimators.local_polynomial import Score
from cruscotto.evaluation.inference.grouping import Grouping
from cruscotto.evaluation.judgement.attrition import Attrition


@dataclass(frozen=True, eq=False)
class Cells:
    """People grouped by every column that a design reads, except outcomes.

    Attributes:
        columns: grouping columns, counts and moments, one row per cell.
        count: column with the number of people.
        moments: for each outcome, its columns of the mean and of the mean square. A column that
            cells are grouped by needs no moments, since all people of a cell have one value.
        parts: the same people by cell and cluster, if cells have people of several clusters. The
            columns are `row` (the index of the cell), `cluster` (-1 for people in no cluster), the
            count and the moments.
    """

    columns: Columns
    count: str = "count"
    moments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    parts: Columns | None = None


@dataclass(frozen=True)
class Averaged:
    """An outcome that an engine must average: `column`, minus `subtract` if that is given."""

    name: str
    column: str
    subtract: str | None = None


@dataclass(frozen=True)
class CellPlan:
    """The columns that an engine must group by and average to make the cells of a design.

    Attributes:
        keys: columns to group by.
        outcomes: columns whose mean and mean square the engine must return.
    """

    keys: tuple[str, ...]
    outcomes: tuple[Averaged, ...]


Data = Columns | Cells


def cell_plan(design: TwoArms | RegressionDiscontinuity) -> CellPlan:
    """Return the columns to group by and to average for a design and its placebo."""
    window = design.window.column if design.window else None
    arms = (
        (design.running, design.treated)
        if isinstance(design, RegressionDiscontinuity)
        else (design.treated, design.compared)
    )
    time = design.time if isinstance(design, RepeatedCrossSections) else None
    known = design.known if isinstance(design, TwoArms) else None
    wanted = (*arms, *design.covariates, design.cluster, window, time, known)
    keys = tuple(dict.fromkeys(name for name in wanted if name))
    designs = (design, design.on_placebo())
    outcomes = dict.fromkeys(_averaged(one) for one in designs if one is not None)
    return CellPlan(keys, tuple(one for one in outcomes if one.name not in keys))


def read_sample(design: TwoArms, data: Data) -> Sample:
    """Read a sample of two arms; for difference in differences, the outcome is a change in time.

    Raises:
        EvaluationError: a column cannot be read, or the sample does not allow an estimate.
    """
    table = open_table(design, data)
    treated = table.indicator(design.treated)
    matrix, names = read_covariates(table, design.covariates, design.categories)
    outcome, mean_square = _moments(_averaged(design), data, table)
    return build_sample(
        outcome,
        treated,
        matrix,
        names=names,
        count=_counts(data, table),
        mean_square=mean_square,
        cluster=_clusters(design, data, table),
        outcome_name=_averaged(design).name,
        grouping=_grouping(design, data, table),
    )


def read_attrition(design: TwoArms, data: Data) -> Attrition | None:
    """Count the people of each arm whose outcome is due, and those whose due outcome is unknown.

    `None` if the design names no column of known outcomes.
    """
    if design.known is None:
        return None
    table = open_table(replace(design, known=None), data)
    treated, known = table.indicator(design.treated), table.indicator(design.known)
    counted = _counts(data, table)
    count = np.ones(len(treated)) if counted is None else counted
    arms = [(count @ arm, count @ (arm & ~known)) for arm in (treated, ~treated)]
    return Attrition(*(float(part) for arm in arms for part in arm))


def read_cross_sections(design: RepeatedCrossSections, data: Data) -> Sample:
    """Read people of two groups in two periods.

    The treated are the people of the group that treatment reaches, in the later period. Group and
    period are the first two covariates, so that no other covariate can displace them.

    Raises:
        EvaluationError: a column cannot be read, or one of the four groups is empty.
    """
    before, after = design.periods[-2:]
    table = open_table(design, data)
    when = Table(table.columns, table.keep).levels(design.time)
    table = Table(table.columns, _narrow(table.keep, np.isin(when, (before, after))))
    group, late = table.indicator(design.treated), table.levels(design.time) == after
    _require_four_groups(design, group, late)
    matrix, names = read_covariates(table, design.covariates, design.categories)
    outcome, mean_square = _moments(_averaged(design), data, table)
    return build_sample(
        outcome,
        group & late,
        np.column_stack([group, late, matrix]).astype(np.float64),
        names=(design.treated, f"{design.time}={after}", *names),
        count=_counts(data, table),
        mean_square=mean_square,
        cluster=table.codes(design.cluster) if design.cluster else None,
        outcome_name=design.outcome,
    )


def read_level(design: DifferenceInDifferences, data: Data) -> Array | None:
    """Return the outcome after treatment of each row; `None` where data have only the change."""
    if isinstance(data, Cells) or design.before is None:
        return None
    return open_table(design, data).numbers(design.outcome)


def read_score(design: RegressionDiscontinuity, data: Data) -> tuple[Score, Sample]:
    """Read people around a cutoff, as a `Score` (zero or more for the treated) and as a sample.

    Raises:
        EvaluationError: a column cannot be read, or a side of the cutoff is empty.
    """
    table = open_table(design, data)
    sign = 1.0 if design.side == "above" else -1.0
    running = sign * (table.numbers(design.running) - design.cutoff)
    _require_rule(design, table, running)
    outcome, mean_square = _moments(_averaged(design), data, table)
    sample = build_sample(
        outcome,
        running >= 0,
        running[:, None],
        names=(design.running,),
        count=_counts(data, table),
        mean_square=mean_square,
        cluster=table.codes(design.cluster) if design.cluster else None,
        outcome_name=design.outcome,
    )
    return Score(running, outcome, sample.count, sample.spread, sample.cluster), sample


def read_covariates(
    table: Table, covariates: tuple[str, ...], categories: tuple[str, ...] = ()
) -> tuple[Array, tuple[str, ...]]:
    """Return covariates as numbers, and their names.

    Labels become one dummy for each level except the first.
    """
    columns: list[Array] = []
    names: list[str] = []
    for name in covariates:
        if name not in categories and not table.is_text(name):
            columns.append(table.numbers(name))
            names.append(name)
            continue
        codes, labels = table.coded(name)
        for code, label in enumerate(labels[1:], start=1):
            columns.append((codes == code).astype(np.float64))
            names.append(f"{name}={label}")
    return (np.column_stack(columns) if columns else np.empty((table.height, 0))), tuple(names)


def open_table(design: Design, data: Data) -> Table:
    """Return the data's columns, limited to the rows that a design keeps."""
    columns = data.columns if isinstance(data, Cells) else data
    window = design.window
    keep = rows_within(columns, window.column, window.low, window.high) if window else None
    table = Table(columns, keep)
    if not isinstance(design, TwoArms):
        return table
    if design.compared is not None:
        belongs = table.indicator(design.treated) | table.indicator(design.compared)
        keep = _narrow(keep, belongs)
    if design.known is not None:
        keep = _narrow(keep, Table(columns, keep).indicator(design.known))
    return Table(columns, keep)


def rows_only(data: Data, design: Design) -> Columns:
    """Return the columns of data with one row per observation.

    Raises:
        CellsNotSupported: the data are cells.
    """
    if isinstance(data, Cells):
        raise CellsNotSupported(design=type(design).__name__)
    return data


def _narrow(keep: Flags | None, belongs: Flags) -> Flags:
    if keep is None:
        return belongs
    narrowed = keep.copy()
    narrowed[keep] = belongs
    return narrowed


def _averaged(design: Design) -> Averaged:
    if isinstance(design, DifferenceInDifferences) and design.before:
        name = change_name(design.outcome, design.before)
        return Averaged(name, design.outcome, design.before)
    return Averaged(design.outcome, design.outcome)


def _counts(data: Data, table: Table) -> Array | None:
    return table.numbers(data.count) if isinstance(data, Cells) else None


def _clusters(design: Design, data: Data, table: Table) -> Codes | None:
    if design.cluster is None or (isinstance(data, Cells) and data.parts is not None):
        return None
    return table.codes(design.cluster)


def _grouping(design: Design, data: Data, table: Table) -> Grouping | None:
    """Return the people of the kept cells by cluster; `None` without clusters or `parts`."""
    if design.cluster is None or not isinstance(data, Cells) or data.parts is None:
        return None
    parts, (mean, square) = Table(data.parts), data.moments[_averaged(design).name]
    count, means = parts.numbers(data.count), parts.numbers(mean)
    spread = np.maximum(parts.numbers(square) - means**2, 0.0) * count
    row = parts.numbers("row").astype(np.int64)
    cluster = parts.numbers("cluster").astype(np.int64)
    found = Grouping(row, cluster, count, means, np.where(count > 1, spread, 0.0))
    return found if table.keep is None else found.subset(table.keep)


def _moments(wanted: Averaged, data: Data, table: Table) -> tuple[Array, Array | None]:
    if isinstance(data, Cells) and wanted.name in data.moments:
        mean, square = data.moments[wanted.name]
        return table.numbers(mean), table.numbers(square)
    values = table.numbers(wanted.column)
    return (values - table.numbers(wanted.subtract) if wanted.subtract else values), None


def _require_four_groups(design: RepeatedCrossSections, group: Flags, late: Flags) -> None:
    for period, now in zip(design.periods[-2:], (~late, late), strict=True):
        for reached in (True, False):
            if not (now & (group == reached)).any():
                raise GroupAbsent(column=design.treated, value=int(reached), period=period)


def _require_rule(design: RegressionDiscontinuity, table: Table, running: Array) -> None:
    if design.treated is None:
        return
    against = table.indicator(design.treated) != (running >= 0)
    if against.any():
        raise RuleBroken(
            column=design.treated,
            running=design.running,
            cutoff=design.cutoff,
            rows=int(against.sum()),
        )
