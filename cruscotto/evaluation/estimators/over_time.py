"""Estimate effects from data that follow units over time, and describe the result."""

import numpy as np

from cruscotto.evaluation.data.panel import LongPanel, PanelFit, fixed_effects, random_effects
from cruscotto.evaluation.data.panel_sample import PanelSample, without_lone_units
from cruscotto.evaluation.data.reading import Data
from cruscotto.evaluation.data.reading_panel import PanelCells, read_long_panel, read_panel
from cruscotto.evaluation.data.sample import hash_rows
from cruscotto.evaluation.design import PanelRegression, StaggeredAdoption, Vcov
from cruscotto.evaluation.errors import ErrorVanishes, UnknownChoice
from cruscotto.evaluation.estimators.averages import Average, aggregate_effects
from cruscotto.evaluation.estimators.staggered import (
    check_pre_trends,
    group_time_did,
    panel_covariance,
    units_behind,
)
from cruscotto.evaluation.inference.sensitivity import robustness_value, standardised_e_value
from cruscotto.evaluation.inference.variance import band_factor, count_clusters
from cruscotto.evaluation.judgement.result import Effect, ImpactEstimate, make_effect, make_estimate


def estimate_staggered(design: StaggeredAdoption, data: Data | PanelCells) -> ImpactEstimate:
    """Estimate the effect of staggered adoption.

    In the result, `att` is the average effect that the design asks for. `effects` are the effects
    that the average is made of, such as one for each time since treatment.
    """
    vcov = _staggered_vcov(design)
    clustered = vcov == "cluster"
    panel, alone = without_lone_units(read_panel(design, data))
    effects = group_time_did(panel, design.comparison)
    headline, table = aggregate_effects(panel, effects, design.aggregate)
    variance = panel_covariance(panel, [headline.influence], clustered=clustered)
    error = _positive_error(float(variance[0, 0]), design.outcome)
    clusters = count_clusters(panel.cluster) if clustered else 0
    freedom = clusters - 1 if clusters else None
    treated, compared = units_behind(panel, effects, design.comparison)
    deviation = _panel_sd(panel)
    return make_estimate(
        design,
        f"csdid_{design.aggregate}",
        headline.att,
        error,
        freedom,
        vcov=vcov,
        gross=None,
        counterfactual=None,
        n_treated=round(treated),
        n_comparison=round(compared),
        clusters=clusters,
        outcome_sd=deviation,
        sample_hash=_hash_panel(panel),
        robustness=robustness_value(
            headline.att / error, float(panel.count.sum()) - 2, alpha=1 - design.confidence
        ),
        e_value=standardised_e_value(headline.att / deviation, error / deviation),
        effects=_table(design, panel, table, clustered, freedom),
        pre_trend=check_pre_trends(panel, effects, clustered=clustered),
        left_out=tuple(f"{cohort:g}" for cohort in alone),
    )


def estimate_panel(design: PanelRegression, data: Data) -> ImpactEstimate:
    """Estimate a panel regression: the effect is the coefficient of treatment."""
    panel = read_long_panel(design, data)
    vcov = design.standard_error
    fit = (fixed_effects if design.effects == "fixed" else random_effects)(panel, vcov)
    att, error = fit.effect(panel.names[0])
    error = _positive_error(error**2, design.outcome)
    clusters = _panel_clusters(panel, vcov)
    freedom = float(clusters - 1 if clusters else fit.freedom)
    ever = np.bincount(panel.unit, weights=panel.regressors[:, 0] != 0) > 0
    deviation = float(panel.outcome.std())
    return make_estimate(
        design,
        f"{design.effects}_effects",
        att,
        error,
        freedom,
        vcov=vcov,
        gross=None,
        counterfactual=None,
        n_treated=int(ever.sum()),
        n_comparison=int((~ever).sum()),
        clusters=clusters,
        outcome_sd=deviation,
        sample_hash=hash_rows(
            np.column_stack([panel.outcome, panel.regressors, panel.unit]), "|".join(panel.names)
        ),
        robustness=robustness_value(att / error, fit.freedom, alpha=1 - design.confidence),
        e_value=standardised_e_value(att / deviation, error / deviation),
        effects=_coefficients(design, fit, freedom),
    )


def _staggered_vcov(design: StaggeredAdoption) -> Vcov:
    if design.vcov in ("naive", "nn"):
        raise UnknownChoice(choice=str(design.vcov), known="iid, hc1, cluster")
    if design.vcov == "cluster" and design.cluster is None:
        raise UnknownChoice(choice="cluster", known="iid, hc1")
    return design.standard_error


def _positive_error(variance: float, outcome: str) -> float:
    if not variance > 0:
        raise ErrorVanishes(outcome=outcome)
    return float(np.sqrt(variance))


def _panel_sd(panel: PanelSample) -> float:
    weights = np.repeat(panel.count, len(panel.periods))
    values = panel.outcome.ravel()
    mean = weights @ values / weights.sum()
    squares = weights @ (values - mean) ** 2
    if panel.spread is not None:
        squares = squares + np.einsum("itt->", panel.spread)
    return float(np.sqrt(squares / weights.sum()))


def _panel_clusters(panel: LongPanel, vcov: Vcov) -> int:
    if vcov != "cluster":
        return 0
    return count_clusters(panel.unit if panel.cluster is None else panel.cluster)


def _hash_panel(panel: PanelSample) -> str:
    table = np.column_stack([panel.outcome, panel.cohort, panel.covariates, panel.count])
    return hash_rows(table, "|".join((panel.outcome_name, *panel.names)))


def _table(
    design: StaggeredAdoption,
    panel: PanelSample,
    rows: tuple[Average, ...],
    clustered: bool,
    freedom: float | None,
) -> tuple[Effect, ...]:
    """Return effects with their intervals, and a band that holds for all effects at once."""
    covariance = panel_covariance(panel, [row.influence for row in rows], clustered=clustered)
    errors = np.sqrt(np.diag(covariance))
    factor = band_factor(covariance, design.confidence)
    return tuple(
        _with_band(make_effect(row.name, row.att, error, design.confidence, freedom), factor)
        for row, error in zip(rows, errors.tolist(), strict=True)
    )


def _with_band(effect: Effect, factor: float) -> Effect:
    reach = factor * effect.se
    return Effect(
        effect.name,
        effect.att,
        effect.se,
        effect.low,
        effect.high,
        effect.att - reach,
        effect.att + reach,
    )


def _coefficients(design: PanelRegression, fit: PanelFit, freedom: float) -> tuple[Effect, ...]:
    prefix = f"{design.time}="
    shown = [name for name in fit.names if name != "1" and not name.startswith(prefix)]
    return tuple(make_effect(name, *fit.effect(name), design.confidence, freedom) for name in shown)
