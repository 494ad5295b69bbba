"""Group-time difference in differences with staggered adoption (Callaway and Sant'Anna 2021).

Each cohort g at each period t is compared with units not treated by then, from the last period
before g (for periods after treatment) or from the period before t (for the test of the trends).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array, Codes, Flags
from cruscotto.evaluation.data.sample import Sample, build_sample
from cruscotto.evaluation.design import Aggregate, ComparisonCohorts
from cruscotto.evaluation.errors import NoComparisonCohort, TooFewClusters
from cruscotto.evaluation.estimators.weighting import dr_did
from cruscotto.evaluation.inference.variance import Influence
from cruscotto.evaluation.judgement.result import PreTrend

NEVER = 0.0


@dataclass(frozen=True, eq=False)
class PanelSample:
    """Units followed over the same periods, one by one or in cells.

    Attributes:
        outcome: rows by periods; means, if rows are cells.
        periods: in order.
        cohort: first treated period of each row; 0 for the never treated.
        covariates: rows by covariates, as they were before treatment.
        names: of the covariates.
        count: units of each row.
        spread: rows by periods by periods, sums of products of the deviations within a cell.
        cluster: number of the cluster of each row.
        outcome_name: for messages.
        labels: how the data write each period, where it is no plain number.
    """

    outcome: Array
    periods: Array
    cohort: Array
    covariates: Array
    names: tuple[str, ...]
    count: Array
    spread: Array | None = None
    cluster: Codes | None = None
    outcome_name: str = "outcome"
    labels: Mapping[float, str] = field(default_factory=dict)

    def label(self, period: float) -> str:
        """Return a period as the data write it."""
        return self.labels.get(period, f"{period:g}")

    @property
    def cohorts(self) -> list[float]:
        """Treated cohorts, in order."""
        return [float(g) for g in np.unique(self.cohort) if g != NEVER]

    def size(self, cohort: float) -> float:
        """Units of a cohort."""
        return float(self.count[self.cohort == cohort].sum())


@dataclass(frozen=True, eq=False)
class GroupTime:
    """The effect on one cohort at one period, and the influence of each row on it."""

    cohort: float
    time: float
    att: float
    influence: Influence
    name: str  # cohort at period: `2004@2006`

    @property
    def is_post(self) -> bool:
        """Return whether the cohort had been treated by then."""
        return self.time >= self.cohort


@dataclass(frozen=True, eq=False)
class Average:
    """An average of group-time effects, and the influence of each row on it.

    `key` is what the effects averaged have in common: time since treatment, cohort or period.
    """

    name: str
    att: float
    influence: Influence
    key: float = 0.0


def without_lone_units(panel: PanelSample) -> tuple[PanelSample, tuple[float, ...]]:
    """Leave out cohorts of a single unit, and name them: one unit has no variance.

    A panel that would have no cohort left is returned as it is, so that it is refused by name.
    """
    alone = tuple(g for g in panel.cohorts if panel.size(g) < 2)
    if not alone or len(alone) == len(panel.cohorts):
        return panel, ()
    kept = ~np.isin(panel.cohort, alone)
    return replace(
        panel,
        outcome=panel.outcome[kept],
        cohort=panel.cohort[kept],
        covariates=panel.covariates[kept],
        count=panel.count[kept],
        spread=None if panel.spread is None else panel.spread[kept],
        cluster=None if panel.cluster is None else panel.cluster[kept],
    ), alone


def group_time_did(
    panel: PanelSample, comparison: ComparisonCohorts = "never"
) -> tuple[GroupTime, ...]:
    """Estimate the effect on every cohort at every period, doubly robust.

    Estimand: ATT(g, t). Assumption: parallel trends given covariates, no anticipation, treatment
    not undone. Source: Callaway and Sant'Anna 2021, section 4, with the estimator of `dr_did`.
    Cohorts already treated in the first period have no "before" and are left out.

    Raises:
        NoComparisonCohort: nobody is untreated while some cohort is treated.
    """
    effects = tuple(_each_effect(panel, comparison))
    if not any(effect.is_post for effect in effects):
        raise NoComparisonCohort(
            cohorts=", ".join(map(panel.label, panel.cohorts)) or "–",
            periods=f"{panel.label(panel.periods[0])}-{panel.label(panel.periods[-1])}",
        )
    return effects


def aggregate_effects(
    panel: PanelSample, effects: tuple[GroupTime, ...], kind: Aggregate
) -> tuple[Average, tuple[Average, ...]]:
    """Average group-time effects into a headline, and the table behind it.

    Args:
        panel: the units.
        effects: of `group_time_did`.
        kind: `simple` weighs every effect after treatment by the size of its cohort; `dynamic`
            averages by time since treatment, `group` by cohort, `calendar` by period.

    Source: Callaway and Sant'Anna 2021, section 3.2; weights are estimated and their influence
    is included.
    """
    post = tuple(effect for effect in effects if effect.is_post)
    if kind == "dynamic":
        table = _averages(
            panel, effects, lambda effect: effect.time - effect.cohort, "{:+g}".format
        )
        return _plain_mean([row for row in table if row.key >= 0], kind), table
    if kind == "calendar":
        table = _averages(panel, post, lambda effect: effect.time, panel.label)
        return _plain_mean(list(table), kind), table
    if kind == "group":
        table = tuple(_cohort_mean(panel, post, g) for g in sorted({e.cohort for e in post}))
        return _by_cohort_size(panel, [(row.key, row) for row in table], kind), table
    named = [(effect.cohort, Average(effect.name, effect.att, effect.influence)) for effect in post]
    return _by_cohort_size(panel, named, kind), tuple(row for _, row in named)


def panel_covariance(
    panel: PanelSample, influences: list[Influence], *, clustered: bool = False
) -> Array:
    """Return the covariance matrix of estimates made from the same panel.

    Independent units get no small-sample factor, as in the authors' software; clusters get
    G / (G - 1).
    """
    values = np.column_stack([influence.value for influence in influences])
    if clustered and panel.cluster is not None:
        return _clustered_covariance(values * panel.count[:, None], panel.cluster)
    total = values.T @ (panel.count[:, None] * values)
    if panel.spread is not None:
        slopes = np.stack([influence.slope for influence in influences], axis=2)
        total = total + np.einsum("itk,its,isl->kl", slopes, panel.spread, slopes, optimize=True)
    return np.asarray(total, dtype=np.float64)


def check_pre_trends(
    panel: PanelSample, effects: tuple[GroupTime, ...], *, clustered: bool = False
) -> PreTrend | None:
    """Test jointly that no cohort moved apart before its treatment; nothing to test gives None.

    Source: Callaway and Sant'Anna 2021, a Wald test on the effects before treatment. Passing it
    does not prove parallel trends after treatment.
    """
    before = [effect for effect in effects if not effect.is_post]
    if not before:
        return None
    covariance = panel_covariance(panel, [e.influence for e in before], clustered=clustered)
    estimates = np.array([effect.att for effect in before])
    rank = int(np.linalg.matrix_rank(covariance))
    statistic = float(estimates @ np.linalg.pinv(covariance) @ estimates)
    return PreTrend(statistic, rank, float(scipy.stats.chi2.sf(statistic, rank)))


def _each_effect(panel: PanelSample, comparison: ComparisonCohorts) -> Iterator[GroupTime]:
    for cohort in panel.cohorts:
        before = np.flatnonzero(panel.periods < cohort)
        if not len(before):
            continue
        for now in range(1, len(panel.periods)):
            base = int(before[-1]) if panel.periods[now] >= cohort else now - 1
            compared = _compared(panel, cohort, now, base, comparison)
            if compared.any():
                yield _one_effect(panel, cohort, now, base, compared)


def _compared(
    panel: PanelSample, cohort: float, now: int, base: int, comparison: ComparisonCohorts
) -> Flags:
    never = panel.cohort == NEVER
    if comparison == "never":
        return np.asarray(never, dtype=np.bool_)
    later = panel.cohort > panel.periods[max(now, base)]
    return np.asarray(never | (later & (panel.cohort != cohort)), dtype=np.bool_)


def _one_effect(
    panel: PanelSample, cohort: float, now: int, base: int, compared: Flags
) -> GroupTime:
    rows = (panel.cohort == cohort) | compared
    time = float(panel.periods[now])
    fit = dr_did(_change_sample(panel, rows, cohort, now, base))
    value = np.zeros(len(rows))
    value[rows] = fit.influence.value
    slope = np.zeros((len(rows), 0 if panel.spread is None else len(panel.periods)))
    if panel.spread is not None:
        slope[rows, now] = fit.influence.slope
        slope[rows, base] = -fit.influence.slope
    influence = Influence(value, slope)
    return GroupTime(cohort, time, fit.att, influence, _name(panel, cohort, time))


def _name(panel: PanelSample, cohort: float, time: float) -> str:
    return f"{panel.label(cohort)}@{panel.label(time)}"


def _change_sample(panel: PanelSample, rows: Flags, cohort: float, now: int, base: int) -> Sample:
    change = panel.outcome[rows, now] - panel.outcome[rows, base]
    count = panel.count[rows]
    mean_square = None
    if panel.spread is not None:
        s = panel.spread[rows]
        mean_square = change**2 + (s[:, now, now] + s[:, base, base] - 2 * s[:, now, base]) / count
    return build_sample(
        change,
        panel.cohort[rows] == cohort,
        panel.covariates[rows],
        names=panel.names,
        count=count,
        mean_square=mean_square,
        outcome_name=f"{panel.outcome_name} {_name(panel, cohort, panel.periods[now])}",
    )


def _averages(
    panel: PanelSample,
    effects: tuple[GroupTime, ...],
    key: Callable[[GroupTime], float],
    style: Callable[[float], str],
) -> tuple[Average, ...]:
    groups: dict[float, list[tuple[float, Average]]] = {}
    for effect in effects:
        named = Average(effect.name, effect.att, effect.influence)
        groups.setdefault(key(effect), []).append((effect.cohort, named))
    return tuple(
        replace(_by_cohort_size(panel, groups[step], style(step)), key=step)
        for step in sorted(groups)
    )


def _by_cohort_size(panel: PanelSample, rows: list[tuple[float, Average]], name: str) -> Average:
    """Weigh by the share of each cohort, and add the influence of those estimated shares."""
    sizes = np.array([panel.size(cohort) for cohort, _ in rows])
    weights = sizes / sizes.sum()
    mean = float(weights @ np.array([row.att for _, row in rows]))
    total = _combine([row.influence for _, row in rows], weights)
    drift = np.zeros(len(panel.count))
    for cohort, row in rows:
        drift[panel.cohort == cohort] += (row.att - mean) / sizes.sum()
    return Average(name, mean, Influence(total.value + drift, total.slope))


def _cohort_mean(panel: PanelSample, effects: tuple[GroupTime, ...], cohort: float) -> Average:
    own = [Average(e.name, e.att, e.influence) for e in effects if e.cohort == cohort]
    return replace(_plain_mean(own, panel.label(cohort)), key=cohort)


def _plain_mean(rows: list[Average], name: str) -> Average:
    weights = np.full(len(rows), 1 / len(rows))
    att = float(np.mean([row.att for row in rows]))
    return Average(name, att, _combine([row.influence for row in rows], weights))


def _combine(influences: list[Influence], weights: Array) -> Influence:
    total = influences[0] * float(weights[0])
    for influence, weight in zip(influences[1:], weights[1:], strict=True):
        total = total + influence * float(weight)
    return total


def _clustered_covariance(values: Array, cluster: Codes) -> Array:
    codes = np.unique(cluster, return_inverse=True)[1]
    groups = int(codes.max()) + 1
    if groups < 2:
        raise TooFewClusters(clusters=groups)
    sums = np.column_stack([np.bincount(codes, weights=column) for column in values.T])
    return np.asarray(groups / (groups - 1) * (sums.T @ sums), dtype=np.float64)
