"""Group-time difference in differences with staggered adoption (Callaway and Sant'Anna 2021).

Cohort g has the units first treated in period g. At each period t the cohort is compared with units
that are never treated or, if the design asks for it, also with units that are not yet treated at t.
An effect after treatment is a change since the last period before g. The test of trends uses the
changes from one period to the next before treatment.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array, Codes, Flags
from cruscotto.evaluation.data.panel_sample import NEVER, PanelSample
from cruscotto.evaluation.data.sample import Sample, build_sample
from cruscotto.evaluation.design import ComparisonCohorts
from cruscotto.evaluation.errors import NoComparisonCohort, TooFewClusters
from cruscotto.evaluation.estimators.weighting import dr_did
from cruscotto.evaluation.inference.variance import Influence
from cruscotto.evaluation.judgement.result import PreTrend


@dataclass(frozen=True, eq=False)
class GroupTime:
    """The effect on one cohort at one period, with the influence of one person of each row."""

    cohort: float
    time: float
    att: float
    influence: Influence
    name: str  # cohort at period: `2004@2006`

    @property
    def is_post(self) -> bool:
        """Return whether the cohort's treatment began in the period of the effect or before."""
        return self.time >= self.cohort


def group_time_did(
    panel: PanelSample, comparison: ComparisonCohorts = "never"
) -> tuple[GroupTime, ...]:
    """Estimate the effect on every cohort at every period, by a doubly robust method.

    Estimand: ATT(g, t). Assumption: parallel trends given covariates, no anticipation, and
    treatment that lasts once begun. Source: Callaway and Sant'Anna 2021, section 4, with the
    estimator of `dr_did`. Cohorts treated in the first period are left out, since no period before
    treatment is observed.

    Raises:
        NoComparisonCohort: no cohort has an untreated unit to compare with in any period after its
            treatment.
    """
    effects = tuple(_each_effect(panel, comparison))
    if not any(effect.is_post for effect in effects):
        raise NoComparisonCohort(
            cohorts=", ".join(map(panel.label, panel.cohorts)) or "–",
            periods=f"{panel.label(panel.periods[0])}-{panel.label(panel.periods[-1])}",
        )
    return effects


def units_behind(
    panel: PanelSample, effects: tuple[GroupTime, ...], comparison: ComparisonCohorts
) -> tuple[float, float]:
    """Return the numbers of treated and of comparison units behind the effects after treatment.

    A unit that is compared first and treated later counts in both numbers.
    """
    after = [effect for effect in effects if effect.is_post]
    treated = np.isin(panel.cohort, [effect.cohort for effect in after])
    compared = np.zeros(len(panel.cohort), dtype=np.bool_)
    for effect in after:
        now = int(np.searchsorted(panel.periods, effect.time))
        compared |= _compared(panel, effect.cohort, now, now, comparison)
    return float(panel.count[treated].sum()), float(panel.count[compared].sum())


def panel_covariance(
    panel: PanelSample, influences: list[Influence], *, clustered: bool = False
) -> Array:
    """Return the covariance matrix of estimates made from the same panel.

    As in Callaway and Sant'Anna's software, independent units get no small-sample factor. Clusters
    get G / (G - 1).
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
    """Test that no cohort's trend differed from the comparison units' before treatment.

    The result is `None` if there is no effect before treatment.

    Source: Callaway and Sant'Anna 2021, a Wald test on the effects before treatment. A passed test
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


def _clustered_covariance(values: Array, cluster: Codes) -> Array:
    codes = np.unique(cluster, return_inverse=True)[1]
    groups = int(codes.max()) + 1
    if groups < 2:
        raise TooFewClusters(clusters=groups)
    sums = np.column_stack([np.bincount(codes, weights=column) for column in values.T])
    return np.asarray(groups / (groups - 1) * (sums.T @ sums), dtype=np.float64)
