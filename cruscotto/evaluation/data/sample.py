"""The input of all estimators: rows of people, or of cells of people who are alike.

A cell stands for `count` people of the same arm, covariates and cluster; it has the mean of their
outcome and their spread around it. One person is a cell without spread. Estimators are linear in
the outcome once the covariates are given, so cells give the same result as people.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import numpy as np

from cruscotto.evaluation.data.columns import Array, Codes, Flags
from cruscotto.evaluation.errors import (
    BadCells,
    ConstantOutcome,
    EmptyCells,
    ErrorVanishes,
    OneArm,
    Separation,
    TooFewRows,
)
from cruscotto.evaluation.estimators.algebra import gram, independent_columns
from cruscotto.evaluation.inference.grouping import Grouping

NEGLIGIBLE, ROUNDING = 1e-12, 1e-28  # relative spreads of cells and of people that are rounding


@dataclass(frozen=True, eq=False)
class Sample:
    """People of two arms, one by one or in cells.

    Attributes:
        outcome: the mean outcome of each row.
        treated: whether each row was treated.
        matrix: a column of ones, then the covariates, centred and scaled.
        names: the names of the covariates, in the order of the columns after the first.
        count: the number of people in each row.
        spread: the sum of squared deviations of the outcome within each row.
        cluster: the number of each row's cluster; `None` without clusters.
        centre: the value subtracted from each covariate.
        scale: the value by which each covariate is divided.
        dropped: the covariates left out because they do not vary or are combinations of others.
        outcome_name: the name of the outcome, for messages.
        grouping: the people of each row by cluster, if rows have people of several clusters.
    """

    outcome: Array
    treated: Flags
    matrix: Array
    names: tuple[str, ...]
    count: Array
    spread: Array
    cluster: Codes | None
    centre: Array
    scale: Array
    dropped: tuple[str, ...] = ()
    outcome_name: str = "outcome"
    grouping: Grouping | None = None

    @property
    def groups(self) -> Grouping | None:
        """Return the people of each row by cluster; `None` if the sample has no clusters."""
        if self.grouping is not None or self.cluster is None:
            return self.grouping
        rows = np.arange(len(self.count))
        return Grouping(rows, self.cluster, self.count, self.outcome, self.spread)

    @cached_property
    def in_treated(self) -> Array:
        """The number of treated people in each row."""
        return np.where(self.treated, self.count, 0.0)

    @cached_property
    def in_comparison(self) -> Array:
        """The number of comparison people in each row."""
        return np.where(self.treated, 0.0, self.count)

    @cached_property
    def n(self) -> float:
        """The number of people in the sample."""
        return float(self.count.sum())

    @cached_property
    def n_treated(self) -> float:
        """The number of people treated."""
        return float(self.in_treated.sum())

    @cached_property
    def n_comparison(self) -> float:
        """The number of comparison people."""
        return float(self.in_comparison.sum())

    @property
    def treated_mean(self) -> float:
        """Mean outcome of the treated: the gross result."""
        return float(self.in_treated @ self.outcome / self.n_treated)

    @property
    def covariates(self) -> Array:
        """Centred and scaled covariates, without the column of ones."""
        return self.matrix[:, 1:]

    @cached_property
    def outcome_sd(self) -> float:
        """Standard deviation of the outcome over everybody."""
        return float(np.sqrt(_total_spread(self.outcome, self.count, self.spread) / self.n))

    def subset(self, rows: Flags) -> "Sample":
        """Return the sample's given rows, without the covariates that are constant among them."""
        matrix = self.matrix[rows]
        independent = independent_columns(gram(matrix, self.count[rows]))[1:]
        return replace(
            self,
            outcome=self.outcome[rows],
            treated=self.treated[rows],
            matrix=matrix[:, np.r_[True, independent]],
            names=_chosen(self.names, independent),
            count=self.count[rows],
            spread=self.spread[rows],
            cluster=None if self.cluster is None else self.cluster[rows],
            grouping=self.grouping.subset(rows) if self.grouping else None,
            centre=self.centre[independent],
            scale=self.scale[independent],
            dropped=(*self.dropped, *_chosen(self.names, ~independent)),
        )


def build_sample(
    outcome: Array,
    treated: Flags,
    covariates: Array | None = None,
    *,
    names: tuple[str, ...] = (),
    count: Array | None = None,
    mean_square: Array | None = None,
    cluster: Codes | None = None,
    outcome_name: str = "outcome",
    grouping: Grouping | None = None,
) -> Sample:
    """Build a sample from arrays, or raise an error where they do not allow an estimate.

    Args:
        outcome: the outcome of each person, or the mean outcome of each cell.
        treated: whether each row was treated.
        covariates: array (rows, covariates).
        names: the names of the covariates.
        count: the number of people in each cell; where absent, one person per row.
        mean_square: the mean squared outcome of each cell; where absent, cells have no spread.
        cluster: the number of each row's cluster.
        outcome_name: the name of the outcome, for messages.
        grouping: the people of each row by cluster, if rows have people of several clusters.

    Raises:
        OneArm: everybody or nobody was treated.
        TooFewRows: fewer people than parameters, or fewer than two in an arm.
        ConstantOutcome: the outcome does not vary, or varies only between the arms.
        EmptyCells: a count is not positive.
        BadCells: a mean square is below the squared mean.
    """
    covariates = np.empty((len(outcome), 0)) if covariates is None else covariates
    names = names or tuple(f"x{i + 1}" for i in range(covariates.shape[1]))
    count = np.ones(len(outcome)) if count is None else count
    matrix, centre, scale = _standardise(covariates, count)
    useful = independent_columns(gram(matrix, count))[1:]
    sample = Sample(
        outcome=outcome,
        treated=treated,
        matrix=matrix[:, np.r_[True, useful]],
        names=_chosen(names, useful),
        count=count,
        spread=_spread(outcome, mean_square, count, outcome_name),
        cluster=cluster,
        centre=centre[useful],
        scale=scale[useful],
        dropped=_chosen(names, ~useful),
        outcome_name=outcome_name,
        grouping=grouping,
    )
    check_sample(sample)
    return sample


