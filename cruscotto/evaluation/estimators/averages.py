"""Averages of group-time effects: by time since treatment, by cohort, by period, over all."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.data.panel_sample import PanelSample
from cruscotto.evaluation.design import Aggregate
from cruscotto.evaluation.estimators.staggered import GroupTime
from cruscotto.evaluation.inference.variance import Influence


@dataclass(frozen=True, eq=False)
class Average:
    """An average of group-time effects, and the influence of each row on this average.

    `key` is common to the effects averaged: a time since treatment, a cohort or a period.
    """

    name: str
    att: float
    influence: Influence
    key: float = 0.0


def aggregate_effects(
    panel: PanelSample, effects: tuple[GroupTime, ...], kind: Aggregate
) -> tuple[Average, tuple[Average, ...]]:
    """Return the overall average of group-time effects, and a table of the effects behind it.

    Args:
        panel: the units.
        effects: the group-time effects that `group_time_did` returns.
        kind: `simple` weighs every effect after treatment by the size of its cohort; `dynamic`
            averages by time since treatment, `group` by cohort, `calendar` by period.

    Source: Callaway and Sant'Anna 2021, section 3.2; weights are estimated, so the influence of
    each row on the weights is included.
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
    """Return the average of effects, each weighted by the size of its cohort.

    The sizes are estimated, so the influence of each row on the sizes is included.
    """
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
