"""Estimate an effect and judge how far it may be relied on, for everybody or for each group.

`estimate(design, data)` gives an effect with its interval and diagnostics. `assess` adds the
placebo, the trimming and the verdict. `estimate_by` and `assess_by` do the same for each region or
subgroup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cruscotto.evaluation.data.columns import Columns, Table, split_missing
from cruscotto.evaluation.data.reading import Cells, Data
from cruscotto.evaluation.data.reading_panel import PanelCells
from cruscotto.evaluation.design import (
    Design,
    PanelRegression,
    RegressionDiscontinuity,
    StaggeredAdoption,
    TwoArms,
)
from cruscotto.evaluation.errors import EvaluationError, UnknownChoice
from cruscotto.evaluation.estimators.over_time import estimate_panel, estimate_staggered
from cruscotto.evaluation.estimators.threshold import estimate_discontinuity
from cruscotto.evaluation.estimators.two_arms import (
    describe_two_arms,
    estimate_two_arms,
    fit_two_arms,
    trim_two_arms,
)
from cruscotto.evaluation.judgement.attrition import Attrition
from cruscotto.evaluation.judgement.diagnostics import Trim
from cruscotto.evaluation.judgement.funnel_and_shrinkage import adjust_p_values
from cruscotto.evaluation.judgement.result import ImpactEstimate
from cruscotto.evaluation.judgement.rules import Thresholds
from cruscotto.evaluation.judgement.verdict import DEFAULT_THRESHOLDS, Verdict, judge


@dataclass(frozen=True)
class Assessment:
    """An estimate, its tests and its verdict.

    Attributes:
        estimate: the effect.
        verdict: what may be concluded from the estimate.
        placebo: the estimate of the same design on the placebo outcome; `None` if the design names
            no placebo outcome.
        placebo_refused: key of the reason why the placebo could not be estimated; `None` otherwise.
        trims: the effect without people whose probability of treatment is near zero or one.
    """

    estimate: ImpactEstimate
    verdict: Verdict
    placebo: ImpactEstimate | None = None
    placebo_refused: str | None = None
    trims: tuple[Trim, ...] = ()


def estimate(design: Design, data: Data | PanelCells) -> ImpactEstimate:
    """Estimate the effect that a design identifies.

    Args:
        design: the treated, the comparison persons, the outcome and the method.
        data: columns with one row per person (or unit and period), `Cells`, or `PanelCells`.

    Raises:
        EvaluationError: the data do not allow the estimate; the error states why.
    """
    if isinstance(design, StaggeredAdoption):
        return estimate_staggered(design, data)
    if isinstance(data, PanelCells):
        raise UnknownChoice(choice="PanelCells", known="Cells")
    if isinstance(design, PanelRegression):
        return estimate_panel(design, data)
    if isinstance(design, RegressionDiscontinuity):
        return estimate_discontinuity(design, data)
    if isinstance(design, TwoArms):
        return estimate_two_arms(design, data)
    raise UnknownChoice(choice=type(design).__name__, known="Design")


def assess(
    design: Design,
    data: Data | PanelCells,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    attrition: Attrition | None = None,
) -> Assessment:
    """Estimate an effect, test the estimate, and judge how far it may be relied on.

    Args:
        design: the treated, the comparison persons, the outcome and the method.
        data: see `estimate`.
        thresholds: limits between good, doubtful and unusable.
        attrition: counts of people whose outcome is due and not known; needed only if the data lack
            these people.

    Raises:
        EvaluationError: the data do not allow the estimate; a placebo that cannot be estimated is
            no error but a reason in the verdict.
    """
    found, trims = _estimate_and_trim(design, data)
    found = found if attrition is None else replace(found, attrition=attrition)
    placebo = _placebo(design, data)
    verdict = judge(found, placebo=placebo, trims=trims, thresholds=thresholds)
    if isinstance(placebo, EvaluationError):
        return Assessment(found, verdict, None, placebo.key, trims)
    return Assessment(found, verdict, placebo, None, trims)


def estimate_by(design: Design, data: Data, by: str) -> dict[str, ImpactEstimate | EvaluationError]:
    """Estimate the same design separately for each value of a column, in order of the value.

    A group whose data do not allow an estimate has an error instead, so that a table can show why
    the group has no estimate. If `data` are `Cells`, `by` must be one of their grouping
    columns.

    Raises:
        EvaluationError: the column does not exist or is empty in some rows.
    """
    columns = data.columns if isinstance(data, Cells) else data
    labels = Table(columns).levels(by)
    results: dict[str, ImpactEstimate | EvaluationError] = {}
    for label in np.unique(labels):
        part = take_rows(columns, labels == label)
        own: Data = replace(data, columns=part) if isinstance(data, Cells) else part
        try:
            results[str(label)] = estimate(design, own)
        except EvaluationError as refusal:
            results[str(label)] = refusal
    return results


def assess_by(
    design: Design, data: Data, by: str, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> dict[str, Assessment | EvaluationError]:
    """Assess the same design separately for each value of a column.

    A group whose data do not allow an estimate has an error instead. The direction of each verdict
    allows for the number of groups (Benjamini-Hochberg): otherwise one of twenty groups without
    effect would be called effective by chance.

    Raises:
        EvaluationError: the column does not exist or is empty in some rows.
    """
    columns = data.columns if isinstance(data, Cells) else data
    labels = Table(columns).levels(by)
    found: dict[str, Assessment | EvaluationError] = {}
    for label in np.unique(labels):
        part = take_rows(columns, labels == label)
        own: Data = replace(data, columns=part) if isinstance(data, Cells) else part
        try:
            found[str(label)] = assess(design, own, thresholds)
        except EvaluationError as refusal:
            found[str(label)] = refusal
    return _allow_for_multiplicity(found)


def _allow_for_multiplicity(
    found: dict[str, Assessment | EvaluationError],
) -> dict[str, Assessment | EvaluationError]:
    estimates = {k: v.estimate for k, v in found.items() if isinstance(v, Assessment)}
    adjusted = adjust_for_multiplicity(estimates)
    return {
        name: replace(one, verdict=one.verdict.among_others(adjusted[name], one.estimate))
        if isinstance(one, Assessment)
        else one
        for name, one in found.items()
    }


def adjust_for_multiplicity(
    results: Mapping[str, ImpactEstimate | EvaluationError],
) -> dict[str, float]:
    """Return the p-value of each group, adjusted for the number of groups (Benjamini-Hochberg).

    Groups without an estimate are left out.
    """
    found = {k: v for k, v in results.items() if isinstance(v, ImpactEstimate)}
    adjusted = adjust_p_values(np.array([one.p_value for one in found.values()]))
    return dict(zip(found, adjusted.tolist(), strict=True))


def take_rows(columns: Columns, rows: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """Return the flagged rows of every column as masked arrays; missing values are masked."""
    taken: dict[str, NDArray[Any]] = {}
    for name in columns:
        values, missing = split_missing(columns[name])
        taken[name] = np.ma.MaskedArray(values[rows], mask=missing[rows])
    return taken


def _estimate_and_trim(
    design: Design, data: Data | PanelCells
) -> tuple[ImpactEstimate, tuple[Trim, ...]]:
    if not isinstance(design, TwoArms) or isinstance(data, PanelCells):
        return estimate(design, data), ()
    work = fit_two_arms(design, data)
    return describe_two_arms(work, data), trim_two_arms(work)


def _placebo(design: Design, data: Data | PanelCells) -> ImpactEstimate | EvaluationError | None:
    if not isinstance(design, (TwoArms, RegressionDiscontinuity)):
        return None
    placebo = design.on_placebo()
    if placebo is None:
        return None
    if placebo.vcov == "naive":  # a test needs an error that is right
        placebo = replace(placebo, vcov=None)
    try:
        return estimate(placebo, data)
    except EvaluationError as refusal:
        return refusal