def check_sample(sample: Sample) -> None:
    """Raise an error for a sample that does not allow an estimate; see `build_sample`."""
    _require_two_arms(sample)
    _require_rows(sample)
    _require_variation(sample)


def require_mixed_covariates(sample: Sample) -> None:
    """Raise an error where one covariate alone separates the arms.

    Raises:
        Separation: the values of a covariate in one arm do not overlap with those in the other.
    """
    if not sample.names:
        return
    low, high = sample.covariates[~sample.treated], sample.covariates[sample.treated]
    apart = (low.max(0) <= high.min(0)) | (high.max(0) <= low.min(0))
    if apart.any():
        raise Separation(covariate=sample.names[int(np.argmax(apart))])


def hash_sample(sample: Sample) -> str:
    """Return a fingerprint of a sample that does not depend on the order of its rows.

    Engines return rows in any order and add in any order, so values are rounded to ten
    significant digits and row fingerprints are summed.
    """
    cluster = np.zeros(len(sample.count)) if sample.cluster is None else sample.cluster
    raw = sample.covariates * sample.scale + sample.centre
    # taking a centre away and adding it again leaves rounding where there was zero
    raw = np.where(np.abs(raw) <= 1e-9 * sample.scale, 0.0, raw)
    parts = [sample.outcome, sample.treated, raw, sample.count, sample.spread, cluster]
    label = "|".join((sample.outcome_name, *sample.names))
    if (groups := sample.grouping) is not None:
        finer = [groups.cluster, groups.count, groups.outcome, groups.spread]
        label = hash_rows(np.column_stack(finer), label)
    return hash_rows(np.column_stack(parts), label)


def hash_rows(table: Array, label: str) -> str:
    """Return a fingerprint of a table of numbers that does not depend on the order of rows."""
    words = _round_significant(table.astype(np.float64)).view(np.uint64)
    mixed = np.zeros(len(table), dtype=np.uint64)
    for column in words.T:
        # one step of the SplitMix64 generator: each column stirs all bits of the row
        mixed = (mixed ^ column) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(31)
    total, folded = int(mixed.sum(dtype=np.uint64)), int(np.bitwise_xor.reduce(mixed))
    return sha256(f"{label}|{len(table)}|{total}|{folded}".encode()).hexdigest()


def _round_significant(table: Array) -> Array:
    magnitude = np.floor(np.log10(np.where(table == 0, 1.0, np.abs(table))))
    unit = 10.0 ** (9 - magnitude)
    return np.ascontiguousarray(np.round(table * unit) / unit + 0.0)  # + 0.0 turns -0 into 0


def _chosen(names: tuple[str, ...], flags: Flags) -> tuple[str, ...]:
    return tuple(name for name, flag in zip(names, flags, strict=True) if flag)


def _standardise(covariates: Array, count: Array) -> tuple[Array, Array, Array]:
    total = max(float(count.sum()), 1.0)
    centre = count @ covariates / total
    centred = covariates - centre
    scale = np.sqrt(count @ centred**2 / total)
    # what varies by rounding only becomes a column of zeros
    steady = scale <= NEGLIGIBLE * np.maximum(1.0, np.abs(centre))
    scale = np.where(steady, 1.0, scale)
    scaled = np.where(steady, 0.0, centred / scale)
    return np.column_stack([np.ones(len(count)), scaled]), centre, scale


def _spread(outcome: Array, mean_square: Array | None, count: Array, name: str) -> Array:
    if (count <= 0).any():
        raise EmptyCells(rows=int((count <= 0).sum()))
    if mean_square is None:
        return np.zeros(len(outcome))
    variance = mean_square - outcome**2
    if (variance < -1e-8 * np.maximum(1.0, mean_square)).any():
        raise BadCells(column=name)
    return np.where(count > 1, np.maximum(variance, 0.0) * count, 0.0)


def _total_spread(outcome: Array, count: Array, spread: Array) -> float:
    if not count.sum():
        return 0.0
    mean = count @ outcome / count.sum()
    return float(count @ (outcome - mean) ** 2 + spread.sum())


def _require_two_arms(sample: Sample) -> None:
    if not sample.n_treated or not sample.n_comparison:
        raise OneArm(treated=int(sample.n_treated), compared=int(sample.n_comparison))


def _require_rows(sample: Sample) -> None:
    parameters = sample.matrix.shape[1]
    needed = parameters + 1  # comparison persons: one more than the outcome regression uses
    if sample.n_treated < 2 or sample.n_comparison < needed:
        raise TooFewRows(
            treated=int(sample.n_treated), compared=int(sample.n_comparison), needed=needed
        )


def _require_variation(sample: Sample) -> None:
    # the mean squares of cells lose half of the digits that the values of people have
    within = NEGLIGIBLE if sample.spread.any() else ROUNDING
    size = within * float(sample.count @ sample.outcome**2)
    if not np.isfinite(size):
        raise ErrorVanishes(outcome=sample.outcome_name)
    arms = sample.treated, ~sample.treated
    spreads = (_total_spread(sample.outcome[a], sample.count[a], sample.spread[a]) for a in arms)
    if sum(spreads) <= max(size, 1e-300):
        value = ", ".join(f"{v:.12g}" for v in np.unique(sample.outcome)[:2])
        raise ConstantOutcome(outcome=sample.outcome_name, value=value)
